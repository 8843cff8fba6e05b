import { useSyncExternalStore } from 'react';
import { type LoadedTenant, loadTenant, patchTenant, type Tenant, type TenantChange } from '../settings/tenant-api.ts';
import { setTimeZone } from './times.ts';

/** The tenant of who is signed in; null until it is known. */
let held: LoadedTenant | null = null;
const listeners = new Set<() => void>();

const set = (next: LoadedTenant | null): void => {
  held = next;
  setTimeZone(next?.tenant.timezone);
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTenant = (): Tenant | null => useSyncExternalStore(subscribe, () => held?.tenant ?? null);

/** Asks for the tenant. Pages do without where it cannot be had: how they look is ours then. */
export const refreshTenant = async (): Promise<void> => {
  set(await loadTenant().catch(() => held));
};

export const forgetTenant = (): void => set(null);

/**
 * Changes what is named. @throws what the API answers; after a 412 the tenant is as somebody else left it, so that
 * trying again is a choice.
 */
export const changeTenant = async (change: TenantChange): Promise<Tenant> => {
  try {
    set(await patchTenant(change, held?.etag ?? null));
  } catch (error) {
    await refreshTenant();
    throw error;
  }
  return (held as LoadedTenant).tenant;
};
