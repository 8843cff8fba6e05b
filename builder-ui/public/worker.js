// Opens the builder also without a connection, and shows push messages, also while no page of ours is open. It keeps the
// page and the files of the build, whose names hold a hash of what is in them; never an answer of the API.
const SHELL = 'trama-shell';
const FILES = 'trama-files';
const LIST = '/build-files.json';
/** Never from here: what is not the builder's. */
const NOT_BUILDER = /^\/(v1|hooks|telegram|a|f|docs|codec|operator|healthz|livez|readyz|metrics)(\/|$)/;
const PLAIN_FILES = ['/icon.svg', '/icon-192.png', '/icon-512.png', '/icon-maskable-512.png', '/manifest.webmanifest'];

/** What a cache or the network may take before the other is asked. */
const PATIENCE_MS = 3_000;
/** The page is larger than a file, and its server may have much to do. */
const PAGE_PATIENCE_MS = 10_000;

self.addEventListener('install', (event) => {
  // Where a browser can, calls of the API do not even pass by here.
  const straight = event.addRoutes?.({ condition: { urlPattern: '/v1/*' }, source: 'network' });
  event.waitUntil(Promise.all([keepShell(), straight?.catch(() => undefined)]).catch(() => undefined));
  self.skipWaiting();
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** The builder's own page: a network that asks to sign in first answers for every address, with a page of its own. */
const isOurPage = (text) => text.includes('id="root"') && text.includes('/assets/');

/** A file of the build: what stands in for it (such a network, again) is a page. */
const isOurFile = (answer) =>
  answer.ok && !answer.redirected && !/^text\/html/.test(answer.headers.get('content-type') ?? '');

/** The page as it is now, with what it names; files of builds before are forgotten once the page has changed. */
async function keepShell(answer) {
  const shell = await caches.open(SHELL);
  const fresh = answer ?? (await fetch('/', { cache: 'no-cache' }));
  const text = await fresh.clone().text();
  if (!fresh.ok || !isOurPage(text)) return;
  const before = await (await shell.match('/'))?.text();
  await shell.put('/', fresh);
  if (before === text) return;
  const files = await caches.open(FILES);
  await forgetOld(files);
  await Promise.all(PLAIN_FILES.map((file) => keep(files, file)));
}

/** What neither this build has nor the one before it, of which a page may still be open. */
async function forgetOld(files) {
  const list = await listOfBuild();
  if (!list) return;
  const before = await (await files.match(LIST))?.json();
  await files.put(LIST, new Response(JSON.stringify(list)));
  if (!Array.isArray(before)) return;
  const known = new Set([...list, ...before]);
  for (const request of await files.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/assets/') && !known.has(pathname)) await files.delete(request);
  }
}

/** Names of all files of the build that the server has. */
async function listOfBuild() {
  const answer = await fetch(LIST, { cache: 'no-cache' });
  const list = answer.ok ? await answer.json() : null;
  return Array.isArray(list) ? list : null;
}

async function keep(files, address) {
  const answer = await fetch(address);
  if (isOurFile(answer)) await files.put(address, answer);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || NOT_BUILDER.test(pathname)) return;
  if (request.mode === 'navigate') event.respondWith(page(event));
  else if (pathname.startsWith('/assets/')) event.respondWith(file(event));
  else if (PLAIN_FILES.includes(pathname)) event.respondWith(plainFile(request));
});

/** Caches may fail or hang (a full disk, a browser that has much to do): then there is none. */
const kept = (request, cacheName) =>
  Promise.race([
    caches.match(request, { cacheName }).catch(() => undefined),
    new Promise((done) => setTimeout(done, PATIENCE_MS)),
  ]);

/** The server's page; ours where it does not answer, or not soon. */
async function page(event) {
  const asked = fetch(event.request).then((answer) => {
    if (answer.ok && !answer.redirected) event.waitUntil(keepShell(answer.clone()).catch(() => undefined));
    return answer;
  });
  event.waitUntil(asked.catch(() => undefined));
  const late = new Promise((done) => setTimeout(done, PAGE_PATIENCE_MS));
  const answer = await Promise.race([asked, late]).catch(() => undefined);
  // A server that starts, or that a proxy stands in for, is no reason to lose sight of one's work.
  if (answer && answer.status < 500) return answer;
  return (await kept('/', SHELL)) ?? answer ?? (await asked);
}

/** A file of a build never changes: once had, it is not asked for again. */
async function file(event) {
  const { request } = event;
  const had = await kept(request, FILES);
  if (had) return had;
  const answer = await fetch(request);
  if (isOurFile(answer)) {
    const copy = answer.clone();
    event.waitUntil(
      caches
        .open(FILES)
        .then((files) => files.put(request, copy))
        .catch(() => undefined),
    );
  }
  return answer;
}

async function plainFile(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const had = await kept(request, FILES);
    if (had) return had;
    throw error;
  }
}

/**
 * A page tells what it has loaded before this worker was there, and, once it has come to rest, to keep the whole build:
 * each page then opens without a connection, and none loses a part of its build when the server gets another.
 */
self.addEventListener('message', (event) => {
  const { loaded, all } = event.data ?? {};
  if (Array.isArray(loaded)) event.waitUntil(keepEach(loaded).catch(() => undefined));
  if (all === true) event.waitUntil(keepBuild().catch(() => undefined));
});

async function keepEach(addresses) {
  const files = await caches.open(FILES);
  const wanted = addresses
    .map((one) => new URL(one, self.location.origin))
    .filter(({ origin, pathname }) => origin === self.location.origin && pathname.startsWith('/assets/'));
  // One after another: a page that is in use goes first.
  for (const { pathname } of wanted) if (!(await files.match(pathname))) await keep(files, pathname);
}

async function keepBuild() {
  await keepEach((await listOfBuild()) ?? []);
}

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
