// The pictures and films of a composer: uploads each one, shows how far it is, asks for words that describe it.

// What the draft remembers of them comes back with it.

import { FilmUpload, isFilm } from "./korzo-films.js";
import { preview } from "./korzo-picture-preview.js";
import { csrfToken, element, icon } from "./korzo-say.js";

// What the draft keeps of a film in the place of the address of its preview.
const FILM = "film";

export class Uploads {
  constructor(strip, { url, filmsUrl, megabytesMax, most, words, changed }) {
    Object.assign(this, { strip, url, filmsUrl, megabytesMax, most, words, changed });
    this.running = 0;
  }

  get count() {
    return this.strip.querySelectorAll(".pic").length;
  }

  add(files) {
    const isPicture = (file) => file.type.startsWith("image/") || /\.(heic|heif|avif)$/i.test(file.name);
    const taken = [...files].filter((file) => isPicture(file) || (this.filmsUrl && isFilm(file)));
    const room = Math.max(0, this.most - this.count);
    for (const file of taken.slice(0, room)) {
      if (isPicture(file)) this.upload(file);
      else this.film(new FilmUpload(this, file));
    }
    if (taken.length < files.length) this.changed(this.words.notTaken);
    if (taken.length > room) this.changed(this.words.tooMany);
  }

  film(upload) {
    this.strip.append(upload.line);
    this.strip.hidden = false;
    upload.start();
  }

  async upload(file) {
    const bar = element("progress", { class: "bar", max: "100", value: "0", "aria-label": `${this.words.uploading} ${file.name}` });
    const side = element("div", { class: "stack snug" }, bar);
    const frame = await preview(file);
    const line = element("div", { class: "pic" }, frame, side, this.removeButton(() => line.remove()));
    this.strip.append(line);
    this.strip.hidden = false;
    this.send(file, line, side, bar);
  }

  async send(file, line, side, bar) {
    this.running += 1;
    this.changed();
    try {
      const picture = await this.post(file, (share) => (bar.value = share * 100));
      side.replaceChildren(...this.description(picture));
    } catch (problem) {
      side.replaceChildren(...this.failure(problem.message || this.words.failed, () => this.send(file, line, this.waiting(side, bar), bar)));
    } finally {
      this.running -= 1;
      this.changed();
    }
  }

  waiting(side, bar) {
    bar.value = 0;
    side.replaceChildren(bar);
    return side;
  }

  post(file, onShare) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("file", file);
      request.open("POST", this.url);
      request.responseType = "json";
      request.setRequestHeader("X-CSRFToken", csrfToken());
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = (event) => event.lengthComputable && onShare(event.loaded / event.total);
      request.onerror = () => reject(new Error(this.words.failed));
      request.onload = () => {
        const picture = request.response;
        if (request.status < 300 && picture?.id !== undefined) resolve(picture);
        else reject(new Error(picture?.error ?? this.words.failed));
      };
      request.send(body);
    });
  }

  // [id, address of the preview] of each picture that has arrived; its words are a field of the form.
  kept() {
    return [...this.strip.querySelectorAll("[name=pictures]")].map((one) => `${one.value} ${one.dataset.url}`);
  }

  restore(kept, fields) {
    for (const [id, url] of kept.map((one) => String(one).split(" "))) {
      if (!/^\d+$/.test(id) || this.strip.querySelector(`[name=pictures][value="${id}"]`)) continue;
      if (url === FILM) {
        if (this.filmsUrl) this.film(new FilmUpload(this, null, { id, alt: fields[`alt-${id}`] }));
        continue;
      }
      if (!url?.startsWith("/") || url.startsWith("//")) continue;
      const image = element("img", { class: "photo__img", src: url, alt: "" });
      const side = element("div", { class: "stack snug" }, ...this.description({ id, url, alt: fields[`alt-${id}`] }));
      const line = element("div", { class: "pic" }, element("span", { class: "photo r11" }, image), side, this.removeButton(() => line.remove()));
      // Nobody claimed it for some days: it is gone, and the post goes without it.
      image.addEventListener("error", () => line.remove());
      this.strip.append(line);
    }
    this.strip.hidden = !this.count;
  }

  description(picture, question = this.words.alt) {
    const field = element("input", { class: "input", name: `alt-${picture.id}`, id: `alt-${picture.id}`, dir: "auto", maxlength: "300", placeholder: this.words.altHint, value: picture.alt || undefined });
    return [
      element("label", { class: "xs muted", for: field.id }, question),
      field,
      element("input", { type: "hidden", name: "pictures", value: picture.id, "data-url": picture.kind ? FILM : (picture.url ?? "") }),
    ];
  }

  failure(text, again) {
    const button = element("button", { class: "btn small", type: "button" }, this.words.again);
    button.addEventListener("click", again);
    return [element("span", { class: "error", role: "alert" }, text), element("span", { class: "row" }, button)];
  }

  removeButton(remove, label = this.words.remove) {
    const button = element("button", { class: "icon-btn small", type: "button", "aria-label": label }, icon("x"));
    button.addEventListener("click", () => {
      remove();
      this.strip.hidden = !this.count;
      this.changed();
    });
    return button;
  }

  clear() {
    this.strip.replaceChildren();
    this.strip.hidden = true;
  }
}
