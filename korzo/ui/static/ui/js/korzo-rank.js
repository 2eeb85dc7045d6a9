// <korzo-rank>: options that are put in order, by buttons or by dragging. The selects of the plain form stay the truth:
// their values are set here and sent with the form. Words: data-up, data-down, data-in, data-out, data-said, data-left.

import { element, icon, say } from "./korzo-say.js";
import { number } from "./korzo-words.js";

class KorzoRank extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    this.list = this.querySelector(".rank__list");
    this.classList.add("is-lively");
    for (const item of this.items) this.equip(item);
    this.list.addEventListener("dragover", (event) => this.over(event));
    this.list.addEventListener("drop", (event) => event.preventDefault());
    this.tell();
  }

  get items() {
    return [...this.list.children];
  }

  get placed() {
    return this.items.filter((item) => item.classList.contains("has-place"));
  }

  equip(item) {
    const select = item.querySelector("select");
    const text = item.querySelector(".rank__text").textContent;
    item.classList.toggle("has-place", select.value !== "");
    item.draggable = true;
    item.prepend(element("span", { class: "rank__number", "aria-hidden": "true" }));
    for (const [name, sign] of [["up", "arrow-up"], ["down", "arrow-down"], ["toggle", "plus"]]) {
      const button = element("button", { class: "icon-btn small", type: "button", "data-do": name }, icon(sign));
      button.addEventListener("click", () => this.act(item, name, button));
      item.append(button);
    }
    item.dataset.text = text;
    item.addEventListener("dragstart", (event) => this.begin(event, item));
    item.addEventListener("dragend", () => this.end(item));
  }

  act(item, name, button) {
    if (name === "up") item.previousElementSibling.before(item);
    else if (name === "down") item.nextElementSibling.after(item);
    else this.toggle(item);
    this.tell();
    const to = button.disabled || button.hidden ? item.querySelector("button:not([hidden], :disabled)") : button;
    to?.focus();
    const place = this.placed.indexOf(item) + 1;
    const words = place ? this.dataset.said : this.dataset.left;
    say(words.replace("{text}", item.dataset.text).replace("{n}", number(place)));
  }

  toggle(item) {
    const last = this.placed.filter((one) => one !== item).at(-1);
    item.classList.toggle("has-place");
    if (last) last.after(item);
    else this.list.prepend(item);
  }

  begin(event, item) {
    this.dragged = item;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.text);
    item.classList.add("is-dragged");
  }

  over(event) {
    const under = event.target.closest?.(".rank__item");
    if (!this.dragged) return;
    event.preventDefault();
    if (!under || under === this.dragged) return;
    const box = under.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) under.before(this.dragged);
    else under.after(this.dragged);
  }

  // Whoever drags an option gives it a place; it cannot stand behind one that has none.
  end(item) {
    item.classList.remove("is-dragged");
    item.classList.add("has-place");
    this.dragged = undefined;
    const without = this.items.filter((one) => !one.classList.contains("has-place"));
    this.list.append(...without);
    this.tell();
  }

  tell() {
    const placed = this.placed;
    for (const item of this.items) {
      const place = placed.indexOf(item) + 1;
      item.querySelector("select").value = place ? String(place) : "";
      const badge = item.querySelector(".rank__number");
      badge.textContent = place ? number(place) : "";
      badge.hidden = !place;
      this.name(item, "up", place > 1, this.dataset.up);
      this.name(item, "down", place > 0 && place < placed.length, this.dataset.down);
      const toggle = this.name(item, "toggle", true, place ? this.dataset.out : this.dataset.in);
      toggle.replaceChildren(icon(place ? "x" : "plus"));
    }
  }

  name(item, action, isShown, words) {
    const button = item.querySelector(`[data-do=${action}]`);
    button.hidden = !isShown;
    button.setAttribute("aria-label", `${words}: ${item.dataset.text}`);
    button.title = words;
    return button;
  }
}

customElements.define("korzo-rank", KorzoRank);
