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

/**
 * What going on after a pause costs: what is left of the running period, where it is not paid. Null: it is paid for, or given. Pure:
 * what is shown and what is charged are counted by it alike. `leastOpenMs`: how long whoever pays needs to.
 * @throws `unavailable` while no period runs, or too little of it is left to be paid for
 */
export const priceResume = (facts: Subscription, now: string, leastOpenMs = 0): PricedResume | null => {
  const { periodStart, periodEnd, items } = facts;
  const nowMs = Date.parse(now);
  if (coveredUntil(facts) > now || periodStart === null || periodEnd === null) return null;
  const later = () =>
    failure('unavailable', 'O próximo período ainda não começou.', 'The next period has not begun yet.');
  // The provider has not counted on yet: what the rest of the new period costs is not known, and nothing is had for nothing.
  if (periodEnd <= now) throw later();
  const period = { start: Date.parse(periodStart), end: Date.parse(periodEnd) };
  const { lines, total, creditUsed, left } = prorate({
    ...{ old: { lines: [], period }, next: { lines: items, period } },
    ...{ at: nowMs, credit: 0 },
  });
  if (total > 0 && isEnding(period, nowMs, leastOpenMs)) throw later();
  return { at: now, price: { lines, total, creditUsed, left }, period: { start: now, end: periodEnd } };
};
