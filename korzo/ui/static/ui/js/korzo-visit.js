// <korzo-visit url>: says that somebody is here, so that they are told on the page and not on their phone. All tabs of a
// browser together speak once in two minutes, and only while one of them is looked at.

import { csrfToken } from "./korzo-say.js";

const EVERY_MS = 2 * 60_000;
// Tabs wake at different moments.
const SLACK_MS = 5_000;
const SAID = "korzo-visit";

export function said() {
  try {
    localStorage.setItem(SAID, String(Date.now()));
  } catch {
    // Without a place to keep it, each tab speaks for itself.
  }
}

function wasSaid() {
  try {
    return Date.now() - Number(localStorage.getItem(SAID)) < EVERY_MS - SLACK_MS;
  } catch {
    return false;
  }
}

class KorzoVisit extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.tell(), EVERY_MS / 4);
    this.listen = () => this.tell();
    document.addEventListener("visibilitychange", this.listen);
    this.tell();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.listen);
  }

  tell() {
    // A page of a topic tells more than that by itself.
    if (document.hidden || wasSaid() || document.querySelector("korzo-reading")) return;
    said();
    fetch(this.getAttribute("url"), { method: "POST", headers: { "X-CSRFToken": csrfToken() } }).catch(() => {});
  }
}

customElements.define("korzo-visit", KorzoVisit);
