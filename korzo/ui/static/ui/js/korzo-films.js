// One film or sound of a composer: sent in pieces, so that a line that breaks costs a moment and not the film. Then it
// tells how the server's work on it goes, and takes captions.

import { csrfToken, element, icon } from "./korzo-say.js";

// The server takes no more at once.
const PIECE_BYTES = 4 * 1024 * 1024;
const WAITS_MS = [1000, 3000, 9000];
// While somebody writes, the server prepares; a long film takes a minute.
const LOOK_MS = 1500;
const LOOKS_MAX = 400;

export const isFilm = (file) => /^(video|audio)\//.test(file.type) || /\.(mp4|m4v|mov|webm|mp3|m4a|ogg|oga|opus|wav)$/i.test(file.name);

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Refused extends Error {}

export class FilmUpload {
  // `kept` is what a draft remembers: the film is on the server already.
  constructor(uploads, file, kept) {
    Object.assign(this, { uploads, file, words: uploads.words, film: kept, received: 0 });
    this.isSound = Boolean(file?.type.startsWith("audio/"));
    this.bar = element("progress", { class: "bar", max: "100", value: "0", "aria-label": `${this.words.uploading} ${file?.name ?? ""}` });
    this.side = element("div", { class: "stack snug" }, this.bar);
    this.frame = element("span", { class: "photo r11 glyph-photo" }, icon(this.isSound ? "volume-2" : "video"));
    const remove = uploads.removeButton(() => this.takeOut(), this.words.filmRemove);
    this.line = element("div", { class: "pic" }, this.frame, this.side, remove);
  }

  async start() {
    if (!this.file) {
      this.describe(this.film);
      return;
    }
    const { megabytesMax } = this.uploads;
    if (megabytesMax && this.file.size > megabytesMax * 1024 * 1024) {
      const most = new Intl.NumberFormat(document.documentElement.lang).format(megabytesMax);
      this.refuse(this.words.filmTooLarge.replace("{most}", most));
      return;
    }
    await this.send();
  }

  // Sending

  async send() {
    this.uploads.running += 1;
    this.uploads.changed();
    try {
      while (!this.film || this.received < this.file.size) {
        if (this.isGone) return;
        await this.sendPiece();
      }
      this.describe(this.film);
    } catch (problem) {
      if (problem instanceof Refused) this.refuse(problem.message);
      else this.offerAgain();
    } finally {
      this.uploads.running -= 1;
      this.uploads.changed();
    }
  }

  // A piece that did not get through is tried again; the server says where to go on.
  async sendPiece() {
    for (const wait of [...WAITS_MS, 0]) {
      try {
        this.film = await this.post();
        this.received = this.film.state === "arriving" ? this.film.received : this.file.size;
        return;
      } catch (problem) {
        if (problem instanceof Refused || this.isGone || !wait) throw problem;
        await pause(wait);
        await this.catchUp();
      }
    }
  }

  async catchUp() {
    const known = this.film && (await this.ask().catch(() => null));
    if (known) this.received = known.state === "arriving" ? known.received : this.file.size;
  }

  post() {
    const piece = this.file.slice(this.received, this.received + PIECE_BYTES);
    const body = new FormData();
    body.append(this.film ? "offset" : "size", this.film ? this.received : this.file.size);
    body.append("file", piece, "piece");
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.film ? this.address : this.uploads.filmsUrl);
      request.responseType = "json";
      request.setRequestHeader("X-CSRFToken", csrfToken());
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = (event) => (this.bar.value = ((this.received + Math.min(event.loaded, piece.size)) / this.file.size) * 100);
      request.onerror = () => reject(new Error());
      request.onload = () => {
        const film = request.response;
        if (request.status < 300 && film?.id !== undefined) resolve(film);
        else if (request.status < 500 && request.status !== 429) reject(new Refused(film?.error ?? this.words.filmFailed));
        else reject(new Error());
      };
      request.send(body);
    });
  }

  get address() {
    return `${this.uploads.filmsUrl}${this.film.id}/`;
  }

  async ask() {
    const answer = await fetch(this.address, { headers: { Accept: "application/json" } });
    if (answer.status === 404) return { state: "gone" };
    if (!answer.ok) throw new Error();
    return answer.json();
  }

  // What its line says

  refuse(text) {
    this.side.replaceChildren(element("span", { class: "error", role: "alert" }, text));
  }

  offerAgain() {
    const again = () => {
      this.side.replaceChildren(this.bar);
      this.send();
    };
    this.side.replaceChildren(...this.uploads.failure(this.words.filmFailed, again));
  }

  describe(film) {
    this.note = element("span", { class: "film-note", role: "status" }, this.words.filmPreparing);
    this.side.replaceChildren(...this.uploads.description({ ...film, kind: film.kind ?? "film" }, this.words.filmWords), this.note, this.captionsButton());
    this.watch();
  }

  async watch() {
    for (let looks = 0; looks < LOOKS_MAX && !this.isGone; looks += 1) {
      const film = await this.ask().catch(() => null);
      if (film && film.state !== "received") {
        this.settle(film);
        return;
      }
      await pause(LOOK_MS);
    }
  }

  settle(film) {
    if (film.state === "ready") {
      this.note.textContent = `${this.words.filmReady} · ${film.length}`;
      this.frame.classList.remove("glyph-photo");
      this.frame.replaceChildren(element("img", { class: "photo__img", src: film.url, alt: "" }));
    } else if (film.state === "failed") {
      this.refuse(film.error);
      this.uploads.changed();
    } else this.takeOut();
  }

  captionsButton() {
    const field = element("input", { type: "file", accept: ".vtt,.srt,text/vtt", hidden: "" });
    const button = element("button", { class: "btn small", type: "button" }, this.words.filmCaptions);
    const said = element("span", { class: "film-note", role: "status" });
    button.addEventListener("click", () => field.click());
    field.addEventListener("change", async () => {
      if (field.files.length) said.textContent = await this.sendCaptions(field.files[0]);
      field.value = "";
    });
    return element("span", { class: "row tight" }, button, field, said);
  }

  async sendCaptions(file) {
    const body = new FormData();
    body.append("captions", file);
    body.append("language", document.documentElement.lang);
    const address = `${this.uploads.url}${this.film.id}/captions/`;
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": csrfToken() } });
      const said = await answer.json();
      return answer.ok ? this.words.filmCaptionsKept : said.error;
    } catch {
      return this.words.filmFailed;
    }
  }

  takeOut() {
    this.isGone = true;
    this.line.remove();
    this.uploads.strip.hidden = !this.uploads.count;
  }
}
