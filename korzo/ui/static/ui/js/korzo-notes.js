// Hints beside the composer: one at a time, closed for good with one click, never in the way of sending.

import { csrfToken } from "./korzo-say.js";

const ASK_AFTER_MS = 1200;
const LINK = /https?:\/\/[^\s"'<>]+/g;
const TITLE_LENGTH_MIN = 10;
const CLOSED = "korzo-notes:";

export class Notes {
  constructor(place, { url, key, title, words }) {
    Object.assign(this, { place, url, key, title, words });
    this.asked = "";
    place.addEventListener("click", (event) => event.target.closest("[data-dismiss]") && this.dismiss());
  }

  get closed() {
    try {
      return JSON.parse(sessionStorage.getItem(CLOSED + this.key)) ?? [];
    } catch {
      return [];
    }
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), ASK_AFTER_MS);
  }

  async ask() {
    const title = this.title()?.trim() ?? "";
    const links = [...new Set(this.words().match(LINK) ?? [])].slice(0, 10);
    const body = new URLSearchParams({ key: this.key, title: title.length < TITLE_LENGTH_MIN ? "" : title });
    for (const link of links) body.append("link", link);
    for (const code of this.closed) body.append("without", code);
    // The same question has the same answer.
    if (body.toString() === this.asked) return;
    this.asked = body.toString();
    try {
      const answer = await fetch(this.url, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } });
      if (answer.status === 200) this.place.innerHTML = await answer.text();
      else if (answer.status === 204) this.place.replaceChildren();
    } catch {
      // A hint that does not come is not missed.
    }
  }

  dismiss() {
    const note = this.place.querySelector("[data-note]");
    try {
      sessionStorage.setItem(CLOSED + this.key, JSON.stringify([...this.closed, note.dataset.note]));
    } catch {
      // Then it is closed on this page alone.
    }
    this.place.replaceChildren();
  }

  clear() {
    clearTimeout(this.timer);
    this.asked = "";
    this.place.replaceChildren();
  }
}
