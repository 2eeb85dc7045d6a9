// <korzo-gallery>: the [data-gallery] links inside open in one viewer over the page. Arrow keys follow the reading direction.

import { element, icon } from "./korzo-say.js";

const SWIPE_PX = 48;

class KorzoGallery extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.open);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.open);
    this.viewer?.remove();
  }

  open(event) {
    const link = event.target.closest("a[data-gallery]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.links = [...this.querySelectorAll("a[data-gallery]")];
    this.build();
    this.show(this.links.indexOf(link));
    this.viewer.showModal();
  }

  build() {
    if (this.viewer) return;
    const words = document.getElementById("words").dataset;
    this.image = element("img", { class: "view", alt: "" });
    this.words = element("p", { class: "words", dir: "auto", "aria-live": "polite" });
    const step = (name, label, by) => {
      const button = element("button", { class: `icon-btn step ${name}`, type: "button", "aria-label": label }, icon(name === "next" ? "chevron-right" : "chevron-left"));
      button.firstChild.classList.add("mirror");
      button.addEventListener("click", () => this.show(this.place + by));
      return button;
    };
    const close = element("button", { class: "icon-btn close", type: "button", "aria-label": words.close }, icon("x"));
    close.addEventListener("click", () => this.viewer.close());
    this.steps = [step("previous", words.previous, -1), step("next", words.next, 1)];
    this.viewer = element("dialog", { class: "viewer", "aria-label": words.picture }, this.image, ...this.steps, this.words, close);
    this.viewer.addEventListener("keydown", (event) => this.onKey(event));
    this.viewer.addEventListener("pointerdown", (event) => (this.swipeFrom = event.clientX));
    this.viewer.addEventListener("pointerup", (event) => this.onSwipe(event.clientX));
    this.viewer.addEventListener("close", () => this.giveBackFocus());
    document.body.append(this.viewer);
  }

  show(place) {
    const count = this.links.length;
    this.place = (place + count) % count;
    const link = this.links[this.place];
    const small = link.querySelector("img.photo__img, img");
    const alt = link.dataset.alt ?? small?.alt ?? "";
    this.image.src = link.href;
    this.image.alt = alt;
    const numbers = new Intl.NumberFormat(document.documentElement.lang);
    const where = count > 1 ? `${numbers.format(this.place + 1)} / ${numbers.format(count)}` : "";
    this.words.replaceChildren(element("bdi", {}, where), where && alt ? " · " : "", element("bdi", {}, alt));
    for (const step of this.steps) step.hidden = count < 2;
  }

  // To the picture that was seen last; the post itself shows only some of them.
  giveBackFocus() {
    const seen = this.links[this.place];
    (seen?.hidden ? this.links.findLast((link) => !link.hidden) : seen)?.focus();
  }

  onKey(event) {
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    if (event.key === forward) this.show(this.place + 1);
    if (event.key === back) this.show(this.place - 1);
  }

  onSwipe(x) {
    const moved = x - this.swipeFrom;
    if (Math.abs(moved) < SWIPE_PX) return;
    const forward = document.documentElement.dir === "rtl" ? moved > 0 : moved < 0;
    this.show(this.place + (forward ? 1 : -1));
  }
}

customElements.define("korzo-gallery", KorzoGallery);
