// <korzo-composer>: makes a rich editor of a plain <textarea name="body">, with our own toolbar, pictures and a draft.
// The editor is fetched when the composer opens. Without scripts the textarea posts plain text.

import { Draft } from "./korzo-draft.js";
import { element, say } from "./korzo-say.js";
import { Uploads } from "./korzo-uploads.js";

const DRAFT_AFTER_MS = 400;
const EDITOR = new URL("../vendor/trix/trix.umd.min.js", import.meta.url).href;
const STYLE_BLOCKS = /<style\b[\s\S]*?<\/style>/gi;
const STYLE_ATTRIBUTES = /(<[^>]*?)\sstyle=(?:"[^"]*"|'[^']*')/gi;

// Other programs send their looks along. Our policy refuses them one by one, with a complaint for each.
const undressed = (markup) => markup.replace(STYLE_BLOCKS, "").replace(STYLE_ATTRIBUTES, "$1");

class KorzoComposer extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea.area");
    if (!this.area || this.uploads) return;
    this.form = this.closest("form");
    this.words = this.querySelector("template[data-words]").dataset;
    this.state = this.querySelector("[data-state]");
    this.draft = new Draft(this.dataset.draftKey);
    this.uploads = new Uploads(this.querySelector(".pics"), {
      url: this.dataset.uploadUrl,
      most: Number(this.dataset.picturesMax || 12),
      words: this.words,
      changed: (text) => this.tell(text),
    });
    this.listen();
    this.querySelector(".tools").hidden = false;
    const kept = this.area.value ? null : this.draft.read();
    // Somebody who is quick stands in the field before this script has come.
    if (kept || document.activeElement === this.area) this.open(kept);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.form?.removeEventListener("submit", this.onSubmit, true);
    this.form?.removeEventListener("htmx:afterRequest", this.onAnswer);
  }

  listen() {
    this.area.addEventListener("focus", () => this.open(), { once: true });
    this.area.addEventListener("input", () => this.keep());
    this.addEventListener("click", (event) => this.onTool(event));
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("dragover", (event) => this.onDrag(event, true));
    this.addEventListener("dragleave", (event) => this.onDrag(event, false));
    this.addEventListener("drop", (event) => this.takeFiles(event, event.dataTransfer), true);
    this.addEventListener("paste", (event) => this.onPaste(event), true);
    this.querySelector("input[type=file]")?.addEventListener("change", (event) => {
      this.uploads.add(event.target.files);
      event.target.value = "";
    });
    this.onSubmit = (event) => this.submitting(event);
    this.onAnswer = (event) => this.answered(event);
    this.form?.addEventListener("submit", this.onSubmit, true);
    this.form?.addEventListener("htmx:afterRequest", this.onAnswer);
  }

  // Opening

  open(kept) {
    this.opening ??= this.becomeRich(kept);
    return this.opening;
  }

  async becomeRich(kept) {
    await import(EDITOR);
    this.build();
    await new Promise((ready) => this.editorElement.addEventListener("trix-initialize", ready, { once: true }));
    // Only now: somebody may have typed on, or gone on, while the editor came.
    this.fill(kept, { start: this.area.selectionStart, text: this.area.value });
    if (document.activeElement === this.area) this.editorElement.focus();
    this.area.hidden = true;
    this.area.disabled = true;
    this.querySelector("[data-format]").value = "html";
    this.showMarks();
  }

  build() {
    const id = `${this.area.id}-rich`;
    this.input = element("input", { type: "hidden", name: this.area.name, id: `${id}-value` });
    // An own, empty toolbar keeps the editor from making its own.
    const toolbar = element("trix-toolbar", { id: `${id}-toolbar`, hidden: "" }, element("span"));
    this.editorElement = element("trix-editor", {
      class: "rich prose",
      id,
      dir: "auto",
      input: this.input.id,
      toolbar: toolbar.id,
      "aria-placeholder": this.area.placeholder,
      "aria-label": this.area.labels[0]?.textContent.trim() ?? this.area.getAttribute("aria-label") ?? "",
      "aria-describedby": this.area.getAttribute("aria-describedby") ?? undefined,
      "aria-invalid": this.area.getAttribute("aria-invalid") ?? undefined,
    });
    for (const label of this.area.labels) label.addEventListener("click", () => this.editorElement.focus());
    this.editorElement.addEventListener("trix-file-accept", (event) => event.preventDefault());
    this.editorElement.addEventListener("trix-change", () => this.keep());
    this.editorElement.addEventListener("trix-selection-change", () => this.showMarks());
    this.editorElement.addEventListener("trix-attributes-change", () => this.showMarks());
    this.area.after(this.input, toolbar, this.editorElement);
  }

  fill(kept, written) {
    const ready = this.querySelector("template[data-html]");
    if (kept?.html) this.editor.loadHTML(kept.html);
    else if (kept?.text) this.editor.insertString(kept.text);
    else if (ready) this.editor.loadHTML(ready.innerHTML);
    else if (written.text) {
      this.editor.insertString(written.text);
      this.editor.setSelectedRange(written.start);
    }
    if (kept) this.tell(this.words.restored);
  }

  get editor() {
    return this.editorElement.editor;
  }

  // The toolbar: one stop for the tab key, arrows inside.

  async onTool(event) {
    const tool = event.target.closest("[data-do]");
    if (!tool) return;
    await this.open();
    const name = tool.dataset.do;
    if (name === "picture") this.querySelector("input[type=file]").click();
    else if (name === "link") this.toggleLinkLine();
    else if (name === "set-link") this.setLink();
    else if (name === "mention") this.insert("@");
    else this.toggle(name);
  }

  toggle(name) {
    const attribute = { bold: "bold", italic: "italic", list: "bullet", quote: "quote" }[name];
    if (this.editor.attributeIsActive(attribute)) this.editor.deactivateAttribute(attribute);
    else this.editor.activateAttribute(attribute);
    this.editorElement.focus();
    this.showMarks();
  }

  insert(text) {
    this.editorElement.focus();
    const before = this.editor.getDocument().toString().slice(0, this.editor.getPosition());
    this.editor.insertString(before && !/\s$/.test(before) ? ` ${text}` : text);
  }

  toggleLinkLine() {
    const line = this.querySelector(".link-line");
    const range = this.editor.getSelectedRange();
    line.hidden = !line.hidden;
    if (line.hidden) return;
    this.linkRange = range;
    const field = line.querySelector("input");
    field.value = this.editor.attributeIsActive("href") ? (this.editor.composition.currentAttributes.href ?? "") : "";
    field.focus();
  }

  setLink() {
    const field = this.querySelector(".link-line input");
    const typed = field.value.trim();
    const address = !typed || /^(https?:|mailto:|\/)/i.test(typed) ? typed : `https://${typed}`;
    this.editor.setSelectedRange(this.linkRange);
    if (!address) this.editor.deactivateAttribute("href");
    else if (this.linkRange[0] === this.linkRange[1]) this.editor.insertHTML(this.linkMarkup(address));
    else this.editor.activateAttribute("href", address);
    this.querySelector(".link-line").hidden = true;
    this.editorElement.focus();
  }

  linkMarkup(address) {
    return element("a", { href: address }, address).outerHTML;
  }

  showMarks() {
    for (const [name, attribute] of [["bold", "bold"], ["italic", "italic"], ["list", "bullet"], ["quote", "quote"], ["link", "href"]]) {
      const tool = this.querySelector(`.tools [data-do=${name}]`);
      const active = this.editor.attributeIsActive(attribute);
      tool?.setAttribute("aria-pressed", String(active));
      tool?.classList.toggle("toggled", active);
    }
  }

  onKey(event) {
    if (event.key === "Tab") this.catchUp();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.form.requestSubmit();
    }
    const line = event.target.closest(".link-line");
    if (line && event.key === "Enter") {
      event.preventDefault();
      this.setLink();
    }
    if (line && event.key === "Escape") this.toggleLinkLine();
    const tools = event.target.closest(".tools");
    if (tools && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) this.moveTool(event, tools);
  }

  moveTool(event, tools) {
    event.preventDefault();
    const buttons = [...tools.querySelectorAll("button")];
    const forward = getComputedStyle(tools).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const at = buttons.indexOf(event.target);
    const next = { Home: 0, End: buttons.length - 1 }[event.key] ?? (at + (event.key === forward ? 1 : -1) + buttons.length) % buttons.length;
    for (const button of buttons) button.tabIndex = -1;
    buttons[next].tabIndex = 0;
    buttons[next].focus();
  }

  // Pictures, and words from elsewhere

  onPaste(event) {
    const data = event.clipboardData;
    // Word and Excel send a picture of their words as well; a copied picture has no words.
    const markup = data?.getData("text/plain") && data.getData("text/html");
    if (!markup) return this.takeFiles(event, data);
    if (!this.editorElement?.contains(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    this.editor.recordUndoEntry("Paste");
    this.editor.insertHTML(undressed(markup));
  }

  onDrag(event, over) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.classList.toggle("is-over", over);
  }

  takeFiles(event, data) {
    this.classList.remove("is-over");
    if (!data?.files.length || !this.dataset.uploadUrl) return;
    event.preventDefault();
    event.stopPropagation();
    this.open();
    this.uploads.add(data.files);
  }

  tell(text) {
    const pictures = this.uploads.count ? this.words.count.replace("{n}", this.uploads.count).replace("{most}", this.uploads.most) : "";
    this.state.textContent = text ?? (this.uploads.running ? this.words.uploading : pictures);
  }

  // Keeping and sending

  keep() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draft.write(this.content()), DRAFT_AFTER_MS);
  }

  content() {
    const empty = this.editorElement && !this.editor.getDocument().toString().trim();
    return this.editorElement ? { html: empty ? "" : this.input.value } : { text: this.area.value };
  }

  submitting(event) {
    if (this.uploads.running) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.tell(this.words.wait);
      say(this.words.wait);
      return;
    }
    this.catchUp();
    clearTimeout(this.timer);
    this.draft.write(this.content());
    this.draft.sent();
  }

  // The editor draws what was typed with the next frame; who is quicker must lose neither a letter nor the focus.
  catchUp() {
    this.editorElement?.editorController?.render();
  }

  answered(event) {
    if (event.detail.elt !== this.form || !event.detail.successful) return;
    clearTimeout(this.timer);
    this.draft.clear();
    this.uploads.clear();
    if (this.editorElement?.isConnected) this.editor.loadHTML("");
    clearTimeout(this.timer);
    this.tell("");
  }
}

customElements.define("korzo-composer", KorzoComposer);
