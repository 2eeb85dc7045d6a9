// <korzo-live on="topic:5">: hears the channels named in `on` (separated by spaces) and changes the page gently.
// Attributes: `posts` and `post`, the addresses of single posts and of one post (0 stands for its number), on a topic's
// page; `news`, where a list has no other way than to be read anew. What comes never moves what somebody reads.

import { subscribe } from "./korzo-live-stream.js";
import { LivePosts } from "./korzo-live-posts.js";
import { element, icon, say } from "./korzo-say.js";
import { plural, words } from "./korzo-words.js";

class KorzoLive extends HTMLElement {
  connectedCallback() {
    if (this.hasAttribute("posts")) this.posts ??= new LivePosts(this);
    this.stops = this.getAttribute("on").split(" ").filter(Boolean).map((name) => subscribe(name, (event) => this.hear(event)));
  }

  disconnectedCallback() {
    for (const stop of this.stops) stop();
  }

  hear(event) {
    if (event.kind === "presence") this.countReaders(event.n);
    else if (event.kind === "reload") this.offerReading();
    else if (event.name === "notifications.unread") ring(event.data.count);
    else if (this.posts) this.posts.hear(event);
    else if (event.kind === "news") this.offerReading();
  }

  // There is more than can be put into the page: the person decides when it is read anew.
  offerReading() {
    if (!this.posts && !this.hasAttribute("news")) return;
    this.offer(words().news, () => location.reload());
  }

  offer(text, act) {
    this.chip?.remove();
    this.chip = element("button", { class: "btn primary small live-chip", type: "button" }, icon("arrow-down"), element("span", {}, text));
    this.chip.addEventListener("click", act);
    this.append(this.chip);
    say(text);
  }

  takeBack() {
    this.chip?.remove();
    this.chip = undefined;
  }

  countReaders(count) {
    const place = document.querySelector("[data-readers]");
    if (!place) return;
    place.hidden = count < 2;
    place.replaceChildren(...(count < 2 ? [] : [icon("eye"), plural("reading", count)]));
  }
}

function ring(count) {
  const bell = document.getElementById("bell");
  if (!bell) return;
  const label = count ? plural("notices", count) : words().notices;
  if (count > Number(bell.dataset.count)) say(label);
  bell.dataset.count = count;
  bell.classList.toggle("has-dot", count > 0);
  bell.setAttribute("aria-label", label);
}

customElements.define("korzo-live", KorzoLive);
