// The desk of moderation by keys: j and k walk, each button says its own key. They rest while somebody types, and can
// be switched off for good (a browser remembers it); every key only presses what can be clicked.

const SWITCH = "korzo-queue-keys";

class KorzoQueue extends HTMLElement {
  connectedCallback() {
    this.press = this.press.bind(this);
    document.addEventListener("keydown", this.press);
    this.help = this.querySelector("[data-help]");
    this.toggle = this.querySelector("[data-switch]");
    if (this.help) {
      this.help.hidden = false;
      this.help.addEventListener("click", () => this.showHelp());
      this.toggle.addEventListener("click", () => this.turn(!this.isOn));
      this.showSwitch();
    }
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.press);
  }

  get isOn() {
    return localStorage.getItem(SWITCH) !== "off";
  }

  turn(on) {
    localStorage.setItem(SWITCH, on ? "on" : "off");
    this.showSwitch();
  }

  showSwitch() {
    this.toggle.setAttribute("aria-pressed", String(this.isOn));
  }

  showHelp() {
    const words = document.getElementById("mod-help");
    words.hidden = !words.hidden;
    this.help.setAttribute("aria-expanded", String(!words.hidden));
  }

  press(event) {
    const typing = event.target.closest?.("input:not([type=hidden]), textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (!this.isOn && event.key !== "?") return;
    if (event.key === "j" || event.key === "k") return this.walk(event, event.key === "j" ? 1 : -1);
    const wanted = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!wanted) return;
    event.preventDefault();
    wanted.click();
  }

  walk(event, step) {
    const links = [...this.querySelectorAll(".mod-row__link")];
    const here = links.findIndex((one) => one.hasAttribute("aria-current"));
    const next = links[here + step];
    if (!next) return;
    event.preventDefault();
    next.click();
  }
}

customElements.define("korzo-queue", KorzoQueue);
