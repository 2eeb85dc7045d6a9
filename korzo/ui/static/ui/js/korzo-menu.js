// Menus that are fetched when somebody opens them: a link [data-menu] to a page that offers the same without scripts.
// There is one menu at a time; it stands beside its link, so that what is in it knows where it belongs.

import { complain } from "./korzo-say.js";
import { words } from "./korzo-words.js";

const menu = document.createElement("div");
menu.className = "menu-pop";
menu.popover = "auto";
menu.addEventListener("toggle", (event) => {
  if (event.newState === "closed") menu.remove();
});

export async function openMenu(link) {
  link.setAttribute("aria-busy", "true");
  const html = await fetched(link.href);
  link.removeAttribute("aria-busy");
  if (html === undefined) {
    complain(link, words().offline);
    return;
  }
  menu.innerHTML = html;
  link.after(menu);
  window.htmx.process(menu);
  menu.showPopover({ source: link });
  menu.querySelector("a, button")?.focus();
}

async function fetched(address) {
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}
