import { api } from '../api-client.ts';

/** Of push messages in this browser: what it can do, what the person said, and what is. */
export type PushState = 'impossible' | 'denied' | 'off' | 'on';

const WORKER = '/worker.js';
/** The id that our server knows this browser by. */
const KEY = 'trama.push';

const isPossible = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;

const subscribed = async (): Promise<PushSubscription | null> => {
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  return (await registration?.pushManager.getSubscription()) ?? null;
};

export async function pushState(): Promise<PushState> {
  if (!isPossible()) return 'impossible';
  if (Notification.permission === 'denied') return 'denied';
  return localStorage.getItem(KEY) !== null && (await subscribed()) !== null ? 'on' : 'off';
}

/** Asks the person, subscribes with the browser's push service, and tells our server. */
export async function turnPushOn(): Promise<PushState> {
  if (!isPossible()) return 'impossible';
  if ((await Notification.requestPermission()) !== 'granted')
    return Notification.permission === 'denied' ? 'denied' : 'off';
  const registration = await navigator.serviceWorker.register(WORKER);
  await navigator.serviceWorker.ready;
  // One of another installation's key, or of an older secret, would be refused.
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const { publicKey } = await api.pushKey();
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint, keys } = made.toJSON();
  const { id } = await api.addPush({
    endpoint: endpoint ?? '',
    keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' },
  });
  localStorage.setItem(KEY, id);
  return 'on';
}

/** Forgotten here and on our server. Whoever signs in next in this browser gets no messages of this person. */
export async function turnPushOff(): Promise<PushState> {
  const id = localStorage.getItem(KEY);
  localStorage.removeItem(KEY);
  if (!isPossible()) return 'impossible';
  if (id !== null) await api.removePush(id);
  await (await subscribed())?.unsubscribe();
  return 'off';
}
