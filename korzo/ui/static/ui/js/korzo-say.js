// Three ways to tell a person something: the one status element, a toast, a notice beside the cause.

const ICONS = new URL("../icons.svg", import.meta.url).pathname;

export function icon(name) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(namespace, "use");
  use.setAttribute("href", `${ICONS}#i-${name}`);
  svg.append(use);
  return svg;
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function say(text) {
  const status = document.getElementById("say");
  // The same words twice are announced twice only if the element was empty between.
  status.textContent = "";
  requestAnimationFrame(() => (status.textContent = String(text)));
}

export function toast(message) {
  const { text, url, label } = typeof message === "object" ? message : { text: message };
  const shown = element("korzo-toast", { class: "toast" }, element("span", {}, text));
  if (url) shown.append(element("a", { class: "as-link", href: url }, label));
  document.getElementById("toasts").append(shown);
  if (!customElements.get("korzo-toast")) import("./korzo-toast.js");
}

export function complain(cause, text) {
  const form = cause?.closest?.("form, .post, .card, li") ?? document.getElementById("notices");
  form.querySelector(":scope > .notice[data-complaint]")?.remove();
  const notice = element("div", { class: "notice bad", role: "alert", "data-complaint": "" }, icon("circle-alert"), element("span", {}, text));
  const again = cause?.localName === "form" ? cause : undefined;
  if (again) {
    const button = element("button", { class: "btn small", type: "submit" }, document.getElementById("words").dataset.again);
    button.addEventListener("click", () => notice.remove());
    notice.append(button);
  }
  form.append(notice);
}

export function csrfToken() {
  const headers = document.body.getAttribute("hx-headers");
  return (headers && JSON.parse(headers)["X-CSRFToken"]) || document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
}
