// Shows push messages, also while no page of ours is open. It caches nothing and answers no request.
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
