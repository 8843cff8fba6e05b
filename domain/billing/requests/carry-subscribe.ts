import { TramaError } from '#flow/errors.ts';
import { addIsoDuration, parseDuration } from '#flow/expressions/dates/durations.ts';
import { atZone, startOfDayMs } from '#flow/expressions/dates/zones.ts';
import { couponOff, redeemCoupon } from '../catalogue/coupon.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import { sumOf } from '../proration/prorate.ts';
import { creditOf, enterCredit } from '../subscription/account-credit.ts';
import { takeTarget } from '../subscription/apply-wish.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { claimantOf, payerOf } from '../subscription/payer-of.ts';
import { type CouponLeft, iso, type Subscription, wholeSecond } from '../subscription/subscription.ts';
import { syncNow } from '../subscription/sync-facts.ts';
import {
  type Carrying,
  closeDone,
  DONE,
  type Outcome,
  providerFor,
  returnTo,
  takeAsked,
  withFacts,
} from './carrying.ts';
import { checkWish } from './check-wish.ts';
import { inputOf } from './inputs.ts';
import { type PlannedTarget, planTarget } from './plan-target.ts';
import { refused } from './refusal.ts';
import { claimTrial } from './trial-claims.ts';
import { findWish, saveWork, type Work } from './wish.ts';

/** A trial of days ends at midnight of the tenant's own zone; one of seconds, in tests, to the second. */
export const trialEnd = (fromMs: number, duration: string, zone: string): string => {
  const end = addIsoDuration(fromMs, duration, zone);
  const { months, days } = parseDuration(duration);
  if (months + days === 0) return iso(end);
  const start = startOfDayMs(atZone(end, zone).toLocalDate(), zone);
  return iso(start === end ? end : startOfDayMs(atZone(end, zone).toLocalDate().plusDays(1), zone));
};

const planOf = async ({ db }: FactsAtWork, target: PlannedTarget) => {
  const plan = await findPlanVersion(db.sql, target.planVersionId);
  if (!plan) throw refused('no_such_plan', { tier: target.tier });
  return plan;
};

const couponOf = async (
  { db }: FactsAtWork,
  code: string | undefined,
  target: PlannedTarget,
): Promise<CouponLeft | null> => {
  if (code === undefined || code === '') return null;
  const coupon = await redeemCoupon(db, { code, tier: target.tier, interval: target.cycle }).catch((error: unknown) => {
    // A database that fails says nothing of the coupon.
    throw error instanceof TramaError && error.code === 'conflict'
      ? refused('no_such_coupon', { coupon: code })
      : error;
  });
  const { periods: left, ...kept } = coupon;
  return { ...kept, left };
};

/** The first charge is made when what there is already is over: a trial, time that was given, or what was paid before. */
const startOf = (facts: Subscription, now: string): string | null => {
  const until = [facts.trialEndsAt, facts.compUntil, facts.paidThrough]
    .filter((at) => at !== null)
    .toSorted()
    .at(-1);
  return facts.state !== 'free' && until !== undefined && until > now ? wholeSecond(until) : null;
};

const workOf = async (held: FactsAtWork, { wish, deps }: Carrying): Promise<Work> => {
  const { db, facts, now, tenant } = held;
  const reason = checkWish('subscribe', facts, now);
  if (reason) throw refused(reason);
  const input = inputOf('subscribe', wish.input);
  const wanted = { ...input, addOns: input.addOns ?? [] };
  const target = await planTarget(db, facts, wanted, tenant.locale);
  const amount = sumOf(target.items);
  if (amount === 0) throw refused('no_such_plan', { tier: target.tier });
  const provider = providerFor(deps, input.provider).name;
  const trial = input.trial ? (await planOf(held, target)).trial : null;
  if (input.trial && (trial === null || facts.state !== 'free')) throw refused('no_trial');
  const startsAt = trial === null ? startOf(facts, now) : trialEnd(deps.nowMs(), trial, tenant.timezone);
  const coupon = await couponOf(held, input.coupon, target);
  const off = coupon ? couponOff(coupon, target, amount) : 0;
  const credit = Math.min(await creditOf(db), amount - off);
  await enterCredit(db, { source: 'request', sourceId: wish.id, amount: -credit, note: 'subscribe' });
  const discount = { coupon: off, credit };
  return { target, provider, startsAt, trial: trial !== null, coupon, discount, subscription: null };
};

/** What was decided at the first try, with whom it is for. */
const begun = async (carrying: Carrying, decide: (held: FactsAtWork) => Promise<Work>) =>
  (
    await withFacts(carrying, async (held) => {
      const known = await findWish(held.db, carrying.wish.id);
      const work = known?.work ?? (await decide(held));
      if (!known?.work) await saveWork(held.db, carrying.wish.id, work);
      const claimant = await claimantOf(held.db);
      return { work, claimant, payer: await payerOf(held.db, work.provider ?? 'stripe') };
    })
  ).result;

/** A page or a Pix for a first subscription. It begins when that is paid, or with a trial when the method of payment is set. */
export const carrySubscribe = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, wish, tenantId, signal } = carrying;
  const { work, payer, claimant } = await begun(carrying, (held) => workOf(held, carrying));
  const { target, discount } = work;
  if (!target) throw new Error(`The wish ${wish.id} has no target`);
  if (work.trial && !(await claimTrial(deps, wish.id, claimant))) throw refused('trial_used');
  const provider = providerFor(deps, work.provider);
  const { method } = inputOf('subscribe', wish.input);
  const asked = await provider.begin(
    {
      ...{ payer, request: wish.id, interval: target.cycle, lines: target.items },
      ...(method !== undefined && { method }),
      discount: (discount?.coupon ?? 0) + (discount?.credit ?? 0),
      ...{ startsAt: work.startsAt ?? null, returnTo: returnTo(deps, wish), idempotencyKey: `${wish.id}/begin` },
    },
    signal,
  );
  const outcome = await takeAsked(carrying, provider, asked);
  if (asked.kind === 'done') await syncNow(deps, tenantId, signal);
  const after = await deps.database.withTenant(tenantId, (db) => findWish(db, wish.id));
  return after?.status === 'done' ? DONE : outcome;
};

/** A trial without any method of payment: nothing is asked of a provider. */
export const carryTrial = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, wish } = carrying;
  const decide = async (held: FactsAtWork): Promise<Work> => {
    const reason = checkWish('trial', held.facts, held.now);
    if (reason) throw refused(reason);
    const { tier } = inputOf('trial', wish.input);
    const wanted = { tier, interval: 'month' as const, addOns: [] };
    const target = await planTarget(held.db, held.facts, wanted, held.tenant.locale);
    const { trial } = await planOf(held, target);
    if (trial === null) throw refused('no_trial');
    return { target, startsAt: trialEnd(deps.nowMs(), trial, held.tenant.timezone) };
  };
  const { work, claimant } = await begun(carrying, decide);
  if (!(await claimTrial(deps, wish.id, claimant))) throw refused('trial_used');
  await withFacts(carrying, async (held) => {
    const { facts, db, now, changes } = held;
    if (!(await closeDone(db, wish, { trialEndsAt: work.startsAt ?? '' }))) return;
    if (work.target) takeTarget(facts, work.target);
    Object.assign(facts, { state: 'trialing', trialEndsAt: work.startsAt, access: 'full' });
    Object.assign(facts, { freeReason: null, freeSince: null, canceledAt: null, pending: null });
    changes.push({ source: `request/${wish.id}/trial`, kind: 'trial', at: now, actor: wish.askedBy });
  });
  return DONE;
};
