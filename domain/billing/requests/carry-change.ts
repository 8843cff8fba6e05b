import { capabilitiesOf } from '#flow/contracts/billing-provider.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { enterCredit } from '../subscription/account-credit.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { finishWork, tellLines } from '../subscription/finish-work.ts';
import { isProvidersNo } from '../subscription/providers-no.ts';
import type { Subscription, Target } from '../subscription/subscription.ts';
import { carrySwitch, startOfSecond } from './carry-provider.ts';
import { type Carrying, closeDone, DONE, letGo, type Outcome, WITHDRAWN, withFacts } from './carrying.ts';
import { applyUncharged, chargePrice, isApplied, isCharged } from './charge-price.ts';
import { checkWish } from './check-wish.ts';
import { freshFacts } from './fresh-facts.ts';
import { inputOf } from './inputs.ts';
import { abilitiesOf, findPreview, planChange } from './preview-change.ts';
import { isOldPrice, priceBasis } from './price-basis.ts';
import { refused } from './refusal.ts';
import { findWish, saveWork, type Wish, type Work } from './wish.ts';

type Step = { kind: 'charge' | 'apply' | 'schedule' | 'switch'; work: Work };

const stepOf = (work: Work, held: FactsAtWork, { providers }: Pick<BillingDeps, 'providers'>): Step['kind'] => {
  const provider = work.provider ? providers[work.provider] : undefined;
  if (work.price) return isCharged(work) ? 'charge' : 'apply';
  const isOther = work.target?.cycle !== held.before.cycle;
  const does = provider && capabilitiesOf(provider, held.before.providerSubscription);
  return isOther && does?.intervalChange === false ? 'switch' : 'schedule';
};

/** A second subscription charges nothing within time that is paid for, or given, beyond the running period. */
const onwards = (work: Work, held: FactsAtWork, deps: Pick<BillingDeps, 'providers'>): Work =>
  stepOf(work, held, deps) === 'switch' ? { ...work, startsAt: startOfSecond(held.facts, held.now) } : work;

/** What the change is and costs: as it was shown, where it was; else as of now. The same at every try. */
const decide = async (held: FactsAtWork, { deps, wish }: Carrying): Promise<Work> => {
  const { facts, db, now } = held;
  const reason = checkWish('change', facts, now);
  if (reason) throw refused(reason);
  const { preview, keep: _keep, ...wanted } = inputOf('change', wish.input);
  const planned = preview
    ? await findPreview(held, preview, now)
    : await planChange(held, wanted, { atMs: deps.nowMs(), ...abilitiesOf(deps, facts) });
  const { listed: _listed, ...target } = planned.target;
  const base: Work = {
    target,
    subscription: facts.providerSubscription,
    ...(facts.provider && { provider: facts.provider }),
  };
  if (planned.when === 'period_end') return { ...base, startsAt: planned.at };
  const { lines, total, creditUsed, left } = planned.price;
  await enterCredit(db, { source: 'request', sourceId: wish.id, amount: -creditUsed, note: 'change' });
  const price = { at: planned.at, lines, total, creditUsed, left };
  return {
    ...base,
    price,
    locale: held.tenant.locale,
    basis: priceBasis(facts),
    ...(planned.period && { period: planned.period }),
  };
};

const isScheduled = ({ pending }: Subscription, { id }: Wish): boolean =>
  pending?.kind === 'change' && pending.request === id;

const unschedule = (carrying: Carrying, { scheduled: _scheduled, ...work }: Work) =>
  withFacts(carrying, async ({ facts, db }) => {
    if (isScheduled(facts, carrying.wish)) facts.pending = null;
    await saveWork(db, carrying.wish.id, work);
  });

/**
 * Among what is scheduled, once: a repeat whose change is there no more before its day schedules nothing again. Its owner took it
 * back meanwhile, or it fell away with an end. False: so it is.
 */
const enter = async (carrying: Carrying, work: Work & { target: Target; startsAt: string }): Promise<boolean> =>
  (
    await withFacts(carrying, async ({ facts, db, now }) => {
      const { target, startsAt } = work;
      const wish = await findWish(db, carrying.wish.id);
      if (!wish || wish.closedAt !== null) return false;
      if (isScheduled(facts, wish)) return true;
      if (wish.work?.scheduled) return startsAt <= now;
      const { keep = null } = inputOf('change', wish.input);
      facts.pending = { kind: 'change', ...target, at: startsAt, request: wish.id, keep };
      await saveWork(db, wish.id, { ...work, scheduled: true });
      return true;
    })
  ).result;

/** What is less is had from the period's end on; the provider charges less from then on. */
const schedule = async (carrying: Carrying, { work }: Step): Promise<Outcome> => {
  const { deps, tenantId, wish, signal } = carrying;
  const { target, startsAt } = work;
  if (!target || !startsAt) throw new Error(`The wish ${wish.id} has nothing to schedule`);
  if (!(await enter(carrying, { ...work, target, startsAt }))) {
    await letGo(carrying, { status: 'expired', reason: 'withdrawn' });
    return WITHDRAWN;
  }
  try {
    await tellLines(deps, tenantId, `${wish.id}/lines`, signal);
  } catch (error) {
    // A no to it is the wish's end: nothing is scheduled that is not charged so.
    if (isProvidersNo(error)) await unschedule(carrying, work);
    throw error;
  }
  // What comes off the next period is of another plan by this.
  await finishWork(deps, tenantId, signal);
  await deps.database.withTenant(tenantId, (db) => closeDone(db, wish, { at: startsAt, tier: target.tier }));
  return DONE;
};

/**
 * The smaller plan at the period's end, the larger one now: its pro rata is charged first, and only when that came does the plan
 * change (in the payment's own transaction), then what the provider charges from the next period on.
 */
export const carryChange = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, tenantId, wish, signal } = carrying;
  await freshFacts(carrying);
  const { result: step } = await withFacts(carrying, async (held): Promise<Step> => {
    const known = await findWish(held.db, wish.id);
    const work = known?.work ?? onwards(await decide(held, carrying), held, deps);
    if (known && isOldPrice(known, held)) throw refused('preview_over');
    if (!known?.work) await saveWork(held.db, wish.id, work);
    return { kind: work.applied ? 'apply' : stepOf(work, held, deps), work };
  });
  if (step.kind === 'switch') return await carrySwitch(carrying, step.work);
  if (step.kind === 'schedule') return await schedule(carrying, step);
  const outcome = step.kind === 'charge' ? await chargePrice(carrying, step.work) : null;
  if (outcome?.outcome === 'refused') return outcome;
  if (!outcome) await applyUncharged(carrying);
  const after = await deps.database.withTenant(tenantId, (db) => findWish(db, wish.id));
  if (!isApplied(after)) return outcome ?? DONE;
  await finishWork(deps, tenantId, signal);
  return DONE;
};
