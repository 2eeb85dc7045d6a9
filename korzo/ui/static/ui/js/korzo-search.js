// <korzo-search>: the keyboard for the list that htmx puts under a search field. Without scripts the field is a plain one.

class KorzoSearch extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("[role=combobox]");
    this.list = this.querySelector("[role=listbox]");
    this.list.addEventListener("htmx:afterSwap", () => this.show());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.field.addEventListener("input", () => this.field.value.trim() || this.close());
    this.addEventListener("focusout", () => setTimeout(() => this.matches(":focus-within") || this.close()));
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  show() {
    const options = this.options;
    options.forEach((option, place) => (option.id = `${this.list.id}-${place}`));
    // An answer that comes after the field was left or emptied is of no use any more.
    const isWanted = options.length > 0 && this.matches(":focus-within") && this.field.value.trim() !== "";
    if (!isWanted) return this.close();
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.choose(-1);
  }

  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }

  choose(place) {
    const options = this.options;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    this.place = place;
    const chosen = options[place];
    if (!chosen) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
    const last = this.options.length - 1;
    if (event.key === "ArrowDown") this.choose(this.place === last ? -1 : this.place + 1);
    else if (event.key === "ArrowUp") this.choose(this.place === -1 ? last : this.place - 1);
    else if (event.key === "Enter" && this.place >= 0) this.take(this.options[this.place]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  take(option) {
    if (!option) return;
    this.close();
    location.assign(option.dataset.url);
  }
}

customElements.define("korzo-search", KorzoSearch);
