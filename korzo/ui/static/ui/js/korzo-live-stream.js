// News from the server, one stream for all tabs of this browser: the tab that holds the lock listens and tells the others.
// subscribe("topic:5", hear) calls hear({ kind, on, name, data }); kind is "news", "presence" or "reload".

const SHARED = "korzo-live";
// Elements of one page ask one after the other; they are asked for together.
const GATHER_MS = 150;
const RETRY_MS = 3000;
const RETRY_MS_MAX = 60000;
// After so many failures in a row nobody asks again until somebody looks at the page.
const FAILURES_MAX = 8;
// Nobody looks at a page that was hidden for so long.
const HIDDEN_MS = 5 * 60 * 1000;
// What is older than this the server does not tell again.
const AGE_MS_MAX = 9 * 60 * 1000;
const ALIVE_MS = 20000;
// A tab in the background may speak once a minute only.
const GONE_MS = 180000;
const REMEMBERED = 300;

const tab = Math.random().toString(36).slice(2);
const listeners = new Map();
const heard = new Set();
const refused = new Set();
let line;
let mark = "";
// Until when this tab knows everything: at first, until its page was asked for.
let freshAt = performance.timeOrigin;
let letGo;
let leader;
let gathering;
let hiddenTimer;

export function subscribe(channel, hear) {
  if (!listeners.has(channel)) listeners.set(channel, new Set());
  listeners.get(channel).add(hear);
  join();
  announce();
  return () => {
    listeners.get(channel)?.delete(hear);
    if (!listeners.get(channel)?.size) listeners.delete(channel);
    announce();
  };
}

function join() {
  if (line || leader || document.hidden) return;
  if (!navigator.locks || !window.BroadcastChannel) {
    leader = new Leader();
    return;
  }
  line = new BroadcastChannel(SHARED);
  line.addEventListener("message", (event) => receive(event.data));
  const giveUp = new AbortController();
  letGo = () => giveUp.abort();
  navigator.locks
    .request(SHARED, { signal: giveUp.signal }, () => {
      leader = new Leader();
      line.postMessage({ kind: "who" });
      announce();
      return new Promise((resolve) => (letGo = resolve));
    })
    .catch(() => {});
}

function leave() {
  line?.postMessage({ kind: "bye", tab });
  leader?.close();
  letGo?.();
  line?.close();
  line = leader = letGo = undefined;
}

function announce() {
  clearTimeout(gathering);
  gathering = setTimeout(() => {
    const wants = { kind: "wants", tab, channels: [...listeners.keys()], since: freshAt };
    line?.postMessage(wants);
    leader?.take(wants);
  }, GATHER_MS);
}

function receive(message) {
  if (message.kind === "who") announce();
  else if (message.kind === "told") hear(message.event);
  else if (message.kind === "alive") freshAt = Date.now();
  else leader?.take(message);
}

function hear(event) {
  freshAt = Date.now();
  if (event.mark) mark = event.mark;
  if (event.id) {
    if (heard.has(event.id)) return;
    heard.add(event.id);
    if (heard.size > REMEMBERED) heard.delete(heard.values().next().value);
  }
  // One's own channel carries one's number, which a page need not know.
  const channel = event.on?.startsWith("member:") ? "member" : event.on;
  for (const [name, those] of listeners) if (event.kind === "reload" || name === channel) for (const one of those) one(event);
}

class Leader {
  tabs = new Map();
  covered = [];
  failures = 0;

  constructor() {
    this.beat = setInterval(() => this.live(), ALIVE_MS);
  }

  take(message) {
    if (message.kind === "bye") this.tabs.delete(message.tab);
    else this.tabs.set(message.tab, { ...message, at: Date.now() });
    this.listen();
  }

  wanted() {
    const channels = [...this.tabs.values()].flatMap((one) => one.channels);
    return [...new Set(channels)].filter((name) => !refused.has(name)).sort();
  }

  listen() {
    const wanted = this.wanted();
    const isCovered = wanted.every((name) => this.covered.includes(name));
    if (isCovered && (this.source || this.retry)) {
      if (!wanted.length) this.hangUp();
      return;
    }
    this.connect();
  }

  connect() {
    const wanted = this.wanted();
    const added = [...this.tabs.values()].filter((one) => one.channels.some((name) => wanted.includes(name) && !this.covered.includes(name)));
    this.hangUp();
    if (!wanted.length) return;
    const query = new URLSearchParams(wanted.map((name) => ["on", name]));
    if (mark) query.set("last", mark);
    const since = Math.min(...added.map((one) => one.since), ...(mark ? [] : [freshAt]));
    if (Number.isFinite(since)) query.set("age", Math.max(1, Math.round(Date.now() - since)));
    this.covered = wanted;
    this.source = new EventSource(`/live/?${query}`);
    this.source.onopen = () => this.live();
    this.source.onmessage = (event) => this.tell({ kind: "news", mark: event.lastEventId, ...JSON.parse(event.data) });
    this.source.addEventListener("presence", (event) => this.tell({ kind: "presence", ...JSON.parse(event.data) }));
    this.source.addEventListener("reload", (event) => this.tell({ kind: "reload", mark: event.lastEventId }));
    this.source.addEventListener("mark", (event) => this.tell({ kind: "mark", mark: event.lastEventId }));
    for (const kind of ["refused", "revoked"]) this.source.addEventListener(kind, (event) => this.refuse(JSON.parse(event.data).channels));
    this.source.onerror = () => this.later();
  }

  refuse(channels) {
    for (const name of channels) refused.add(name.startsWith("member:") ? "member" : name);
  }

  tell(event) {
    this.failures = 0;
    hear(event);
    line?.postMessage({ kind: "told", event });
  }

  live() {
    for (const [name, one] of this.tabs) if (name !== tab && Date.now() - one.at > GONE_MS) this.tabs.delete(name);
    if (this.source?.readyState !== EventSource.OPEN) return;
    freshAt = Date.now();
    line?.postMessage({ kind: "alive" });
  }

  later() {
    this.source?.close();
    this.source = undefined;
    this.failures += 1;
    if (this.failures > FAILURES_MAX) return;
    const pause = Math.min(RETRY_MS * 2 ** (this.failures - 1), RETRY_MS_MAX) * (0.75 + Math.random() / 2);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connect(), pause);
  }

  hangUp() {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = this.retry = undefined;
    this.covered = [];
  }

  close() {
    this.hangUp();
    clearInterval(this.beat);
  }
}

function comeBack() {
  clearTimeout(hiddenTimer);
  if (leader && leader.failures > FAILURES_MAX) {
    leader.failures = 0;
    leader.connect();
  }
  if (line || leader || !listeners.size) return;
  if (Date.now() - freshAt > AGE_MS_MAX) {
    freshAt = Date.now();
    hear({ kind: "reload" });
  }
  join();
  announce();
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return comeBack();
  hiddenTimer = setTimeout(leave, HIDDEN_MS);
});
// A page in the browser's memory must hold neither the lock nor the stream.
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => event.persisted && comeBack());
setInterval(announce, ALIVE_MS * 3);
