// The entry module of every page. Each behaviour of its own is a custom element in a file of its own, fetched when it is on the page.

import { Draft } from "./korzo-draft.js";
import { complain, icon, say, toast } from "./korzo-say.js";
import { tellAges } from "./korzo-when.js";

const ELEMENTS = ["korzo-composer", "korzo-embed", "korzo-gallery", "korzo-keys", "korzo-live", "korzo-mention", "korzo-photo-field", "korzo-poll", "korzo-poll-fields", "korzo-rank", "korzo-reading", "korzo-search", "korzo-toast", "korzo-visit"];
const fetched = new Set();

function fetchElements(root) {
  for (const name of ELEMENTS) {
    if (!fetched.has(name) && (root.localName === name || root.querySelector(name))) {
      fetched.add(name);
      import(`./${name}.js`);
    }
  }
}

// htmx

function tellFailure(event) {
  const words = document.getElementById("words").dataset;
  const status = event.detail.xhr?.status ?? 0;
  const text =
    status === 0 ? words.offline : status === 403 || status === 401 ? words.notAllowed : status === 429 ? words.slowDown : words.failed;
  complain(event.detail.elt, text);
}

function listenToHtmx() {
  const on = (name, handler) => document.body.addEventListener(name, handler);
  on("htmx:load", (event) => fetchElements(event.detail.elt));
  on("htmx:load", (event) => tellAges(event.detail.elt));
  on("htmx:responseError", tellFailure);
  on("htmx:sendError", tellFailure);
  on("htmx:timeout", tellFailure);
  on("htmx:beforeRequest", (event) => mark(event.detail.elt, true));
  on("htmx:beforeRequest", rememberFocus);
  on("htmx:afterRequest", (event) => mark(event.detail.elt, false));
  on("htmx:afterRequest", restoreFocus);
  on("htmx:afterSwap", (event) => focusFirstError(event.detail.target));
  on("korzo:focus", (event) => document.querySelector(event.detail.value ?? event.detail)?.focus());
  on("korzo:say", (event) => say(event.detail.value ?? event.detail));
  on("korzo:toast", (event) => toast(event.detail.value ?? event.detail));
}

// Under 300 ms nothing shows; after that the pressed button turns busy.
const BUSY_AFTER_MS = 300;
const busyTimers = new WeakMap();

function mark(element, busy) {
  const button = element.matches?.("button, .btn") ? element : element.querySelector?.("button[type=submit], .btn.primary");
  if (!button) return;
  clearTimeout(busyTimers.get(button));
  if (busy) busyTimers.set(button, setTimeout(() => button.setAttribute("aria-busy", "true"), BUSY_AFTER_MS));
  else button.removeAttribute("aria-busy");
}

// A button that is switched off while its form is on the way loses the focus to nobody.
let stoodOn;

function rememberFocus() {
  stoodOn = document.activeElement;
}

function restoreFocus() {
  if (document.activeElement === document.body && stoodOn?.isConnected) stoodOn.focus({ preventScroll: true });
}

function focusFirstError(root) {
  const summary = root?.querySelector?.("[data-first-error]");
  (summary ?? root?.querySelector?.("[aria-invalid=true]"))?.focus();
}

// Pictures that do not come: a crossed camera and the words that describe it.

function showBroken(image) {
  const frame = image.closest?.(".photo");
  if (!frame || frame.classList.contains("is-broken") || image.classList.contains("avatar")) return;
  const crossed = icon("image-off");
  crossed.classList.add("photo__broken");
  frame.append(crossed);
  frame.dataset.failed = image.alt;
  frame.classList.add("is-broken");
}

// Light or dark without leaving the page; the form does the same without scripts.

async function switchTheme(event) {
  const form = event.target.closest?.("[data-theme-switch]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const chosen = event.submitter.value;
  const root = document.documentElement;
  if (chosen === "device") delete root.dataset.theme;
  else root.dataset.theme = chosen;
  for (const option of form.querySelectorAll("[name=theme]")) option.setAttribute("aria-pressed", String(option.value === chosen));
  const body = new URLSearchParams({ theme: chosen });
  try {
    await fetch(form.action, { method: "POST", body, redirect: "manual" });
  } catch {
    complain(form, document.getElementById("words").dataset.offline);
  }
}

// Dialogs: [data-opens] names a <dialog>; without scripts the opener is a link to a page that asks the same.

function openDialog(event) {
  const opener = event.target.closest?.("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
}

// Menus of a post are fetched when they are opened; without scripts the link is a page that offers the same.

function openMenuOf(event) {
  const link = event.target.closest?.("a[data-menu]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  import("./korzo-menu.js").then(({ openMenu }) => openMenu(link));
}

// A form of many buttons that stand all over the page: each asks for itself, so that one need not wait for another.

function sendButton(event) {
  const { target: form, submitter } = event;
  if (!form.matches("[data-each-button]") || !submitter) return;
  event.preventDefault();
  window.htmx.ajax("POST", form.action, { source: submitter, target: submitter.closest(".post-foot"), swap: "outerHTML" });
}

Draft.settle();
fetchElements(document.documentElement);
listenToHtmx();
document.addEventListener("error", (event) => event.target.localName === "img" && showBroken(event.target), true);
for (const image of document.images) if (image.complete && image.currentSrc && !image.naturalWidth) showBroken(image);
document.addEventListener("submit", switchTheme);
document.addEventListener("submit", sendButton);
document.addEventListener("click", openDialog);
document.addEventListener("click", openMenuOf);
focusFirstError(document.getElementById("main"));
