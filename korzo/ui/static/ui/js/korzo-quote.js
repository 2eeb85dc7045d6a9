// Quoting: words that somebody marks in a post can be carried into the reply, with the way back to where they stand.
// Without scripts the link "Quote" opens the reply form with the whole post in it.

import { element, icon } from "./korzo-say.js";

const QUOTE_LENGTH_MAX = 1200;

function chosen() {
  const selection = document.getSelection();
  const text = selection?.toString().trim() ?? "";
  if (!text || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const begin = range.startContainer;
  // Three clicks mark a paragraph up to the beginning of what comes next, so the end may lie outside.
  const words = (begin.nodeType === Node.TEXT_NODE ? begin.parentElement : begin).closest?.(".prose");
  const post = words?.closest("[data-quote-ref]");
  return post && words.textContent.replace(/\s+/g, "").includes(text.replace(/\s+/g, "")) ? { post, text: text.slice(0, QUOTE_LENGTH_MAX), place: range.getBoundingClientRect() } : null;
}

class Quoting {
  constructor(composer, label) {
    this.composer = composer;
    this.button = element("button", { class: "btn small quote-button", type: "button", hidden: "" }, icon("quote"), label);
    document.body.append(this.button);
    // The button must not take the marked words away.
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => this.take(chosen()));
    this.onSelect = () => this.show();
    this.onLink = (event) => this.takeWhole(event);
    document.addEventListener("selectionchange", this.onSelect);
    document.addEventListener("click", this.onLink);
    // Words may have been marked before this script had come.
    this.show();
  }

  close() {
    this.button.remove();
    document.removeEventListener("selectionchange", this.onSelect);
    document.removeEventListener("click", this.onLink);
  }

  show() {
    const found = chosen();
    this.button.hidden = !found;
    if (!found) return;
    const { place } = found;
    this.button.style.setProperty("inset-block-start", `${scrollY + place.bottom + 6}px`);
    const begin = document.documentElement.dir === "rtl" ? innerWidth - place.right : place.left;
    this.button.style.setProperty("inset-inline-start", `${Math.max(8, Math.min(begin, innerWidth - 140))}px`);
  }

  takeWhole(event) {
    const link = event.target.closest?.("a[data-quote]");
    const post = link?.closest("[data-quote-ref]");
    const words = post?.querySelector(".prose");
    if (!words || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const own = words.cloneNode(true);
    for (const inner of own.querySelectorAll("blockquote, figure, .link-card, .product-line")) inner.remove();
    this.take({ post, text: own.innerText.trim().slice(0, QUOTE_LENGTH_MAX) });
  }

  take(found) {
    if (!found) return;
    this.button.hidden = true;
    document.getSelection()?.removeAllRanges();
    const { quoteRef, quoteBy } = found.post.dataset;
    this.composer.quote({ ref: quoteRef, name: quoteBy ?? "", text: found.text });
  }
}

export function quoting(composer, label) {
  return document.querySelector("[data-quote-ref]") ? new Quoting(composer, label) : null;
}
