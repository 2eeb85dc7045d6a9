// <korzo-composer>: makes a rich editor of a plain <textarea name="body">, with our own toolbar, pictures, blocks and a draft.
// The editor is fetched when the composer opens. Without scripts the textarea posts plain text.

import { BlockEditors, insertBlock, offerChange } from "./korzo-blocks.js";
import { DraftKeeper } from "./korzo-draft-keeper.js";
import { EmojiPicker } from "./korzo-emoji.js";
import { Notes } from "./korzo-notes.js";
import { keepOurs, tame, undressed } from "./korzo-pasted.js";
import { quoting } from "./korzo-quote.js";
import { element, say } from "./korzo-say.js";
import { Toolbar } from "./korzo-toolbar.js";
import { Uploads } from "./korzo-uploads.js";

const EDITOR = new URL("../vendor/trix/trix.umd.min.js", import.meta.url).href;

class KorzoComposer extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea.area");
    if (!this.area || this.uploads) return;
    this.form = this.closest("form");
    this.words = this.querySelector("template[data-words]").dataset;
    this.state = this.querySelector("[data-state]");
    this.toolbar = new Toolbar(this.querySelector(".tools"));
    this.uploads = new Uploads(this.querySelector(".pics"), {
      url: this.dataset.uploadUrl,
      filmsUrl: this.dataset.filmsUrl,
      megabytesMax: Number(this.dataset.filmsMegabytesMax || 0),
      most: Number(this.dataset.picturesMax || 12),
      words: this.words,
      changed: (text) => {
        this.tell(text);
        this.keep();
      },
    });
    this.blocks = new BlockEditors(this.area, this.words);
    this.draft = new DraftKeeper(this);
    const notes = this.querySelector("[data-notes]");
    if (notes && this.dataset.noteUrl) {
      const title = () => this.form?.elements.title?.value;
      this.notes = new Notes(notes, { url: this.dataset.noteUrl, key: this.dataset.draftKey, title, words: () => this.input?.value ?? this.area.value });
    }
    if (this.dataset.quotes !== undefined) this.quoting = quoting(this, this.words.quote);
    this.listen();
    // Somebody who is quick stands in the field before this script has come.
    if (this.draft.isWaiting || document.activeElement === this.area) this.open();
  }

  disconnectedCallback() {
    this.draft?.close();
    this.quoting?.close();
    this.form?.removeEventListener("submit", this.onSubmit, true);
    this.form?.removeEventListener("htmx:afterRequest", this.onAnswer);
  }

  listen() {
    this.area.addEventListener("focus", () => this.open(), { once: true });
    this.addEventListener("click", (event) => this.onTool(event));
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("dragover", (event) => this.onDrag(event, true));
    this.addEventListener("dragleave", (event) => this.onDrag(event, false));
    this.addEventListener("drop", (event) => this.takeFiles(event, event.dataTransfer), true);
    this.addEventListener("paste", (event) => this.onPaste(event), true);
    this.addEventListener("korzo-product", (event) => this.addBlock("product", event.detail));
    this.querySelector("input[data-pictures]")?.addEventListener("change", (event) => {
      this.uploads.add(event.target.files);
      event.target.value = "";
    });
    this.onSubmit = (event) => this.submitting(event);
    this.onAnswer = (event) => this.answered(event);
    this.form?.addEventListener("submit", this.onSubmit, true);
    this.form?.addEventListener("htmx:afterRequest", this.onAnswer);
    // Titles and choices of the same form belong to the draft, too.
    this.form?.addEventListener("input", () => this.keep());
  }

  // Opening

  open() {
    this.opening ??= this.becomeRich();
    return this.opening;
  }

  async becomeRich() {
    const [kept] = await Promise.all([this.draft.load(), import(EDITOR)]);
    tame(globalThis.Trix);
    this.build();
    await new Promise((ready) => this.editorElement.addEventListener("trix-initialize", ready, { once: true }));
    // Only now: somebody may have typed on, or gone on, while the editor came.
    const typed = this.fill(kept, { start: this.area.selectionStart, text: this.area.value });
    if (document.activeElement === this.area) this.editorElement.focus();
    this.area.hidden = true;
    this.area.disabled = true;
    this.querySelector("[data-format]").value = "html";
    this.toolbar.show(this.editor);
    this.catchUp();
    this.isOpen = true;
    if (typed) this.keep();
    else this.draft.settled();
    this.draft.offerOther();
    this.notes?.soon();
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
      "aria-multiline": "true",
      "aria-placeholder": this.area.placeholder,
      "aria-label": this.area.labels[0]?.textContent.trim() ?? this.area.getAttribute("aria-label") ?? "",
      "aria-describedby": this.area.getAttribute("aria-describedby") ?? undefined,
      "aria-invalid": this.area.getAttribute("aria-invalid") ?? undefined,
    });
    for (const label of this.area.labels) label.addEventListener("click", () => this.editorElement.focus());
    const on = (name, act) => this.editorElement.addEventListener(name, act);
    on("trix-file-accept", (event) => event.preventDefault());
    on("trix-attachment-add", keepOurs);
    on("trix-change", () => this.keep());
    on("trix-selection-change", () => this.toolbar.show(this.editor));
    on("trix-attributes-change", () => this.toolbar.show(this.editor));
    on("trix-attachment-before-toolbar", (event) => offerChange(event, this.words, this.blocks));
    this.area.after(this.input, toolbar, this.editorElement);
  }

  // Whether these are words that nobody has kept yet.
  fill(kept, written) {
    const ready = this.querySelector("template[data-html]");
    const isOwn = written.text && written.text === this.area.defaultValue;
    if (kept && (!written.text || (isOwn && !this.dataset.adds))) this.show(kept);
    else if (ready && (isOwn || !written.text)) this.editor.loadHTML(ready.innerHTML);
    else if (written.text) {
      this.editor.insertString(written.text);
      this.editor.setSelectedRange(written.start);
      // What was typed while the draft was on its way counts; the draft is kept beside it.
      if (kept) this.draft.setAside(kept);
      return !isOwn;
    }
    return false;
  }

  show(content) {
    if (content.html) this.editor.loadHTML(content.html);
    else this.editor.loadHTML("");
    if (!content.html && content.text) this.editor.insertString(content.text);
    this.draft.fillFields(content.fields ?? {});
    this.tell(this.words.restored);
  }

  get editor() {
    return this.editorElement.editor;
  }

  // The toolbar

  async onTool(event) {
    const tool = event.target.closest("[data-do]");
    if (!tool) return;
    const name = tool.dataset.do;
    if (name === "insert") return;
    await this.open();
    if (name === "picture") this.querySelector("input[data-pictures]").click();
    else if (name === "link") this.toggleLinkLine();
    else if (name === "set-link") this.setLink();
    else if (name === "mention") this.insert("@");
    else if (name === "product") this.insert("#");
    else if (name === "emoji") await this.pickEmoji(tool);
    else if (tool.dataset.block !== undefined) await this.askBlock(name, tool);
    else this.toggle(Toolbar.mark(name));
  }

  toggle(attribute) {
    if (this.editor.attributeIsActive(attribute)) this.editor.deactivateAttribute(attribute);
    else this.editor.activateAttribute(attribute);
    this.editorElement.focus();
    this.toolbar.show(this.editor);
  }

  insert(text) {
    this.editorElement.focus();
    const before = this.editor.getDocument().toString().slice(0, this.editor.getPosition());
    this.editor.insertString(before && !/\s$/.test(before) ? ` ${text}` : text);
  }

  async pickEmoji(tool) {
    this.emoji ??= new EmojiPicker(tool, this.words, (sign) => {
      this.editorElement.focus();
      this.editor.insertString(sign);
    });
    await this.emoji.toggle();
  }

  async askBlock(kind, tool) {
    tool.closest("[popover]")?.hidePopover();
    const range = this.editor.getSelectedRange();
    const value = await this.blocks.ask(kind);
    if (!value) return;
    // The dialog had the focus; the caret goes back to where it was.
    this.editorElement.focus();
    this.editor.setSelectedRange(range);
    this.addBlock(kind, value);
  }

  async addBlock(kind, value) {
    await this.open();
    this.editorElement.focus();
    insertBlock(this.editor, kind, value);
    this.keep();
  }

  async quote(value) {
    await this.open();
    const end = this.editor.getDocument().toString().length;
    if (!this.editorElement.contains(document.activeElement)) this.editor.setSelectedRange(end - 1);
    await this.addBlock("quote", value);
    this.editorElement.scrollIntoView({ block: "center" });
    say(this.words.quoted);
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
  }

  // Pictures, and words from elsewhere

  onPaste(event) {
    const data = event.clipboardData;
    const markup = data?.getData("text/html");
    // Word and Excel send a picture of their words as well; a copied picture has no words.
    if (!markup || (data.files.length && !data.getData("text/plain"))) return this.takeFiles(event, data);
    if (!this.editorElement?.contains(event.target)) return undefined;
    event.preventDefault();
    event.stopPropagation();
    this.editor.recordUndoEntry("Paste");
    try {
      this.editor.insertHTML(undressed(markup));
    } catch {
      // What the editor cannot read as markup has words all the same.
      this.editor.insertString(data.getData("text/plain"));
    }
    return undefined;
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
    if (!this.draft || (this.editorElement && !this.isOpen)) return;
    this.draft.changed();
    this.notes?.soon();
  }

  content() {
    if (!this.isOpen) return { text: this.area.value };
    const empty = !this.editor.getDocument().toString().trim();
    return { html: empty ? "" : this.input.value };
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
    // A save that is on its way would arrive behind the words themselves, and bring the draft back.
    const saving = this.draft.saving;
    if (saving) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      saving.then(() => this.form.requestSubmit(submitter?.isConnected ? submitter : undefined));
      return;
    }
    this.draft.sent();
  }

  // The editor draws what was typed with the next frame; who is quicker must lose neither a letter nor the focus.
  catchUp() {
    this.editorElement?.editorController?.render();
  }

  answered(event) {
    if (event.detail.elt !== this.form) return;
    if (!event.detail.successful) {
      this.draft.resume();
      return;
    }
    this.uploads.clear();
    if (this.editorElement?.isConnected) this.editor.loadHTML("");
    this.draft.clear();
    this.notes?.clear();
    this.tell("");
  }
}

customElements.define("korzo-composer", KorzoComposer);
