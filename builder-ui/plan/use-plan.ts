import { useEffect, useMemo, useRef, useState } from 'react';
import { useMay } from '../shell/session.ts';
import { useLocale } from '../texts/texts.ts';
import { type Query, useQuery } from '../use-query.ts';
import { whileSeen } from '../while-seen.ts';
import {
  type Catalogue,
  type Current,
  loadCurrent,
  loadPlans,
  loadUsage,
  readCatalogue,
  type Usage,
} from './plan-api.ts';

/** How often an answer is asked for that is on its way. */
const SOON_MS = 1_500;

/** Asks again every so often while somebody sees the window; `ms` null: not at all. */
export const useEvery = (ms: number | null, ask: () => void): void => {
  useEffect(() => {
    if (ms === null) return;
    return whileSeen(() => {
      const timer = setInterval(ask, ms);
      return () => clearInterval(timer);
    });
  }, [ms, ask]);
};

/** Does something each time that a value becomes another; not for the first one. */
export const useOnChange = (value: string, act: () => void): void => {
  const before = useRef(value);
  useEffect(() => {
    if (before.current === value) return;
    before.current = value;
    act();
  });
};

/** What one pays is for whoever looks after it; others see no more of it than what they may do. */
export const useMayReadPaid = (): boolean => useMay('billing:read');

export const useCurrent = (): Query<Current> => {
  const mayRead = useMayReadPaid();
  return useQuery(mayRead ? 'subscription' : null, loadCurrent);
};
export const useCatalogueOfPlans = (): Omit<Query<Catalogue>, 'set'> => {
  const locale = useLocale();
  const { data, ...rest } = useQuery('subscription/plans', loadPlans);
  return { ...rest, data: useMemo(() => data && readCatalogue(data, locale), [data, locale]) };
};
export const useUsage = (): Query<Usage[]> => useQuery('subscription/usage', loadUsage);

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Whether the instant of what is scheduled has come, also while one looks on. */
export const useIsDue = (pending: Current['pending']): boolean => {
  const at = pending && Date.parse(pending.at);
  const [due, setDue] = useState<number | null>(null);
  useEffect(() => {
    if (at === null) return undefined;
    const left = Math.min(Math.max(0, at - Date.now()), LONGEST_TIMER_MS);
    const timer = setTimeout(() => setDue(at <= Date.now() ? at : null), left);
    return () => clearTimeout(timer);
  }, [at]);
  return at !== null && due === at;
};

/** The subscription, asked again while something of it is under way. */
export const useLiveCurrent = (): Query<Current> => {
  const current = useCurrent();
  const { requests = [], pending = null } = current.data ?? {};
  const isDue = useIsDue(pending);
  const busy = isDue || requests.some(({ status }) => status === 'asked');
  useEvery(busy ? SOON_MS : null, current.reload);
  return current;
};
