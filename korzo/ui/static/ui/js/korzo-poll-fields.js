// <korzo-poll-fields>: the options of a poll come one at a time, can be moved and taken out, and only the fields that
// the kind needs are shown. Words: data-more, data-up, data-down, data-remove; data-shown is how many fields begin.

import { element, icon } from "./korzo-say.js";

const OPTIONS_MAX = 20;

class KorzoPollFields extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    this.list = this.querySelector(".poll-fields__options");
    this.kind = this.querySelector("[name=poll_kind]");
    this.first = this.list.firstElementChild.cloneNode(true);
    this.count = this.list.children.length;
    this.more = element("button", { class: "btn small", type: "button" }, icon("plus"), element("span", {}, this.dataset.more));
    this.more.addEventListener("click", () => this.add());
    this.list.after(this.more);
    for (const item of this.items) this.equip(item);
    this.drop();
    this.list.addEventListener("keydown", (event) => this.press(event));
    this.kind.addEventListener("change", () => this.fit());
    this.form = this.closest("form");
    this.onSent = (event) => event.detail.successful && event.target === this.form && this.begin();
    this.form?.addEventListener("htmx:afterRequest", this.onSent);
    this.fit();
    this.tell();
  }

  disconnectedCallback() {
    this.form?.removeEventListener("htmx:afterRequest", this.onSent);
  }

  get items() {
    return [...this.list.children];
  }

  // Empty fields behind the first two are for those without a script.
  drop() {
    const least = Number(this.dataset.shown);
    for (const item of this.items.slice(least)) if (!item.querySelector("input").value) item.remove();
  }

  equip(item) {
    for (const [name, sign] of [["up", "arrow-up"], ["down", "arrow-down"], ["remove", "x"]]) {
      const button = element("button", { class: "icon-btn small", type: "button", "data-do": name, title: this.dataset[name] }, icon(sign));
      button.addEventListener("click", () => this.act(item, name));
      item.append(button);
    }
  }

  act(item, name) {
    let next = item;
    if (name === "up") item.previousElementSibling?.before(item);
    else if (name === "down") item.nextElementSibling?.after(item);
    else {
      next = item.nextElementSibling ?? item.previousElementSibling;
      item.remove();
    }
    this.tell();
    const button = next?.querySelector(`[data-do=${name}]`);
    (button && !button.disabled ? button : next?.querySelector("input"))?.focus();
  }

  add() {
    if (this.items.length >= OPTIONS_MAX) return undefined;
    const item = this.first.cloneNode(true);
    const [label, input] = [item.querySelector("label"), item.querySelector("input")];
    this.count += 1;
    label.htmlFor = input.id = `poll-option-${this.count}`;
    input.value = "";
    this.equip(item);
    this.list.append(item);
    this.tell();
    input.focus();
    return item;
  }

  // Enter goes on to the next option; it does not send the post.
  press(event) {
    if (event.key !== "Enter" || event.target.localName !== "input" || event.isComposing) return;
    event.preventDefault();
    const next = event.target.closest("li").nextElementSibling;
    if (next) next.querySelector("input").focus();
    else this.add();
  }

  fit() {
    for (const part of this.querySelectorAll("[data-only]")) part.hidden = part.dataset.only !== this.kind.value;
    for (const part of this.querySelectorAll("[data-not]")) part.hidden = part.dataset.not === this.kind.value;
  }

  // Labels are numbered as they stand; a mover that leads nowhere is off.
  tell() {
    const items = this.items;
    const numbered = this.first.querySelector("label").textContent;
    items.forEach((item, place) => {
      const words = numbered.replace(/[0-9۰-۹]+/u, new Intl.NumberFormat(document.documentElement.lang).format(place + 1));
      item.querySelector("label").textContent = words;
      for (const button of item.querySelectorAll("button")) button.setAttribute("aria-label", `${button.title}: ${words}`);
      item.querySelector("[data-do=up]").disabled = place === 0;
      item.querySelector("[data-do=down]").disabled = place === items.length - 1;
      item.querySelector("[data-do=remove]").disabled = items.length <= Number(this.dataset.shown);
    });
    this.more.hidden = items.length >= OPTIONS_MAX;
  }

  // The post is there with its poll: the next one begins with empty fields.
  begin() {
    for (const item of this.items.slice(Number(this.dataset.shown))) item.remove();
    for (const input of this.querySelectorAll("input")) {
      if (input.type === "checkbox") input.checked = false;
      else input.value = input.name === "poll_min" ? "1" : "";
    }
    this.closest("details")?.removeAttribute("open");
    this.tell();
  }
}

customElements.define("korzo-poll-fields", KorzoPollFields);
