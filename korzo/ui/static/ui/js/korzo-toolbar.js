// The toolbar of the composer: one stop for the tab key, arrows inside, and what is on at the place of the caret is pressed.

const MARKS = { bold: "bold", italic: "italic", list: "bullet", quote: "quote", link: "href" };

export class Toolbar {
  constructor(bar) {
    this.bar = bar;
    bar.hidden = false;
    bar.addEventListener("keydown", (event) => this.onKey(event));
  }

  static mark(name) {
    return MARKS[name];
  }

  get buttons() {
    return [...this.bar.querySelectorAll(":scope > button")];
  }

  show(editor) {
    for (const [name, attribute] of Object.entries(MARKS)) {
      const tool = this.bar.querySelector(`[data-do=${name}]`);
      const active = editor.attributeIsActive(attribute);
      tool?.setAttribute("aria-pressed", String(active));
      tool?.classList.toggle("toggled", active);
    }
  }

  onKey(event) {
    const buttons = this.buttons;
    const at = buttons.indexOf(event.target);
    if (at < 0 || !["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    const forward = getComputedStyle(this.bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const step = event.key === forward ? 1 : -1;
    const next = { Home: 0, End: buttons.length - 1 }[event.key] ?? (at + step + buttons.length) % buttons.length;
    for (const button of buttons) button.tabIndex = -1;
    buttons[next].tabIndex = 0;
    buttons[next].focus();
  }
}
