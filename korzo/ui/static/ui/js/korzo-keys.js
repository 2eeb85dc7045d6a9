// <korzo-keys home new search> around the link to the list of keys: single keys for those who do not like the mouse. They
// rest while somebody types, while a dialog is open, and where they were switched off (cookie korzo_keys=off).

import { csrfToken } from "./korzo-say.js";

const TYPES = "input, textarea, select, [contenteditable], trix-editor, [role=textbox], [role=combobox], [role=menu], [role=toolbar]";
const ITEMS = "#posts > .post[id], .feed-item";
// After g, the second key is awaited for so long.
const SECOND_KEY_MS = 1_500;
// The bar on top covers what is above it.
const COVERED_PX = 100;
const PERSIAN_QUESTION_MARK = "؟";

class KorzoKeys extends HTMLElement {
  connectedCallback() {
    this.leave = new AbortController();
    const { signal } = this.leave;
    document.addEventListener("keydown", (event) => this.press(event), { signal });
    this.addEventListener("click", (event) => this.clicked(event), { signal });
  }

  disconnectedCallback() {
    this.leave.abort();
  }

  clicked(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !event.target.closest("[href]")) return;
    event.preventDefault();
    this.help();
  }

  press(event) {
    if (event.defaultPrevented || isBusy(event) || isOff()) return;
    const key = keyOf(event);
    const act = this.awaitsSecond ? this.seconds[key] : this.firsts[key];
    this.forget();
    if (!act || (event.repeat && !"jk".includes(key))) return;
    event.preventDefault();
    act();
  }

  firsts = {
    j: () => step(1),
    k: () => step(-1),
    g: () => this.awaitSecond(),
    r: () => reply(),
    e: () => edit(),
    l: () => inFoot("button[data-reaction=heart], a[data-reaction=heart]"),
    b: () => inFoot("button[name=keep], button[name=let_go]"),
    "/": () => this.search(),
    "?": () => this.help(),
  };

  seconds = {
    h: () => location.assign(this.getAttribute("home")),
    n: () => location.assign(this.getAttribute("new")),
    s: () => location.assign(this.getAttribute("search")),
  };

  awaitSecond() {
    this.awaitsSecond = setTimeout(() => this.forget(), SECOND_KEY_MS);
  }

  forget() {
    clearTimeout(this.awaitsSecond);
    this.awaitsSecond = undefined;
  }

  search() {
    const field = [...document.querySelectorAll("main [type=search], [type=search]")].find((one) => one.checkVisibility());
    if (!field) return location.assign(this.getAttribute("search"));
    field.focus();
    field.select();
  }

  async help() {
    const address = this.querySelector("[href]").href;
    let sheet = document.getElementById("keys-sheet");
    if (!sheet) {
      try {
        const answer = await fetch(address, { headers: { "HX-Request": "true" } });
        if (!answer.ok) throw new Error(String(answer.status));
        document.body.append(document.createRange().createContextualFragment(await answer.text()));
      } catch {
        return location.assign(address);
      }
      sheet = document.getElementById("keys-sheet");
      sheet.querySelector("[name=next]").value = location.pathname + location.search;
    }
    if (!sheet.open) sheet.showModal();
  }
}

// Where the layout has no Latin letters, the place of the key counts.
function keyOf(event) {
  if (event.key === PERSIAN_QUESTION_MARK) return "?";
  if (event.key.length !== 1) return "";
  if (event.key.codePointAt(0) < 128) return event.key;
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return /^Key[A-Z]$/.test(event.code) && !event.shiftKey ? event.code.slice(3).toLowerCase() : "";
}

function isBusy(event) {
  const hasModifier = event.ctrlKey || event.metaKey || (event.altKey && !event.getModifierState("AltGraph"));
  const isTyping = event.isComposing || event.target.closest?.(TYPES);
  return hasModifier || isTyping || document.querySelector("dialog[open], [popover]:popover-open");
}

function isOff() {
  return /(?:^|; )korzo_keys=off(?:;|$)/.test(document.cookie);
}

function items() {
  return [...document.querySelectorAll(ITEMS)].filter((one) => one.checkVisibility());
}

// Where somebody stands: in it with the focus, or else what is uppermost in the window.
function current(all = items()) {
  return all.find((one) => one.contains(document.activeElement));
}

function uppermost(all) {
  return all.find((one) => one.getBoundingClientRect().bottom > COVERED_PX);
}

function step(by) {
  const all = items();
  const at = all.indexOf(current(all));
  const next = at < 0 ? uppermost(all) : all[at + by];
  if (next) return stand(next);
  // Behind the last one the rest of the talk is fetched.
  if (by > 0) document.querySelector("#posts-more a, .show-more a")?.focus();
}

function stand(item) {
  const place = item.matches(".feed-item") ? item.querySelector(".title a") : item;
  if (place === item) item.setAttribute("tabindex", "-1");
  item.scrollIntoView({ block: item.matches(".feed-item") ? "center" : "start" });
  place?.focus({ preventScroll: true });
}

function post() {
  const all = items().filter((one) => one.matches(".post"));
  return current(all) ?? uppermost(all);
}

function inFoot(selector) {
  post()?.querySelector(`.post-foot :is(${selector})`)?.click();
}

// On others' posts there is a heart to press; on one's own there is none. The menu knows whether they may be changed.
async function edit() {
  const foot = post()?.querySelector(".post-foot");
  const link = foot?.querySelector("a[data-menu][href$='/menu/']");
  if (!csrfToken() || !link || foot.querySelector("button[data-reaction=heart]")) return;
  const { openMenu } = await import("./korzo-menu.js");
  await openMenu(link);
  document.querySelector(".menu-pop:popover-open a[data-edit]")?.click();
}

function reply() {
  const field = document.querySelector("#reply-form trix-editor, #reply-form .area");
  if (field) {
    field.scrollIntoView({ block: "center" });
    field.focus();
  } else document.querySelector("#reply a, a#reply")?.focus();
}

customElements.define("korzo-keys", KorzoKeys);
