// <korzo-toast class="toast">: leaves by itself after a while, but not while somebody hovers over it or stands in it.

import { element, icon, say } from "./korzo-say.js";

const SHOWN_MS = 8000;

class KorzoToast extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerenter", this.stay);
    this.addEventListener("pointerleave", this.leaveLater);
    this.addEventListener("focusin", this.stay);
    this.addEventListener("focusout", this.leaveLater);
    say(this.querySelector("span")?.textContent ?? this.textContent);
    this.addCloseButton();
    this.leaveLater();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  addCloseButton() {
    const label = document.getElementById("words")?.dataset.close;
    const button = element("button", { class: "close", type: "button", "aria-label": label }, icon("x"));
    button.addEventListener("click", () => this.remove());
    this.append(button);
  }

  stay() {
    clearTimeout(this.timer);
  }

  leaveLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.remove(), SHOWN_MS);
  }
}

customElements.define("korzo-toast", KorzoToast);
