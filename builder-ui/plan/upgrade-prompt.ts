import { useSyncExternalStore } from 'react';
import { whenPlanLimits } from '../api-client.ts';
import type { ProblemDetails } from '../api-types.ts';

/** What somebody was just kept from by the plan; null: nothing, or they have closed it. */
let asked: ProblemDetails | null = null;
const listeners = new Set<() => void>();

const set = (next: ProblemDetails | null): void => {
  asked = next;
  for (const listener of listeners) listener();
};

whenPlanLimits(set);

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useUpgradePrompt = (): ProblemDetails | null => useSyncExternalStore(subscribe, () => asked);
export const closeUpgradePrompt = (): void => set(null);

const ask = (feature: string): void =>
  set({
    ...{ type: 'about:blank', title: '', detail: '', status: 402, code: 'plan_required' },
    ...{ feature, upgradeUrl: '/plan' },
  });

/** Somebody points at what their plan does not have: it is said before the API has to. */
export const askForModule = (module: string): void => ask(`module:${module}`);
export const askForFeature = (feature: string): void => ask(`feature:${feature}`);
