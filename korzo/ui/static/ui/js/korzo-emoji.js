// The emoji of the composer: a few hundred in groups, found by their names in the language of the page.

import { element, say } from "./korzo-say.js";

const HOME = new URL("../emoji/", import.meta.url).href;
const SEEN_MAX = 24;
const RECENT = "korzo-emoji";
const fold = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

async function fetchGroups() {
  const language = document.documentElement.lang.split("-")[0];
  const answer = await fetch(`${HOME}${language}.json`);
  return (answer.ok ? answer : await fetch(`${HOME}en.json`)).json();
}

export class EmojiPicker {
  constructor(opener, words, take) {
    Object.assign(this, { opener, words, take });
  }

  async toggle() {
    this.panel ??= await this.build();
    if (this.panel.matches(":popover-open")) return this.panel.hidePopover();
    this.showRecent();
    // With its opener named, it stands beside it.
    this.panel.showPopover({ source: this.opener });
    this.search.focus();
    return undefined;
  }

  async build() {
    const groups = await fetchGroups();
    this.search = element("input", { class: "input", type: "search", autocomplete: "off", dir: "auto", "aria-label": this.words.emojiSearch, placeholder: this.words.emojiSearch });
    this.recent = element("div", { class: "emoji-row", role: "group", "aria-label": this.words.emojiRecent });
    this.list = element("div", { class: "emoji-list" }, this.recent, ...groups.map((group) => this.group(group)));
    const panel = element("div", { class: "menu-pop emoji", popover: "", role: "dialog", "aria-label": this.words.emoji }, this.search, this.list);
    this.search.addEventListener("input", () => this.find(this.search.value));
    panel.addEventListener("keydown", (event) => this.onKey(event));
    panel.addEventListener("click", (event) => this.choose(event.target.closest("[data-sign]")));
    panel.addEventListener("toggle", (event) => event.newState === "closed" && this.opener.setAttribute("aria-expanded", "false"));
    panel.addEventListener("toggle", (event) => event.newState === "open" && this.opener.setAttribute("aria-expanded", "true"));
    this.opener.after(panel);
    return panel;
  }

  group({ signs }) {
    return element("div", { class: "emoji-row" }, ...signs.map(([sign, name, keys]) => this.sign(sign, name, keys)));
  }

  sign(sign, name, keys = "") {
    return element("button", { class: "emoji-sign", type: "button", tabindex: "-1", "data-sign": sign, "data-words": fold(`${name} ${keys}`), "aria-label": name, title: name }, sign);
  }

  showRecent() {
    const known = new Map([...this.list.querySelectorAll(".emoji-row:not(:first-child) [data-sign]")].map((one) => [one.dataset.sign, one]));
    const signs = this.recentSigns().filter((sign) => known.has(sign));
    this.recent.replaceChildren(...signs.map((sign) => this.sign(sign, known.get(sign).title, known.get(sign).dataset.words)));
    this.search.value = "";
    this.find("");
  }

  recentSigns() {
    try {
      return JSON.parse(localStorage.getItem(RECENT)) ?? [];
    } catch {
      return [];
    }
  }

  find(text) {
    const words = fold(text).split(/\s+/).filter(Boolean);
    const signs = [...this.list.querySelectorAll("[data-sign]")];
    for (const one of signs) one.hidden = !words.every((word) => one.dataset.words.includes(word));
    const shown = this.shown();
    for (const one of signs) one.tabIndex = one === shown[0] ? 0 : -1;
    if (words.length) say(shown.length ? shown[0].title : this.words.emojiNone);
  }

  shown() {
    return [...this.list.querySelectorAll("[data-sign]:not([hidden])")];
  }

  onKey(event) {
    const shown = this.shown();
    if (event.key === "Enter" && event.target === this.search) {
      event.preventDefault();
      this.choose(shown[0]);
      return;
    }
    const at = shown.indexOf(event.target);
    const next = this.step(event.key, at, shown);
    if (next === undefined) return;
    event.preventDefault();
    for (const one of shown) one.tabIndex = -1;
    (shown[next] ?? this.search).tabIndex = 0;
    (shown[next] ?? this.search).focus();
  }

  // Arrows walk the grid as it is drawn; from its first line they lead back to the search.
  step(key, at, shown) {
    if (at < 0) return key === "ArrowDown" ? 0 : undefined;
    const forward = document.documentElement.dir === "rtl" ? -1 : 1;
    if (key === "ArrowRight") return Math.min(shown.length - 1, Math.max(0, at + forward));
    if (key === "ArrowLeft") return Math.min(shown.length - 1, Math.max(0, at - forward));
    if (key === "Home") return 0;
    if (key === "End") return shown.length - 1;
    if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
    const here = shown[at].getBoundingClientRect();
    const way = key === "ArrowDown" ? 1 : -1;
    for (let next = at + way; next >= 0 && next < shown.length; next += way) {
      const there = shown[next].getBoundingClientRect();
      if ((there.top - here.top) * way > 1 && Math.abs(there.left - here.left) < here.width / 2) return next;
    }
    return way > 0 ? shown.length - 1 : -1;
  }

  choose(button) {
    if (!button) return;
    const recent = [button.dataset.sign, ...this.recentSigns().filter((one) => one !== button.dataset.sign)].slice(0, SEEN_MAX);
    try {
      localStorage.setItem(RECENT, JSON.stringify(recent));
    } catch {
      // Without storage there is no row of recent ones.
    }
    this.panel.hidePopover();
    this.take(button.dataset.sign);
  }
}
