// <korzo-poll data-poll="7" data-url="/polls/7/">: a poll that stands open hears of new votes and tells how it stands now.
// Somebody who is about to vote keeps the form as it is: only the numbers around it change.

import { subscribe } from "./korzo-live-stream.js";

// Not all who look at the poll ask at once, and many votes in a row are asked for together.
const WAIT_MS = 400;
const JITTER_MS = 1600;

class KorzoPoll extends HTMLElement {
  connectedCallback() {
    this.stop = subscribe(`poll:${this.dataset.poll}`, (event) => this.hear(event));
  }

  disconnectedCallback() {
    this.stop();
    clearTimeout(this.timer);
  }

  hear(event) {
    if (event.kind !== "news" && event.kind !== "reload") return;
    if (event.name !== "polls.counted") this.hasChanged = true;
    this.timer ??= setTimeout(() => this.look(), WAIT_MS + Math.random() * JITTER_MS);
  }

  async look() {
    this.timer = undefined;
    const html = await this.fetch();
    if (!html || !this.isConnected) return;
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(this.id);
    if (!fresh) return;
    if (this.mayBeReplaced()) window.htmx.swap(`#${this.id}`, html, { swapStyle: "outerHTML" });
    else this.renew(fresh);
  }

  // Nobody loses what they are choosing, nor the place where they stand.
  mayBeReplaced() {
    if (this.contains(document.activeElement)) return false;
    return !this.querySelector("form") || (this.hasChanged && !this.querySelector("form :checked, .has-place"));
  }

  renew(fresh) {
    for (const part of ["count", "result"]) {
      const [old, now] = [this, fresh].map((root) => root.querySelector(`#${this.id}-${part}`));
      if (old && now) old.replaceChildren(...now.childNodes);
    }
  }

  async fetch() {
    try {
      const answer = await fetch(this.dataset.url, { headers: { "HX-Request": "true" } });
      return answer.ok ? await answer.text() : undefined;
    } catch {
      return undefined;
    }
  }
}

customElements.define("korzo-poll", KorzoPoll);
