// Opens the builder also without a connection, and shows push messages, also while no page of ours is open. It keeps the
// page and the files of the build, whose names hold a hash of what is in them; never an answer of the API.
const SHELL = 'trama-shell';
const FILES = 'trama-files';
/** Never from here: what is not the builder's. */
const NOT_BUILDER = /^\/(v1|hooks|telegram|a|f|docs|codec|operator|healthz|livez|readyz|metrics)(\/|$)/;
const PLAIN_FILES = ['/icon.svg', '/icon-192.png', '/icon-512.png', '/icon-maskable-512.png', '/manifest.webmanifest'];

self.addEventListener('install', (event) => {
  // Where a browser can, calls of the API do not even pass by here.
  const straight = event.addRoutes?.({ condition: { urlPattern: '/v1/*' }, source: 'network' });
  event.waitUntil(Promise.all([keepShell(), straight?.catch(() => undefined)]).catch(() => undefined));
  self.skipWaiting();
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** The page as it is now, with what it names; files of builds before are forgotten once the page has changed. */
async function keepShell(answer) {
  const shell = await caches.open(SHELL);
  const fresh = answer ?? (await fetch('/', { cache: 'no-cache' }));
  const text = await fresh.clone().text();
  const before = await (await shell.match('/'))?.text();
  await shell.put('/', fresh);
  if (before === text) return;
  const files = await caches.open(FILES);
  if (before !== undefined) await forgetOld(files);
  await Promise.all(PLAIN_FILES.map((file) => keep(files, file)));
}

/** What this build no longer has. */
async function forgetOld(files) {
  const list = await fetch('/build-files.json', { cache: 'no-cache' });
  if (!list.ok) return;
  const known = new Set(await list.json());
  for (const request of await files.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/assets/') && !known.has(pathname)) await files.delete(request);
  }
}

async function keep(files, address) {
  const answer = await fetch(address);
  if (answer.ok) await files.put(address, answer);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || NOT_BUILDER.test(pathname)) return;
  if (request.mode === 'navigate') event.respondWith(page(event));
  else if (pathname.startsWith('/assets/')) event.respondWith(file(event));
  else if (PLAIN_FILES.includes(pathname)) event.respondWith(plainFile(request));
});

/** The server's page; ours where it does not answer. */
async function page(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok && !answer.redirected) event.waitUntil(keepShell(answer.clone()).catch(() => undefined));
    // A server that starts, or that a proxy stands in for, is no reason to lose sight of one's work.
    if (answer.status < 500) return answer;
    return (await caches.match('/', { cacheName: SHELL })) ?? answer;
  } catch (error) {
    const kept = await caches.match('/', { cacheName: SHELL });
    if (kept) return kept;
    throw error;
  }
}

/** A file of a build never changes: once had, it is not asked for again. */
async function file(event) {
  const kept = await caches.match(event.request, { cacheName: FILES });
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (answer.ok) {
    const copy = answer.clone();
    event.waitUntil(caches.open(FILES).then((files) => files.put(event.request, copy)));
  }
  return answer;
}

async function plainFile(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { cacheName: FILES });
    if (kept) return kept;
    throw error;
  }
}

/** A page tells what it has loaded before this worker was there. */
self.addEventListener('message', (event) => {
  const loaded = event.data?.loaded;
  if (!Array.isArray(loaded)) return;
  const wanted = loaded
    .map((one) => new URL(one, self.location.origin))
    .filter(({ origin, pathname }) => origin === self.location.origin && pathname.startsWith('/assets/'));
  event.waitUntil(
    caches
      .open(FILES)
      .then((files) =>
        Promise.all(wanted.map(async ({ pathname }) => (await files.match(pathname)) ?? keep(files, pathname))),
      ),
  );
});

self.addEventListener('push', (event) => {
  let message = {};
  try {
    message = event.data?.json() ?? {};
  } catch {
    // Not ours: browsers want something shown all the same.
  }
  const { title = 'Trama', body = '', link = '/', tag } = message;
  event.waitUntil(
    self.registration.showNotification(title, { body, tag, icon: '/icon.svg', badge: '/icon.svg', data: { link } }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.link ?? '/', self.location.origin);
  // The server checks this, too; a worker opens nothing but pages.
  if (address.origin !== self.location.origin && address.protocol !== 'https:') return;
  event.waitUntil(open(address));
});

/** In a tab of ours, where there is one. */
async function open(address) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = address.origin === self.location.origin ? pages[0] : undefined;
  if (!page) return await self.clients.openWindow(address.href);
  await page.focus();
  // A page that this worker does not control cannot be led elsewhere.
  return await page.navigate(address.href).catch(() => self.clients.openWindow(address.href));
}
