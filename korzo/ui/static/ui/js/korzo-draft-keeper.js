// Between the composer and its draft: which fields belong to it, what the person reads about it, and what to do when two
// windows write at once.

import { Draft } from "./korzo-draft.js";
import { element } from "./korzo-say.js";

const NOT_KEPT = new Set(["csrfmiddlewaretoken", "body", "body_format", "last_number", "version", "draft_key", "pictures"]);

export class DraftKeeper {
  constructor(composer) {
    this.composer = composer;
    this.words = composer.words;
    this.line = composer.querySelector("[data-draft-state]");
    this.draft = new Draft({
      key: composer.dataset.draftKey,
      url: composer.dataset.draftUrl,
      about: composer.dataset.draftAbout,
      read: () => this.read(),
      told: (what, theirs) => this.told(what, theirs),
    });
    // As the form came: what nobody touched is no draft.
    this.untouched = JSON.stringify(this.fields());
    this.settled();
  }

  // Whether something waits to be shown at once: here, or because a link of "Your drafts" leads here.
  get isWaiting() {
    return Boolean(this.draft.local) || new URLSearchParams(location.search).has("draft");
  }

  get saving() {
    return this.draft.saving;
  }

  async load() {
    const kept = await this.draft.load();
    return kept && (kept.html || kept.text || Object.keys(kept.fields ?? {}).length) ? kept : null;
  }

  read() {
    const fields = this.fields();
    const isTouched = JSON.stringify(fields) !== this.untouched;
    return { ...this.composer.content(), fields: isTouched ? fields : {}, anchor: `#${this.composer.area.id}` };
  }

  fields() {
    const kept = {};
    for (const field of this.composer.form?.elements ?? []) {
      if (!field.name || NOT_KEPT.has(field.name) || field === this.composer.area || field.type === "file" || field.type === "submit") continue;
      if (["checkbox", "radio"].includes(field.type)) {
        if (field.checked) kept[field.name] = [...(kept[field.name] ?? []), field.value];
      } else if (field.type !== "hidden" && field.value) kept[field.name] = field.value;
    }
    const pictures = this.composer.uploads.kept();
    return pictures.length ? { ...kept, "kept-pictures": pictures } : kept;
  }

  fillFields(fields) {
    for (const [name, value] of Object.entries(fields)) {
      if (name === "kept-pictures" || name.startsWith("alt-")) continue;
      for (const field of this.composer.form?.querySelectorAll(`[name="${CSS.escape(name)}"]`) ?? []) {
        if (["checkbox", "radio"].includes(field.type)) field.checked = [value].flat().includes(field.value);
        else if (!field.value && field.type !== "hidden") field.value = value;
      }
    }
    this.composer.uploads.restore(fields["kept-pictures"] ?? [], fields);
  }

  // The editor tells of every frame; only what reads otherwise than before is a change.
  changed() {
    const now = JSON.stringify(this.read());
    if (now === this.seen) return;
    this.seen = now;
    this.draft.changed();
    this.giveAddress();
  }

  settled() {
    this.seen = JSON.stringify(this.read());
  }

  // A new topic has an address of its own from the first word on, so that the same draft comes back after a reload.
  giveAddress() {
    const { draftKey } = this.composer.dataset;
    if (this.hasAddress || !draftKey?.startsWith("new:") || !this.composer.form?.elements.draft_key) return;
    this.hasAddress = true;
    const url = new URL(location.href);
    url.searchParams.set("draft", draftKey.slice(4));
    history.replaceState(history.state, "", url);
  }

  told(what, theirs) {
    if (what === "conflict") {
      this.line?.replaceChildren();
      this.askWhich(theirs);
    } else if (this.line) this.line.textContent = what === "kept" ? this.words.draftKept : this.words.draftOffline;
  }

  // Two windows

  askWhich(theirs) {
    const choices = theirs
      ? [
          this.button(this.words.keepMine, () => this.draft.keepMine(theirs)),
          this.button(this.words.takeTheirs, () => this.take(theirs)),
          this.button(this.words.showBoth, () => this.showBoth(theirs), true),
        ]
      : [this.button(this.words.keepMine, () => this.draft.keepMine(null))];
    this.problem("warn", theirs ? this.words.twoWindows : this.words.sentElsewhere, choices);
  }

  take(theirs) {
    this.draft.takeTheirs(theirs);
    this.composer.show(theirs);
    this.composer.catchUp();
    this.settled();
    this.draft.rest();
  }

  showBoth(theirs) {
    const mine = element("div", { class: "sunken-words", dir: "auto" }, this.plain(this.read()));
    const other = element("div", { class: "sunken-words", dir: "auto" }, theirs.plain ?? this.plain(theirs));
    const close = element("button", { class: "btn primary", type: "submit" }, this.words.back);
    const title = element("p", { class: "h-card strong", role: "heading", "aria-level": "2", id: "both-title" }, this.words.showBoth);
    const form = element(
      "form",
      { class: "stack", method: "dialog" },
      title,
      element("p", { class: "label" }, this.words.mine),
      mine,
      element("p", { class: "label" }, this.words.theirs),
      other,
      element("div", { class: "btn-row" }, close),
    );
    const dialog = element("dialog", { class: "sheet", "aria-labelledby": "both-title" }, form);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  // The words alone: what is compared is read, not edited.
  plain({ html, text, plain }) {
    if (plain !== undefined) return plain;
    if (html === undefined) return text ?? "";
    const parsed = new DOMParser().parseFromString(html.replace(/<br\s*\/?>|<\/(div|p|li|h1|blockquote|pre)>/gi, "$&\n"), "text/html");
    return parsed.body.textContent.trim();
  }

  setAside(kept) {
    this.draft.other = kept;
  }

  offerOther() {
    const other = this.draft.other;
    if (!other) return;
    const swap = () => {
      const mine = this.read();
      this.composer.show(other);
      this.draft.other = mine.html || mine.text ? mine : null;
      this.changed();
    };
    const forget = () => (this.draft.other = null);
    this.problem("", this.words.otherDraft, [
      this.button(this.words.takeIt, swap),
      this.button(this.words.showIt, () => this.showBoth(other), true),
      this.button(this.words.forgetIt, forget),
    ]);
  }

  problem(level, text, buttons) {
    this.composer.querySelector(".draft-choice")?.remove();
    const row = element("div", { class: "row tight" }, ...buttons);
    const notice = element("div", { class: `notice problem draft-choice ${level}`, role: level ? "alert" : "status" }, element("div", { class: "stack snug" }, element("span", {}, text), row));
    this.composer.querySelector(".bar").before(notice);
  }

  button(label, act, stays = false) {
    const button = element("button", { class: "btn small", type: "button" }, label);
    button.addEventListener("click", () => {
      act();
      if (!stays) button.closest(".draft-choice")?.remove();
    });
    return button;
  }

  sent() {
    this.draft.sent();
  }

  resume() {
    this.draft.resume();
  }

  clear() {
    this.draft.clear();
    this.untouched = JSON.stringify(this.fields());
    this.settled();
    if (this.line) this.line.textContent = "";
    this.composer.querySelector(".draft-choice")?.remove();
  }

  close() {
    this.draft.flush();
    this.draft.close();
  }
}
