// Shows what is sent to this browser. It always shows something: browsers end the sign-up of those who stay silent.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  event.waitUntil(show(read(event)));
});

function read(event) {
  try {
    return event.data?.json() ?? {};
  } catch {
    return {};
  }
}

function show(news) {
  const title = news.title || self.location.host;
  return self.registration.showNotification(title, {
    body: news.body ?? "",
    lang: news.lang ?? "",
    dir: news.dir ?? "auto",
    tag: news.tag ?? "korzo",
    data: { url: news.url ?? "/notices/" },
  });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? "/notices/"));
});

// In a tab that is open already, if there is one. Never anywhere but here.
async function open(address) {
  const url = new URL(address, self.location.origin);
  if (url.origin !== self.location.origin) return undefined;
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find((one) => one.url === url.href);
  return tab ? tab.focus() : self.clients.openWindow(url.href);
}

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(renew(event.oldSubscription, event.newSubscription));
});

async function renew(former, given) {
  if (!former) return;
  const fresh = given ?? (await self.registration.pushManager.subscribe(former.options));
  const keys = fresh.toJSON().keys;
  const body = new URLSearchParams({ old_endpoint: former.endpoint, endpoint: fresh.endpoint, p256dh: keys.p256dh, auth: keys.auth });
  await fetch("/notices/devices/renewal/", { method: "POST", body, credentials: "same-origin" });
}
