// <korzo-embed data-src data-title>: a film or a song of another site, fetched from there only when somebody asks for it.

import { element } from "./korzo-say.js";

const RIGHTS = "allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox";

class KorzoEmbed extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => this.play());
  }

  play() {
    const frame = element("iframe", {
      src: this.dataset.src,
      title: this.dataset.title,
      sandbox: RIGHTS,
      allow: "fullscreen; encrypted-media; picture-in-picture",
      referrerpolicy: "strict-origin",
      loading: "lazy",
    });
    this.replaceChildren(frame);
    this.closest(".link-card")?.classList.add("is-playing");
    frame.focus();
  }
}

customElements.define("korzo-embed", KorzoEmbed);
