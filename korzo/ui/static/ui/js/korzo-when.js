// “5 minutes ago” in place of a date: pages are stored for everybody, so the time that has passed is reckoned here.

const UPDATE_EVERY_MS = 60_000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
// Below this everything is “just now”; after a week “9 days ago” makes the reader count, and a date does not.
const NOW_BELOW = 45;
const AGO_BELOW = 7 * DAY;
// Persian readers want their own digits, Gujarati readers are used to Latin ones, whatever a browser prefers.
const DIGITS = { fa: "arabext", gu: "latn" };

const language = document.documentElement.lang || "en";
const words = relativeWords();
const dates = new WeakMap();

// None where the browser does not speak the language of the page: then the dates stay.
function relativeWords() {
  if (!Intl.RelativeTimeFormat.supportedLocalesOf([language]).length) return null;
  return new Intl.RelativeTimeFormat(language, { numberingSystem: DIGITS[language.split("-")[0]] ?? "latn" });
}

function passed(seconds) {
  const size = Math.abs(seconds);
  const justNow = document.getElementById("words")?.dataset.justNow;
  if (size < NOW_BELOW && justNow) return justNow;
  if (size >= AGO_BELOW) return null;
  const [unit, length] = size < HOUR ? ["minute", MINUTE] : size < DAY ? ["hour", HOUR] : ["day", DAY];
  return words.format(Math.sign(seconds) * Math.max(1, Math.floor(size / length)), unit);
}

export function tellAges(root) {
  if (!words) return;
  const times = [...root.querySelectorAll("time[data-ago]")];
  if (root.matches?.("time[data-ago]")) times.push(root);
  for (const time of times) {
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
    if (Number.isNaN(seconds)) continue;
    if (!dates.has(time)) dates.set(time, time.textContent);
    const text = passed(seconds) ?? dates.get(time);
    if (time.textContent !== text) time.textContent = text;
  }
}

function update() {
  if (!document.hidden) tellAges(document);
}

update();
setInterval(update, UPDATE_EVERY_MS);
document.addEventListener("visibilitychange", update);
