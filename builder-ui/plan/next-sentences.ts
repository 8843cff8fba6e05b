import type { Money } from '../api-types.ts';
import { isPaidAt } from './lasts-until.ts';
import { nextChargeText } from './next-charge.ts';
import type { Current, Plan } from './plan-api.ts';
import type { PlanTexts } from './plan-texts.ts';

interface Written {
  day: (iso: string) => string;
  money: (money: Money) => string;
  /** ms. */
  now?: number;
}

/** Its time has come: it is done within seconds, and is not taken back any more. */
export const isDue = ({ at }: NonNullable<Current['pending']>, now: number): boolean => Date.parse(at) <= now;

/** What happens next unless somebody does something, in the order in which it matters. */
export const nextSentences = (
  current: Current,
  plans: readonly Plan[],
  t: PlanTexts,
  { day, money, now = Date.now() }: Written,
): string[] => {
  const { state, pending, periodEnd, trialEndsAt, credit, next } = current;
  const compUntil = current.compUntil !== null && !(Date.parse(current.compUntil) <= now) ? current.compUntil : null;
  const then = t.then(current.granted?.name ?? null);
  const said: (string | false | null)[] = [];
  if (state === 'free') said.push(current.granted ? t.grantedText : t.freeText);
  if (state === 'trialing' && trialEndsAt) said.push(t.trialUntil(day(trialEndsAt)));
  if (state === 'past_due' || state === 'grace') said.push(...failureOf(current, t, { day, then }));
  if (state === 'paused') said.push(...pauseOf(current, t, { day, money }));
  if (compUntil) said.push(t.comp(day(compUntil)));
  if (pending?.kind === 'cancel')
    said.push(isDue(pending, now) ? t.pendingCancelNow(then) : t.pendingCancel(day(pending.at), then));
  else if (pending) said.push(pendingOf(pending, current, { plans, t, day }));
  else if (state === 'active' && periodEnd && !compUntil && !next) said.push(t.nextRenewal(day(periodEnd)));
  if (next && (state === 'active' || state === 'trialing')) said.push(nextChargeText(next, t, { day, money }));
  const rest = credit.amount - (next?.credit.amount ?? 0);
  if (rest > 0) said.push(t.credit(money({ ...credit, amount: rest })));
  return said.filter((one) => typeof one === 'string');
};

/** Providers name tries of their own, also such as come when the plan has fallen and nothing is owed any more. */
const isBehind = (at: string, end: string | null): boolean => end !== null && Date.parse(at) >= Date.parse(end);

const failureOf = (
  { nextAttemptAt, readOnlyAt, downgradeAt, access }: Current,
  t: PlanTexts,
  { day, then }: { day: (iso: string) => string; then: string },
): (string | false | null)[] => [
  t.failed,
  nextAttemptAt && !isBehind(nextAttemptAt, downgradeAt) && t.failedNext(day(nextAttemptAt)),
  access === 'full' && readOnlyAt && t.readOnlyFrom(day(readOnlyAt)),
  downgradeAt && t.downgradeFrom(day(downgradeAt), then),
];

/** A pause with an end is over by itself, and charges by itself: how much is counted on that day, a whole period at most. */
const pauseOf = (
  { pausedUntil, paidThrough, amount, next, access }: Current,
  t: PlanTexts,
  { day, money }: Pick<Written, 'day' | 'money'>,
): (string | false)[] => {
  const isReadOnly = access === 'read_only';
  if (pausedUntil === null) return [t.paused, isReadOnly && t.pausedReadOnly];
  const then = isPaidAt(pausedUntil, paidThrough)
    ? t.pausedThenPaid(day(pausedUntil))
    : t.pausedThen(day(pausedUntil), money(next?.at === pausedUntil ? next.amount : amount));
  return [t.pausedUntil(day(pausedUntil)), then, isReadOnly && t.pausedReadOnlyUntil];
};

const pendingOf = (
  { at, tier, interval, provider }: NonNullable<Current['pending']>,
  { plan: own }: Pick<Current, 'plan'>,
  { plans, t, day }: { plans: readonly Plan[]; t: PlanTexts; day: (iso: string) => string },
): string | null => {
  if (provider) return t.pendingProvider(t.providers[provider], day(at));
  // Of the same plan what changes is how often it is paid.
  if (tier && (tier !== own.tier || !interval))
    return t.pendingChange(plans.find((one) => one.tier === tier)?.name ?? tier, day(at));
  return interval ? t.pendingInterval(t.intervals[interval], day(at)) : null;
};
