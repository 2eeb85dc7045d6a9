// <korzo-photo-field>: a file input that shows what was chosen and takes pictures by drop and paste too.

import { preview } from "./korzo-picture-preview.js";
import { element } from "./korzo-say.js";

class KorzoPhotoField extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    if (!this.input) return;
    this.previews = this.querySelector(".previews") ?? this.appendChild(element("div", { class: "previews" }));
    this.input.addEventListener("change", () => this.preview());
    this.addEventListener("dragover", (event) => this.over(event, true));
    this.addEventListener("dragleave", (event) => this.over(event, false));
    this.addEventListener("drop", (event) => this.take(event, event.dataTransfer));
    this.onPaste = (event) => event.clipboardData?.files.length && this.take(event, event.clipboardData);
    this.form = this.closest("form");
    this.form?.addEventListener("paste", this.onPaste);
  }

  disconnectedCallback() {
    this.form?.removeEventListener("paste", this.onPaste);
  }

  over(event, isOver) {
    event.preventDefault();
    this.classList.toggle("is-over", isOver);
  }

  take(event, data) {
    event.preventDefault();
    this.classList.remove("is-over");
    const chosen = new DataTransfer();
    const pictures = [...data.files].filter((file) => file.type.startsWith("image/"));
    for (const file of this.input.multiple ? [...this.input.files, ...pictures] : pictures.slice(0, 1)) chosen.items.add(file);
    if (!chosen.files.length) return;
    this.input.files = chosen.files;
    this.preview();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async preview() {
    this.previews.replaceChildren(...(await Promise.all([...this.input.files].map(preview))));
  }
}

customElements.define("korzo-photo-field", KorzoPhotoField);
