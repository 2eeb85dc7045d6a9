// <korzo-reading url>: on a member's page of a topic. Tells which posts were looked at and for how long; the way to the
// first post not read, which stands in it, goes when that post is seen. What is told twice changes nothing on the server.

import { csrfToken } from "./korzo-say.js";
import { said } from "./korzo-visit.js";

// A post was looked at when so much of it, or of the window, was seen for so long.
const SEEN_PART = 0.5;
const SEEN_MS = 800;
// What is seen while somebody scrolls goes together.
const GATHER_MS = 3_000;
const TICK_MS = 1_000;
const BEAT_SECONDS = 45;
// Who moves nothing for so long has gone for coffee.
const IDLE_MS = 2 * 60_000;
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart", "wheel"];
const OFF = new Set([401, 403, 404]);

class KorzoReading extends HTMLElement {
  connectedCallback() {
    this.fresh = new Set();
    this.known = new Set();
    this.dwelling = new Map();
    this.seconds = 0;
    this.aliveAt = Date.now();
    this.leave = new AbortController();
    const { signal } = this.leave;
    this.observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.saw(entry)), { threshold: [0, 0.25, SEEN_PART, 0.75, 1] });
    document.body.addEventListener("htmx:afterSwap", () => this.watch(), { signal });
    document.addEventListener("visibilitychange", () => (document.hidden ? this.tell({ last: true }) : this.open()), { signal });
    addEventListener("pagehide", () => this.tell({ last: true }), { signal });
    for (const name of SIGNS_OF_LIFE) addEventListener(name, () => (this.aliveAt = Date.now()), { signal, passive: true });
    this.ticking = setInterval(() => this.tick(), TICK_MS);
    this.leadOn();
    this.open();
  }

  disconnectedCallback() {
    this.tell({ last: true });
    this.leave.abort();
    this.observer.disconnect();
    clearInterval(this.ticking);
    clearTimeout(this.gathering);
  }

  posts() {
    return [...document.querySelectorAll("#posts > .post[id]")];
  }

  watch() {
    for (const post of this.posts()) {
      if (this.known.has(post.id)) continue;
      this.known.add(post.id);
      this.observer.observe(post);
    }
  }

  saw({ target, intersectionRatio, intersectionRect }) {
    const isSeen = intersectionRatio >= SEEN_PART || intersectionRect.height >= innerHeight * SEEN_PART;
    if (!isSeen) {
      clearTimeout(this.dwelling.get(target));
      this.dwelling.delete(target);
    } else if (!this.dwelling.has(target)) {
      this.dwelling.set(target, setTimeout(() => this.read(target), SEEN_MS));
    }
  }

  read(post) {
    if (document.hidden) return void this.dwelling.delete(post);
    this.observer.unobserve(post);
    this.fresh.add(number(post));
    this.gathering ??= setTimeout(() => this.tell(), GATHER_MS);
  }

  tick() {
    if (document.hidden || Date.now() - this.aliveAt > IDLE_MS) return;
    this.seconds += TICK_MS / 1000;
    if (this.seconds >= BEAT_SECONDS) this.tell();
  }

  // A page in the background is not open yet.
  async open() {
    if (this.isOpen || document.hidden) return;
    this.isOpen = true;
    await this.post({});
    this.watch();
  }

  async tell({ last = false } = {}) {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    const seconds = Math.round(this.seconds);
    if (!this.isOpen || this.isOff || (!this.fresh.size && !seconds)) return;
    const read = [...this.fresh];
    this.fresh.clear();
    this.seconds = 0;
    const answer = await this.post({ read: read.join(","), seconds: String(seconds) }, last);
    // What did not arrive goes with the next sign; the time is gone.
    if (!answer?.ok && !this.isOff) for (const pk of read) this.fresh.add(pk);
  }

  async post(fields, keepalive = false) {
    said();
    try {
      const headers = { "X-CSRFToken": csrfToken() };
      const answer = await fetch(this.getAttribute("url"), { method: "POST", headers, body: new URLSearchParams(fields), keepalive });
      this.isOff = OFF.has(answer.status);
      return answer;
    } catch {
      return undefined;
    }
  }

  leadOn() {
    const chip = this.querySelector(".resume-chip");
    if (!chip) return;
    const there = document.getElementById(`post-${chip.dataset.next}`);
    if (there && (location.hash === `#${there.id}` || isInView(there))) return void chip.remove();
    chip.addEventListener("click", (event) => {
      if (there) {
        event.preventDefault();
        goTo(there);
      }
      chip.remove();
    });
    if (!there) return;
    // Whoever came there by themselves needs no way.
    const arrived = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      chip.remove();
      arrived.disconnect();
    });
    arrived.observe(there);
  }
}

function number(post) {
  return post.id.replace("post-", "");
}

function isInView(post) {
  const { top, bottom } = post.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}

function goTo(post) {
  post.setAttribute("tabindex", "-1");
  post.scrollIntoView({ block: "start" });
  post.focus({ preventScroll: true });
}

customElements.define("korzo-reading", KorzoReading);
