import { isPaidChange } from './lasts-until.ts';
import { centsOf, priceOf } from './money.ts';
import type { Current, Interval, Plan } from './plan-api.ts';
import type { PlanTexts } from './plan-texts.ts';

/** What the plan is to who has another: the next step up, or down. */
const priceNow = (plan: Plan): number => centsOf(plan, 'month') ?? Number.POSITIVE_INFINITY;

/** Whether a subscription runs that can be changed; all others begin one. */
export const isPaying = ({ state, provider }: Current): boolean => provider !== null && state !== 'free';

/** Whether a plan is more than what was granted: what is not is neither sold nor tried, as the server has it. */
export const isMore = (plan: Plan, { granted }: Pick<Current, 'granted'>): boolean =>
  granted === null || priceNow(plan) > (granted.monthly?.amount ?? Number.POSITIVE_INFINITY);

/** The trial of a plan, where it can be had: an ISO 8601 duration. */
export const trialOf = (plan: Plan, current: Current): string | null =>
  current.trialAvailable && current.state === 'free' && !priceOf(plan, 'month')?.onRequest && isMore(plan, current)
    ? plan.trial
    : null;

const owes = ({ state, failedAt }: Current): boolean =>
  state === 'past_due' || state === 'grace' || (state === 'active' && failedAt !== null);

/** Whether a pause can be had: the subscription runs, nothing of it is owed, and nothing is scheduled. */
export const mayPause = (current: Current): boolean =>
  current.state === 'active' && isPaying(current) && !owes(current) && current.pending === null;

/** Why nothing can be chosen now; null: it can. */
export const barOf = (current: Current, t: PlanTexts): string | null => {
  const { state, pending } = current;
  if (owes(current)) return t.firstPay;
  if (state === 'paused') return t.firstResume;
  if (isPaidChange(current)) return t.firstBegins;
  // The end of what costs nothing keeps nobody from subscribing.
  return pending && isPaying(current) ? t.firstKeep : null;
};

/** What the button of a plan says; null: there is nothing to do. */
export const deedOf = (
  plan: Plan,
  { own, current, interval }: { own: Plan | undefined; current: Current; interval: Interval },
  t: PlanTexts,
): string | null => {
  const pays = isPaying(current);
  if (!isMore(plan, current)) return null;
  if (plan.tier === current.plan.tier) {
    const isGiven = current.state === 'trialing' || (current.state === 'active' && current.compUntil !== null);
    if (isGiven && !pays) return t.subscribe(plan.name);
    if (!pays || current.interval === null || current.interval === interval) return null;
    return interval === 'year' ? t.toYear : t.toMonth;
  }
  // Who leaves a paid plan for the free one cancels, which is said and asked as such.
  if (priceNow(plan) === 0) return null;
  if (!pays || !own) return t.choose(plan.name);
  return priceNow(plan) > priceNow(own) ? t.upgrade(plan.name) : t.downgrade(plan.name);
};
