// Blocks of the composer that hold more than words: tables, hidden words, code, products, quotations. The editor keeps each as
// one attachment with our few fields; the server reads those fields and nothing else.

import { element } from "./korzo-say.js";

const KIND = /^application\/vnd\.korzo\.(table|spoiler|code|product|quote)$/;
const FIELDS = "content,contentType,value";
const ROWS_MAX = 30;
const COLUMNS_MAX = 8;

const paragraphs = (text) => text.split(/\n+/).filter(Boolean).map((line) => element("p", {}, line));

// What stands in the editor in the place of a block.
const PREVIEWS = {
  table({ rows, head }) {
    const table = element("table");
    rows.forEach((row, place) => table.append(element("tr", {}, ...row.map((cell) => element(head && !place ? "th" : "td", {}, cell)))));
    return [table];
  },
  spoiler: ({ title, text }) => [element("p", {}, element("strong", {}, title || "…")), ...paragraphs(text)],
  code: ({ text }) => [element("pre", {}, text)],
  product: ({ title, price }) => [element("p", {}, element("strong", {}, title), price ? ` ${price}` : "")],
  quote: ({ name, text }) => [element("blockquote", {}, element("p", {}, name ?? ""), ...paragraphs(text))],
};

function fieldsFor(kind, value) {
  const shown = element("div");
  shown.append(...PREVIEWS[kind](value));
  return { contentType: `application/vnd.korzo.${kind}`, value: JSON.stringify(value), content: shown.innerHTML };
}

export function insertBlock(editor, kind, value) {
  editor.insertAttachment(new globalThis.Trix.Attachment(fieldsFor(kind, value)));
  editor.insertLineBreak();
}

// The same as somebody without the editor types it.
export const TYPED = {
  table: ({ rows }) => rows.map((row) => `| ${row.join(" | ")} |`).join("\n"),
  spoiler: ({ title, text }) => [title, ...text.split("\n")].map((line) => `>! ${line}`).join("\n"),
  code: ({ text }) => `\`\`\`\n${text}\n\`\`\``,
  product: ({ url }) => new URL(url, location.href).href,
  quote: ({ ref, text }) => [`#${ref.replaceAll(":", ".")}`, ...text.split("\n")].map((line) => `> ${line}`).join("\n"),
};

// Own editors: a dialog with the fields of the block.

export class BlockEditors {
  constructor(host, words) {
    this.host = host;
    this.words = words;
  }

  // Resolves with the value, or null where somebody went back.
  ask(kind, value) {
    const form = element("form", { class: "stack", method: "dialog" });
    const parts = this[kind](value ?? {});
    const done = element("button", { class: "btn primary", type: "submit", value: "done" }, this.words.done);
    const back = element("button", { class: "btn", type: "submit", value: "", formnovalidate: "" }, this.words.back);
    const title = element("p", { class: "h-card strong", id: `${this.host.id}-block`, role: "heading", "aria-level": "2" }, this.words[kind]);
    form.append(title, ...parts.shown, element("div", { class: "btn-row" }, done, back));
    const dialog = element("dialog", { class: "sheet block-editor", "aria-labelledby": title.id }, form);
    document.body.append(dialog);
    const stoodOn = document.activeElement;
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        const answer = dialog.returnValue === "done" ? parts.read() : null;
        dialog.remove();
        stoodOn?.focus?.({ preventScroll: true });
        resolve(answer);
      });
      dialog.showModal();
      parts.first.focus();
    });
  }

  field(label, input) {
    input.id = `${this.host.id}-block-${label.length}-${Math.random().toString(36).slice(2)}`;
    return element("div", { class: "field" }, element("label", { class: "label", for: input.id }, label), input);
  }

  spoiler({ title = "", text = "" }) {
    const name = element("input", { class: "input", maxlength: "120", dir: "auto", value: title });
    const area = element("textarea", { class: "input", rows: "5", dir: "auto", required: "" }, text);
    const read = () => (area.value.trim() ? { title: name.value.trim(), text: area.value.trim() } : null);
    return { shown: [this.field(this.words.spoilerTitle, name), this.field(this.words.spoilerText, area)], first: name, read };
  }

  code({ text = "" }) {
    const area = element("textarea", { class: "input code", rows: "10", dir: "ltr", spellcheck: "false", required: "" }, text);
    return { shown: [this.field(this.words.codeText, area)], first: area, read: () => (area.value.trim() ? { text: area.value } : null) };
  }

  table({ rows = [["", ""], ["", ""], ["", ""]], head = true }) {
    const table = element("table", { class: "grid-editor" });
    const size = () => [table.rows.length, table.rows[0].cells.length];
    const fill = (values) => {
      table.replaceChildren(...values.map((row, r) => element("tr", {}, ...row.map((cell, c) => element("td", {}, this.cell(cell, r, c))))));
    };
    const read = () => [...table.rows].map((row) => [...row.cells].map((cell) => cell.firstChild.value.trim()));
    const change = (label, by) => {
      const button = element("button", { class: "btn small", type: "button" }, label);
      button.addEventListener("click", () => {
        fill(by(read()));
        const [r, c] = size();
        table.rows[r - 1].cells[c - 1].firstChild.focus();
      });
      return button;
    };
    fill(rows);
    const first = element("input", { type: "checkbox" });
    first.checked = head;
    const buttons = element(
      "div",
      { class: "row tight" },
      change(this.words.addRow, (all) => (all.length < ROWS_MAX ? [...all, all[0].map(() => "")] : all)),
      change(this.words.addColumn, (all) => (all[0].length < COLUMNS_MAX ? all.map((row) => [...row, ""]) : all)),
      change(this.words.lessRows, (all) => (all.length > 1 ? all.slice(0, -1) : all)),
      change(this.words.lessColumns, (all) => (all[0].length > 1 ? all.map((row) => row.slice(0, -1)) : all)),
    );
    const shown = [element("div", { class: "table-scroll" }, table), buttons, element("label", { class: "row tight sm" }, first, this.words.head)];
    const value = () => ({ rows: read(), head: first.checked });
    return { shown, first: table.rows[0].cells[0].firstChild, read: () => (read().flat().some(Boolean) ? value() : null) };
  }

  cell(text, row, column) {
    const label = this.words.cell.replace("{row}", row + 1).replace("{column}", column + 1);
    return element("input", { class: "input", dir: "auto", maxlength: "500", "aria-label": label, value: text });
  }
}

// With a value of the right shape and nothing else: an attachment may carry an address as well, or a size.
export function isOurs(fields) {
  const value = valueOf(fields);
  return value !== null && Object.keys(fields).sort().join() === FIELDS;
}

function valueOf({ contentType, value }) {
  const kind = KIND.exec(contentType ?? "")?.[1];
  try {
    const read = JSON.parse(value);
    PREVIEWS[kind](read);
    return read;
  } catch {
    return null;
  }
}

// A block that is chosen in the editor offers to be changed.
export function offerChange(event, words, editors) {
  const { attachment, toolbar } = event;
  const kind = KIND.exec(attachment.getAttribute("contentType") ?? "")?.[1];
  const remove = toolbar.querySelector("button");
  if (remove) {
    remove.textContent = remove.title = words.removeBlock;
    remove.removeAttribute("tabindex");
  }
  if (!kind || !editors[kind]) return;
  const change = element("button", { class: "btn small", type: "button", "data-trix-mutable": "" }, words.changeBlock);
  change.addEventListener("click", async () => {
    const value = await editors.ask(kind, valueOf(attachment.getAttributes()));
    if (value) attachment.setAttributes(fieldsFor(kind, value));
  });
  toolbar.prepend(change);
}
