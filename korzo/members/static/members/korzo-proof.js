// <korzo-proof>: counts until it finds the number behind a challenge, and puts the answer into its hidden field.
// It begins when the form is first touched, in slices, so that typing stays smooth.
const SLICE_MILLISECONDS = 12;

class KorzoProof extends HTMLElement {
  connectedCallback() {
    this.begin = () => this.solve();
    this.form = this.closest("form");
    this.form.addEventListener("focusin", this.begin, { once: true });
    this.form.addEventListener("submit", (this.wait = (event) => this.holdUntilSolved(event)));
  }

  disconnectedCallback() {
    this.form?.removeEventListener("focusin", this.begin);
    this.form?.removeEventListener("submit", this.wait);
  }

  holdUntilSolved(event) {
    if (this.solved || !globalThis.crypto?.subtle) return;
    event.preventDefault();
    this.form.setAttribute("aria-busy", "true");
    this.solve().then(() => this.form.requestSubmit(event.submitter));
  }

  solve() {
    this.running ??= this.search();
    return this.running;
  }

  async search() {
    if (!globalThis.crypto?.subtle) return;
    const { salt, challenge, maxnumber } = this.dataset;
    const encoder = new TextEncoder();
    let pause = performance.now() + SLICE_MILLISECONDS;
    for (let number = 0; number <= Number(maxnumber); number += 1) {
      const digest = await crypto.subtle.digest("SHA-256", encoder.encode(salt + number));
      if (hex(digest) === challenge) return this.answer(number);
      if (performance.now() > pause) {
        await new Promise((resolve) => setTimeout(resolve));
        pause = performance.now() + SLICE_MILLISECONDS;
      }
    }
  }

  answer(number) {
    const { algorithm, challenge, salt, signature } = this.dataset;
    const field = this.form.elements.namedItem("proof");
    field.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
    this.solved = true;
  }
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("korzo-proof", KorzoProof);
