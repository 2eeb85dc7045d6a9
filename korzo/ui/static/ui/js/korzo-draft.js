// Drafts live in the browser, by key, until the server has taken the words.

const PREFIX = "korzo-draft:";
const PENDING = "korzo-draft-sent";
// A draft older than this is a surprise, not a help.
const KEPT_MS = 30 * 24 * 3600 * 1000;

// Private windows may refuse storage; then there are no drafts and nothing else is missing.
function quietly(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

export class Draft {
  constructor(key) {
    this.key = key && PREFIX + key;
  }

  read() {
    const draft = this.key && quietly(() => JSON.parse(localStorage.getItem(this.key)));
    return draft && Date.now() - draft.at < KEPT_MS ? draft : null;
  }

  write(content) {
    if (!this.key) return;
    if (content.html || content.text) quietly(() => localStorage.setItem(this.key, JSON.stringify({ ...content, at: Date.now() })));
    else this.clear();
  }

  clear() {
    if (this.key) quietly(() => localStorage.removeItem(this.key));
  }

  // The form leaves the page: whether the server took it, only the next page knows.
  sent() {
    if (this.key) quietly(() => sessionStorage.setItem(PENDING, this.key));
  }

  // A taken form redirects; a refused one comes back as a page of its own.
  static settle() {
    const key = quietly(() => sessionStorage.getItem(PENDING));
    if (!key) return;
    const page = performance.getEntriesByType("navigation")[0];
    quietly(() => sessionStorage.removeItem(PENDING));
    if (page?.redirectCount && !(page.responseStatus >= 400)) quietly(() => localStorage.removeItem(key));
  }
}
