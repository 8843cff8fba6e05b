import { useEffect, useSyncExternalStore } from 'react';
import { send } from '../api-client.ts';

/** How many approvals wait, for the menu: asked now and then, and by who decides one. */
const EVERY_MS = 30_000;

let open = 0;
const listeners = new Set<() => void>();

export const refreshOpenApprovals = async (): Promise<void> => {
  try {
    const { body } = await send<{ approvals: number }>('/home/counts');
    open = body.approvals;
    for (const listener of listeners) listener();
  } catch {
    // It is an ornament: the last count stays, and pages say what is wrong.
  }
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useOpenApprovals = (): number => {
  useEffect(() => {
    void refreshOpenApprovals();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void refreshOpenApprovals();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return useSyncExternalStore(subscribe, () => open);
};
