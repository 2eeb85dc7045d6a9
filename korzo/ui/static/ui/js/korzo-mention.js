// <korzo-mention data-members-url data-products-url>: offers members while somebody writes "@an", products behind "#rid". A handle
// is put in as plain text; a product as a card, or where there is no editor as the address of its page.

import { TYPED } from "./korzo-blocks.js";
import { element, icon, say } from "./korzo-say.js";

const ASK_AFTER_MS = 180;
const BEFORE_CARET = /(?:^|\s)([@#])([\p{L}\p{M}\p{N}_.-][\p{L}\p{M}\p{N}_. -]{0,29})$/u;
// A handle has no gaps, the name of a product has.
const HANDLE = /^\S{1,30}$/u;

class KorzoMention extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.membersUrl && !this.dataset.productsUrl) return;
    this.addEventListener("input", () => this.look());
    this.addEventListener("trix-change", () => this.look());
    this.addEventListener("keydown", (event) => this.onKey(event), true);
    this.addEventListener("focusout", () => setTimeout(() => this.matches(":focus-within") || this.close()));
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  get field() {
    const rich = this.querySelector("trix-editor");
    // While the editor is being built, the words still go into the plain field.
    return rich?.editor ? rich : this.querySelector("textarea, input:not([type=hidden])");
  }

  textBeforeCaret() {
    const { editor } = this.field;
    if (editor) return editor.getDocument().toString().slice(0, editor.getPosition());
    return this.field.value.slice(0, this.field.selectionStart);
  }

  look() {
    clearTimeout(this.timer);
    const found = BEFORE_CARET.exec(this.textBeforeCaret());
    const url = found && (found[1] === "#" ? this.dataset.productsUrl : HANDLE.test(found[2]) && this.dataset.membersUrl);
    if (!url) return this.close();
    this.begun = found[2];
    this.sign = found[1];
    this.timer = setTimeout(() => this.ask(url, found[2]), ASK_AFTER_MS);
    return undefined;
  }

  async ask(address, begun) {
    this.asking?.abort();
    this.asking = new AbortController();
    const url = new URL(address, location.href);
    url.searchParams.set("q", begun);
    try {
      const answer = await fetch(url, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      const { members, products } = answer.ok ? await answer.json() : {};
      if (begun === this.begun) this.show(products?.map((one) => this.product(one)) ?? members?.map((one) => this.member(one)) ?? []);
    } catch {
      // Without the list one can still write the handle by hand.
      this.close();
    }
  }

  show(offers) {
    this.close();
    if (!offers.length) return;
    const label = this.sign === "#" ? this.dataset.productsLabel : this.dataset.label;
    this.list = element("div", { class: "mention-list", role: "listbox", id: `${this.field.id}-mentions`, "aria-label": label ?? "" });
    this.list.append(...offers.map(({ shown, take }, place) => this.option(shown, take, place)));
    this.append(this.list);
    this.field.setAttribute("aria-controls", this.list.id);
    this.choose(0);
    say(offers.map(({ name }) => name).join(", "));
  }

  // `people` says of a group how many are told.
  member({ handle, name, avatar_url: face, people }) {
    const shown = [element("bdi", { class: "strong" }, name), element("span", { class: "muted xs", dir: "ltr" }, `@${handle}`)];
    if (people) shown.push(element("span", { class: "muted xs" }, people));
    if (people && !face) shown.unshift(icon("users-round"));
    if (face) shown.unshift(element("img", { class: "avatar xs", src: face, alt: "" }));
    return { name, shown, take: () => this.put(`${handle} `, 0) };
  }

  product(offer) {
    const { title, price, photo_url: photo } = offer;
    const shown = [element("bdi", { class: "strong" }, title), element("span", { class: "muted xs" }, price)];
    if (photo) shown.unshift(element("img", { class: "offer-photo", src: photo, alt: "" }));
    return { name: title, shown, take: () => this.takeProduct(offer) };
  }

  takeProduct(offer) {
    if (!this.field.editor) return this.put(`\n\n${TYPED.product(offer)}\n\n`, 1);
    this.put("", 1);
    this.dispatchEvent(new CustomEvent("korzo-product", { bubbles: true, detail: offer }));
    return undefined;
  }

  option(shown, take, place) {
    const option = element("div", { role: "option", id: `${this.field.id}-mention-${place}` }, ...shown);
    option.take = take;
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.take(option);
    });
    return option;
  }

  choose(place) {
    const options = [...this.list.children];
    this.place = (place + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.place)));
    this.field.setAttribute("aria-activedescendant", options[this.place].id);
    options[this.place].scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    if (!this.list || event.ctrlKey || event.metaKey) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.choose(this.place + steps[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.list.children[this.place]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(option) {
    option.take();
    this.close();
    this.field.focus();
  }

  // In the place of what was begun, and of so many signs before it.
  put(text, before) {
    const { editor } = this.field;
    const length = this.begun.length + before;
    if (editor) {
      const end = editor.getPosition();
      editor.setSelectedRange([end - length, end]);
      if (text) editor.insertString(text);
      else editor.deleteInDirection("backward");
    } else {
      const end = this.field.selectionStart;
      this.field.setRangeText(text, end - length, end, "end");
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  close() {
    clearTimeout(this.timer);
    this.list?.remove();
    this.list = undefined;
    this.field?.removeAttribute("aria-activedescendant");
    this.field?.removeAttribute("aria-controls");
  }
}

customElements.define("korzo-mention", KorzoMention);
