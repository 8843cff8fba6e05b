import { failure } from '#flow/errors.ts';
import { type Proration, prorate } from '../proration/prorate.ts';
import { coveredUntil, type Subscription } from '../subscription/subscription.ts';
import { isEnding } from './price-basis.ts';

export interface PricedResume {
  /** The instant that it is counted for. ISO 8601. */
  at: string;
  price: Pick<Proration, 'lines' | 'total' | 'creditUsed' | 'left'>;
  /** What it pays for: the rest of the running period. */
  period: { start: string; end: string };
}

/** What is left of the running period, where it is not paid; null: it is paid for, or given. */
const restOf = (facts: Subscription, now: string) => {
  const { periodStart, periodEnd, items } = facts;
  if (coveredUntil(facts) > now || periodStart === null || periodEnd === null) return null;
  const period = { start: Date.parse(periodStart), end: Date.parse(periodEnd) };
  const next = { lines: items, period };
  const at = Date.parse(now);
  // The provider has not counted on yet: what the rest of the new period costs is not known.
  const price = periodEnd <= now ? null : prorate({ old: { lines: [], period }, next, at, credit: 0 });
  return { period, periodEnd, price };
};

/** Whether nothing can be paid now: no period runs, or too little of it is left for whoever pays, who needs `leastOpenMs`. */
export const isBetween = (facts: Subscription, now: string, leastOpenMs = 0): boolean => {
  const rest = restOf(facts, now);
  if (!rest) return false;
  return !rest.price || (rest.price.total > 0 && isEnding(rest.period, Date.parse(now), leastOpenMs));
};

/**
 * What going on after a pause costs: what is left of the running period, where it is not paid. Null: it is paid for, or given. Pure:
 * what is shown and what is charged are counted by it alike. `leastOpenMs`: how long whoever pays needs to.
 * @throws `unavailable` while nothing can be paid: nothing is had for nothing, so that it waits for the next period
 */
export const priceResume = (facts: Subscription, now: string, leastOpenMs = 0): PricedResume | null => {
  const rest = restOf(facts, now);
  if (!rest) return null;
  if (!rest.price || isBetween(facts, now, leastOpenMs))
    throw failure('unavailable', 'O próximo período ainda não começou.', 'The next period has not begun yet.');
  const { lines, total, creditUsed, left } = rest.price;
  return { at: now, price: { lines, total, creditUsed, left }, period: { start: now, end: rest.periodEnd } };
};
