// Drafts: at once in the browser, so that no broken line loses a word, and every two seconds on the server, so that they are
// on all devices. A window that has not read what another one saved is told so by the server (409), and the person decides.

import { csrfToken } from "./korzo-say.js";

const PREFIX = "korzo-draft:";
const OTHER = "korzo-other-draft:";
const PENDING = "korzo-draft-sent";
const LOCAL_AFTER_MS = 400;
const SERVER_AFTER_MS = 2000;
const AGAIN_AFTER_MS = 10_000;
// Somebody waits for the editor; a server that is slower than this is as good as away.
const LOAD_MS_MAX = 3000;
const SAVE_MS_MAX = 10_000;
// A draft older than this is a surprise, not a help.
const KEPT_MS = 30 * 24 * 3600 * 1000;
const OTHER_KEPT_MS = 7 * 24 * 3600 * 1000;

// Each page is a window of its own, also a copied tab.
const WINDOW = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// Private windows may refuse storage; then drafts live on the server alone.
function quietly(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

function kept(name, ms) {
  const found = quietly(() => JSON.parse(localStorage.getItem(name)));
  return found && Date.now() - found.at < ms ? found : null;
}

const isEmpty = (content) => !content.html && !content.text && !Object.keys(content.fields ?? {}).length;

export class Draft {
  // `told` hears "kept", "offline" and "conflict" (with what the other window left, or null where it is gone).
  constructor({ key, url, read, told, about }) {
    Object.assign(this, { key, url, readContent: read, told: told ?? (() => {}), about });
    this.sequence = 0;
    this.turn = 0;
    this.dirty = false;
    this.onOnline = () => this.soon(0);
    if (url) addEventListener("online", this.onOnline);
    this.onHide = () => document.visibilityState === "hidden" && this.flush();
    document.addEventListener("visibilitychange", this.onHide);
  }

  close() {
    removeEventListener("online", this.onOnline);
    document.removeEventListener("visibilitychange", this.onHide);
    clearTimeout(this.localTimer);
    clearTimeout(this.serverTimer);
  }

  get local() {
    return this.key ? kept(PREFIX + this.key, KEPT_MS) : null;
  }

  // What lost against a newer version, kept for a week.
  get other() {
    return this.key ? kept(OTHER + this.key, OTHER_KEPT_MS) : null;
  }

  set other(content) {
    if (!this.key) return;
    if (content && !isEmpty(content)) quietly(() => localStorage.setItem(OTHER + this.key, JSON.stringify({ ...content, at: Date.now() })));
    else quietly(() => localStorage.removeItem(OTHER + this.key));
  }

  // The newer of both places. Words that never reached the server win, unless another window has written since.
  async load() {
    const here = this.local;
    const there = await this.ask();
    if (there === undefined) return here;
    this.sequence = there?.sequence ?? 0;
    if (!here) return there;
    if (!here.dirty) return there ?? this.wasSentElsewhere();
    if (!there || there.sequence <= (here.sequence ?? 0)) return this.mine(here);
    const mineIsNewer = here.at > Date.parse(there.saved_at);
    this.other = mineIsNewer ? there : here;
    return mineIsNewer ? this.mine(here) : there;
  }

  wasSentElsewhere() {
    quietly(() => localStorage.removeItem(PREFIX + this.key));
    return null;
  }

  mine(here) {
    this.dirty = true;
    this.soon(0);
    return here;
  }

  // undefined: nobody can tell now.
  async ask() {
    if (!this.url) return undefined;
    try {
      const answer = await fetch(this.url, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(LOAD_MS_MAX) });
      return answer.ok ? (await answer.json()).draft : undefined;
    } catch {
      return undefined;
    }
  }

  changed() {
    if (!this.key) return;
    this.dirty = true;
    clearTimeout(this.localTimer);
    this.localTimer = setTimeout(() => this.writeLocal(), LOCAL_AFTER_MS);
    this.soon(SERVER_AFTER_MS);
  }

  soon(ms) {
    if (!this.url || this.stopped || (this.serverTimer && ms)) return;
    clearTimeout(this.serverTimer);
    this.serverTimer = setTimeout(() => this.save(), ms);
  }

  writeLocal() {
    clearTimeout(this.localTimer);
    if (!this.key) return;
    const content = this.readContent();
    const row = JSON.stringify({ ...content, sequence: this.sequence, dirty: this.dirty, at: Date.now() });
    if (isEmpty(content)) quietly(() => localStorage.removeItem(PREFIX + this.key));
    else quietly(() => localStorage.setItem(PREFIX + this.key, row));
  }

  save({ last = false } = {}) {
    clearTimeout(this.serverTimer);
    this.serverTimer = undefined;
    if (!this.url || !this.dirty || this.stopped) return undefined;
    if (this.saving && !last) return this.saving.then(() => this.save());
    this.dirty = false;
    this.saving = this.send(last).finally(() => (this.saving = undefined));
    return this.saving;
  }

  async send(last) {
    const content = this.readContent();
    // Nothing was begun, or all of it was sent.
    if (isEmpty(content) && !this.sequence) return this.writeLocal();
    this.turn += 1;
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" },
        body: JSON.stringify(this.words(content)),
        keepalive: last,
        signal: AbortSignal.timeout(SAVE_MS_MAX),
      });
      await this.answered(answer);
    } catch {
      // The line is broken: the words are in this browser, and go when it is mended.
      this.dirty = true;
      this.told("offline");
      this.serverTimer = setTimeout(() => this.save(), AGAIN_AFTER_MS);
    }
    return this.writeLocal();
  }

  words(content) {
    return {
      body: content.html ?? content.text ?? "",
      is_rich: content.html !== undefined,
      fields: content.fields ?? {},
      about: this.about || document.querySelector("h1")?.textContent.trim() || document.title,
      path: location.pathname + location.search + (content.anchor ?? ""),
      window: WINDOW,
      sequence: this.sequence,
      turn: this.turn,
    };
  }

  async answered(answer) {
    if (answer.ok) {
      this.sequence = (await answer.json()).sequence;
      this.told("kept");
    } else if (answer.status === 409) {
      this.stopped = this.dirty = true;
      this.told("conflict", (await answer.json()).theirs);
    } else if (answer.status >= 500 || answer.status === 429) {
      throw new Error(String(answer.status));
    } else {
      // Signed out, or more than a draft may hold: the browser keeps it.
      this.stopped = this.dirty = true;
      this.told("offline");
    }
  }

  // After a conflict. What is not taken is kept for a week.
  keepMine(theirs) {
    this.other = theirs;
    this.goOn(theirs);
    this.dirty = true;
    return this.save();
  }

  takeTheirs(theirs) {
    this.other = this.readContent();
    this.goOn(theirs);
  }

  // What the editor shows now is what the server has: the showing itself was no change of anybody's.
  rest() {
    this.dirty = false;
    clearTimeout(this.serverTimer);
    this.serverTimer = undefined;
    this.writeLocal();
  }

  goOn(theirs) {
    this.sequence = theirs?.sequence ?? 0;
    this.stopped = false;
  }

  flush() {
    this.writeLocal();
    if (this.dirty) this.save({ last: true });
  }

  // The words were taken: the server has dropped its draft with them.
  clear() {
    clearTimeout(this.localTimer);
    clearTimeout(this.serverTimer);
    this.serverTimer = undefined;
    this.dirty = this.stopped = false;
    this.sequence = 0;
    if (this.key) quietly(() => localStorage.removeItem(PREFIX + this.key));
    this.other = null;
  }

  // The form leaves the page: whether the server took it, only the next page knows.
  sent() {
    clearTimeout(this.serverTimer);
    this.serverTimer = undefined;
    // What the server has not kept yet stays marked so: a refused form comes back with all of it.
    this.stopped = true;
    this.writeLocal();
    if (this.key) quietly(() => sessionStorage.setItem(PENDING, PREFIX + this.key));
  }

  // The form did not get through, and is still here.
  resume() {
    this.stopped = false;
    if (this.dirty) this.soon(0);
  }

  // A taken form redirects; a refused one comes back as a page of its own.
  static settle() {
    const key = quietly(() => sessionStorage.getItem(PENDING));
    if (!key) return;
    const page = performance.getEntriesByType("navigation")[0];
    quietly(() => sessionStorage.removeItem(PENDING));
    if (page?.redirectCount && !(page.responseStatus >= 400)) quietly(() => localStorage.removeItem(key));
  }
}
