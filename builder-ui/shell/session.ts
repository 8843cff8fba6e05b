import { useSyncExternalStore } from 'react';
import { api, whenSignedOut } from '../api-client.ts';
import { isStatus } from '../api-error.ts';
import type { Me } from '../api-types.ts';
import { turnPushOff } from '../notifications/push-subscription.ts';
import { forgetQueries } from '../use-query.ts';
import { forgetTenant, refreshTenant } from './tenant.ts';

/** `undefined`: not known yet; null: nobody is signed in. */
export type Session = Me | null | undefined;

let session: Session;
let failure: unknown;
const listeners = new Set<() => void>();

const set = (next: Session, error?: unknown): void => {
  session = next;
  failure = error;
  for (const listener of listeners) listener();
};

/** Who was signed in here last: so that a page that opens without a connection knows whose it is. */
const KEPT = 'trama.me';
/** The link of an invite, while its person signs in. */
export const KEPT_INVITE = 'trama.invite';

const keepMe = (me: Me): void => {
  try {
    localStorage.setItem(KEPT, JSON.stringify(me));
  } catch {
    // A full or forbidden store: without a connection one signs in again.
  }
};

const keptMe = (): Me | null => {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Me | null;
  } catch {
    return null;
  }
};

/** Another window of this browser, and so of this session, looks at another tenant: what this one shows is not its. */
globalThis.window?.addEventListener('storage', ({ key, newValue }) => {
  if (key !== KEPT || !session || newValue === null) return;
  const { tenant } = JSON.parse(newValue) as Me;
  if (tenant.id !== session.tenant.id) location.assign('/home');
});

const forgetAll = (): void => {
  localStorage.removeItem(KEPT);
  forgetQueries();
  forgetTenant();
};

whenSignedOut(() => {
  forgetAll();
  set(null);
});

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useSession = (): Session => useSyncExternalStore(subscribe, () => session);
export const useSessionError = (): unknown => useSyncExternalStore(subscribe, () => failure);

/** Whether who is signed in may do that. Others are not shown what the API would refuse. */
export type Scope =
  | 'data:read'
  | 'data:write'
  | 'connections:write'
  | 'connections:use'
  | 'flows:read'
  | 'flows:write'
  | 'events:write'
  | 'approvals:write'
  | 'runs:read'
  | 'runs:write'
  | 'tenant:write'
  | 'audit:read'
  | 'keys:write'
  | 'keys:read'
  | 'webhooks:write'
  | 'billing:read'
  | 'billing:write'
  | 'members:read'
  | 'members:write'
  | 'security:read'
  | 'security:write';

/** The same of several, asked one after another. */
export const useRights = (): ((scope: Scope) => boolean) => {
  const scopes = useSession()?.scopes ?? [];
  return (scope) => scopes.includes('*') || scopes.includes(scope);
};
export const useMay = (scope: Scope): boolean => useRights()(scope);

/** Asks who is signed in. Anything but a plain "nobody" is kept as an error to show. */
export async function loadSession(): Promise<void> {
  try {
    const [me] = await Promise.all([api.me(), refreshTenant()]);
    keepMe(me);
    set(me);
  } catch (error) {
    const kept = isStatus(error, 0) ? keptMe() : null;
    if (kept) set(kept);
    else if (isStatus(error, 401)) set(null);
    else set(undefined, error);
  }
}

/** @throws where the API did not hear of it: whoever comes next would be signed in */
export async function signOut(): Promise<void> {
  await turnPushOff().catch(() => undefined);
  try {
    await api.signOut();
  } catch (error) {
    if (!isStatus(error, 401)) throw error;
  }
  // What was drawn here is nobody else's who uses this browser.
  await import('../editor/kept-draft.ts').then(({ forgetDrafts }) => forgetDrafts()).catch(() => undefined);
  forgetAll();
  set(null);
}
