// The posts of an open topic: new ones wait behind a chip, changed and removed ones change in place, hearts are counted.

import { complain } from "./korzo-say.js";
import { number, plural, words } from "./korzo-words.js";

// One's own reply is in the page a moment after it was told.
const OWN_REPLY_MS = 700;
// Not all who read the topic ask for the changed post at once.
const JITTER_MS = 1500;
// The server gives so many at a time.
const SHOWN_MAX = 20;

export class LivePosts {
  constructor(host) {
    this.host = host;
    this.fresh = new Map();
    document.body.addEventListener("htmx:afterSwap", () => this.count());
  }

  hear({ name, data }) {
    if (name === "discussions.reply_posted") setTimeout(() => this.arrive(data), OWN_REPLY_MS);
    else if (name === "discussions.hearts") this.countReactions(data.post_id, data.emoji ?? "heart", data.count);
    else if (data?.post_id) this.change(data.post_id, name === "discussions.post_removed");
  }

  arrive({ post_id, number: place }) {
    if (document.getElementById(`post-${post_id}`)) return;
    this.fresh.set(post_id, place);
    this.count();
  }

  // The chip tells how many there are, as long as there are any.
  count() {
    const before = this.shown ?? 0;
    for (const pk of this.fresh.keys()) if (document.getElementById(`post-${pk}`)) this.fresh.delete(pk);
    this.shown = this.fresh.size;
    if (this.shown === before) return;
    if (this.shown) this.host.offer(plural("replies", this.shown), () => this.show());
    else this.host.takeBack();
  }

  async show() {
    const ids = [...this.fresh.keys()].sort((one, other) => this.fresh.get(one) - this.fresh.get(other));
    // Posts stand between that this page does not show, or more came than fit.
    if (document.querySelector("#posts-more a") || ids.length > SHOWN_MAX) {
      location.href = this.host.getAttribute("post").replace("/0/", `/${ids[0]}/`);
      return;
    }
    const last = Math.max(...this.fresh.values());
    const html = await this.fetch(ids);
    if (html === undefined) {
      complain(this.host, words().offline);
      return;
    }
    window.htmx.swap("#posts", html, { swapStyle: "beforeend" });
    this.fresh.clear();
    this.count();
    const field = document.getElementById("last-number");
    if (field?.value && Number(field.value) < last) field.value = last;
    const first = document.getElementById(`post-${ids[0]}`);
    for (const pk of ids) document.getElementById(`post-${pk}`)?.classList.add("is-new");
    first?.setAttribute("tabindex", "-1");
    first?.focus();
  }

  change(pk, isRemoved) {
    if (isRemoved && this.fresh.delete(pk)) this.count();
    if (document.getElementById(`post-${pk}`)) setTimeout(() => this.exchange(pk), OWN_REPLY_MS + Math.random() * JITTER_MS);
  }

  async exchange(pk) {
    const post = document.getElementById(`post-${pk}`);
    if (!post) return;
    // Whoever stands in it, in an open menu or on a link, is not thrown out.
    if (post.contains(document.activeElement)) {
      post.addEventListener("focusout", () => setTimeout(() => this.exchange(pk), JITTER_MS), { once: true });
      return;
    }
    const html = await this.fetch([pk]);
    if (html) window.htmx.swap(`#post-${pk}`, html, { swapStyle: "outerHTML" });
  }

  countReactions(pk, emoji, count) {
    const reaction = document.querySelector(`#post-${pk}-foot [data-reaction="${CSS.escape(emoji)}"]`);
    if (!reaction) {
      this.change(pk, false);
      return;
    }
    const name = reaction.dataset.name;
    const spoken = reaction.querySelector("[data-words]");
    spoken.textContent = count ? `${name}, ${plural("people", count)}` : name;
    let shown = reaction.querySelector("[data-count]");
    if (!shown) {
      shown = document.createElement("span");
      shown.dataset.count = "";
      shown.setAttribute("aria-hidden", "true");
      spoken.after(shown);
    }
    shown.textContent = count ? number(count) : "";
  }

  async fetch(ids) {
    try {
      const answer = await fetch(`${this.host.getAttribute("posts")}?ids=${ids.join(",")}`, { headers: { "HX-Request": "true" } });
      return answer.ok ? await answer.text() : undefined;
    } catch {
      return undefined;
    }
  }
}
