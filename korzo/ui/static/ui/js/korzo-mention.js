// <korzo-mention data-members-url>: offers members while somebody writes "@an" in the field inside; a handle is put in as plain text.

import { element, say } from "./korzo-say.js";

const ASK_AFTER_MS = 180;
const BEFORE_CARET = /(?:^|\s)@([\p{L}\p{M}\p{N}_.-]{1,30})$/u;

class KorzoMention extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.membersUrl) return;
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
    if (!found) return this.close();
    this.begun = found[1];
    this.timer = setTimeout(() => this.ask(found[1]), ASK_AFTER_MS);
  }

  async ask(begun) {
    this.asking?.abort();
    this.asking = new AbortController();
    const url = new URL(this.dataset.membersUrl, location.href);
    url.searchParams.set("q", begun);
    try {
      const answer = await fetch(url, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      const { members } = answer.ok ? await answer.json() : { members: [] };
      if (begun === this.begun) this.show(members);
    } catch {
      // Without the list one can still write the handle by hand.
      this.close();
    }
  }

  show(members) {
    this.close();
    if (!members.length) return;
    this.list = element("div", { class: "mention-list", role: "listbox", id: `${this.field.id}-mentions`, "aria-label": this.dataset.label ?? "" });
    this.list.append(...members.map((member, place) => this.option(member, place)));
    this.append(this.list);
    this.field.setAttribute("aria-controls", this.list.id);
    this.choose(0);
    say(members.map((member) => member.name).join(", "));
  }

  option({ handle, name, avatar_url: face }, place) {
    const option = element("div", { role: "option", id: `${this.field.id}-mention-${place}`, "data-handle": handle });
    if (face) option.append(element("img", { class: "avatar xs", src: face, alt: "" }));
    option.append(element("bdi", { class: "strong" }, name), element("span", { class: "muted xs", dir: "ltr" }, `@${handle}`));
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
    const text = `${option.dataset.handle} `;
    const { editor } = this.field;
    if (editor) {
      const end = editor.getPosition();
      editor.setSelectedRange([end - this.begun.length, end]);
      editor.insertString(text);
    } else {
      const end = this.field.selectionStart;
      this.field.setRangeText(text, end - this.begun.length, end, "end");
    }
    this.close();
    this.field.focus();
  }

  close() {
    this.list?.remove();
    this.list = undefined;
    this.field?.removeAttribute("aria-activedescendant");
  }
}

customElements.define("korzo-mention", KorzoMention);
