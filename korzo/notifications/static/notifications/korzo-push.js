// Signs this browser up for notices: asks only after a click, for nobody says yes to a question that comes by itself.

const words = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

class Push extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.button = this.querySelector("button");
    this.status = this.querySelector("[role=status]");
    if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
      this.querySelector("[data-unable]").hidden = false;
      return;
    }
    this.button.hidden = false;
    this.button.addEventListener("click", this);
    if (Notification.permission === "granted") this.#refresh();
  }

  disconnectedCallback() {
    this.button?.removeEventListener("click", this);
  }

  async handleEvent() {
    this.button.setAttribute("aria-busy", "true");
    try {
      const allowed = await Notification.requestPermission();
      if (allowed !== "granted") {
        this.status.textContent = this.dataset.denied;
        return;
      }
      const registration = await navigator.serviceWorker.register(this.dataset.worker, { scope: "/notices/" });
      const subscription = await this.#subscribe(registration);
      this.status.textContent = (await this.#tell(subscription)) ? this.dataset.done : this.dataset.failed;
    } catch {
      this.status.textContent = this.dataset.failed;
    } finally {
      this.button.removeAttribute("aria-busy");
    }
  }

  // Who signed in anew on this device is told where it is.
  async #refresh() {
    const registration = await navigator.serviceWorker.getRegistration("/notices/");
    const subscription = await registration?.pushManager.getSubscription();
    if (subscription) await this.#tell(subscription);
  }

  async #subscribe(registration) {
    await navigator.serviceWorker.ready.catch(() => {});
    const known = await registration.pushManager.getSubscription();
    if (known) return known;
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: words(this.dataset.key) });
  }

  async #tell(subscription) {
    const fields = this.form.elements;
    fields.endpoint.value = subscription.endpoint;
    fields.p256dh.value = text(subscription.getKey("p256dh"));
    fields.auth.value = text(subscription.getKey("auth"));
    fields.label.value = name();
    const answer = await fetch(this.form.action, { method: "POST", body: new FormData(this.form) });
    return answer.ok;
  }
}

// "Firefox, Linux": enough to tell one's own devices apart.
function name() {
  const agent = navigator.userAgent;
  const browsers = { Edg: "Edge", OPR: "Opera", Firefox: "Firefox", SamsungBrowser: "Samsung Internet", Chrome: "Chrome", Safari: "Safari" };
  const systems = { Android: "Android", iPhone: "iPhone", iPad: "iPad", Windows: "Windows", Mac: "Mac", Linux: "Linux" };
  const found = (list) => Object.entries(list).find(([sign]) => agent.includes(sign))?.[1];
  return [found(browsers), found(systems)].filter(Boolean).join(", ");
}

customElements.define("korzo-push", Push);
