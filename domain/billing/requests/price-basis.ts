import { coveredUntil, type Subscription, wholeSecond } from '../subscription/subscription.ts';
import type { Wish, Work } from './wish.ts';

type Counted = Pick<Subscription, 'periodStart' | 'periodEnd' | 'planVersionId' | 'paidThrough' | 'compUntil'>;

/** What a price is counted from, as it is kept with its wish. */
export const priceBasis = ({ periodEnd, planVersionId }: Pick<Counted, 'periodEnd' | 'planVersionId'>) => ({
  periodEnd,
  planVersionId,
});

/** What was to be paid is paid; or what was to cost nothing, since it was paid for, is so no more. */
const isPaidOtherwise = ({ period }: Work, facts: Counted, now: string): boolean => {
  if (period) return (facts.paidThrough ?? '') >= period.end;
  return facts.periodStart !== null && facts.periodEnd !== null && coveredUntil(facts) <= now;
};

/** A page of a second subscription: of another provider, or of another interval where that takes a new one. */
const isSwitch = ({ kind, work }: Pick<Wish, 'kind' | 'work'>): boolean =>
  kind === 'provider' || (kind === 'change' && work?.price === undefined);

/** A second subscription charges from its beginning on: what was paid or given beyond that since would be charged twice. */
const isOvertaken = ({ startsAt }: Work, facts: Counted): boolean => {
  const until = coveredUntil(facts);
  return until !== '' && (startsAt ?? '') < wholeSecond(until);
};

/**
 * Whether the time that a price was counted for is over, is another plan's by now, or was paid for otherwise: a larger plan would be
 * had for a month that was charged as the smaller one, and a resumption would buy time that is past or that is paid. Not of what is
 * had already.
 */
export const isOutlived = ({ kind, work }: Pick<Wish, 'kind' | 'work'>, facts: Counted, now: string): boolean => {
  if (!work || work.applied) return false;
  if (isSwitch({ kind, work })) return isOvertaken(work, facts);
  if (kind === 'resume' && isPaidOtherwise(work, facts, now)) return true;
  if (!work.basis) return false;
  const { periodEnd, planVersionId } = work.basis;
  const isOver = periodEnd !== null && periodEnd <= now;
  return isOver || periodEnd !== facts.periodEnd || planVersionId !== facts.planVersionId;
};

/** How long a price that was decided may wait for its provider to be there. */
const OLD_MS = 24 * 3_600_000;

/**
 * A price is not charged that was counted for days ago, or for a period that is over: nobody would know it again. Unless somebody was
 * asked for it already: what comes of that is seen when it comes.
 */
export const isOldPrice = (
  wish: Pick<Wish, 'kind' | 'status' | 'work'>,
  { facts, now }: { facts: Counted; now: string },
): boolean => {
  const { status, work } = wish;
  if (status !== 'asked' || work?.applied || work?.price === undefined) return false;
  return Date.parse(work.price.at) < Date.parse(now) - OLD_MS || isOutlived(wish, facts, now);
};

/** Of a period that is itself a matter of seconds, as a plan for trying out has it, the rest is not all too short. */
const SHARE = 10;

/** Whether too little is left of a period for somebody to pay in it who needs so long, ms. */
export const isEnding = (period: { start: number; end: number }, atMs: number, leastOpenMs: number): boolean =>
  period.end - atMs < Math.min(leastOpenMs, (period.end - period.start) / SHARE);
