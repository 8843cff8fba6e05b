import { addIsoDuration } from '#flow/expressions/dates/durations.ts';
import { prorate } from '../proration/prorate.ts';
import { coveredUntil, type Subscription } from '../subscription/subscription.ts';
import { type Charging, type NextCharge, nextCharge } from './next-charge.ts';

/** The period that runs at that time, counted on from the one that is known. */
const periodAt = ({ periodStart, periodEnd, cycle }: Subscription, atMs: number, zone: string) => {
  if (periodStart === null || periodEnd === null || cycle === null) return null;
  const months = cycle === 'year' ? 12 : 1;
  let [start, end] = [Date.parse(periodStart), Date.parse(periodEnd)];
  for (let n = 1; end <= atMs; n += 1)
    [start, end] = [end, addIsoDuration(Date.parse(periodEnd), `P${n * months}M`, zone)];
  return { start, end };
};

/**
 * What is charged by itself where a pause has an end: then what is left of the period that runs by then, or, where that day is paid
 * for, the next period as without a pause. Pure. Null: nothing is. Where the provider counts periods otherwise (of who began on a
 * 31st) it may differ by a day's share.
 */
export const pauseEndCharge = (
  facts: Subscription,
  { zone, ...charging }: Charging & { credit: number; zone: string },
): NextCharge | null => {
  const { state, pausedUntil: at, pending, provider, items } = facts;
  if (state !== 'paused' || at === null || provider === null || pending?.kind === 'cancel') return null;
  if (coveredUntil(facts) > at) return nextCharge({ ...facts, state: 'active' }, charging);
  const period = periodAt(facts, Date.parse(at), zone);
  if (!period) return null;
  const { total } = prorate({
    ...{ old: { lines: [], period }, next: { lines: items, period } },
    ...{ at: Date.parse(at), credit: 0 },
  });
  return { at, full: total, coupon: 0, credit: 0, code: null, amount: total };
};
