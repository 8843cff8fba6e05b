import { addIsoDuration } from '#flow/expressions/dates/durations.ts';
import { applyPayment } from '../subscription/apply-facts.ts';
import { holdSubscription } from '../subscription/hold-subscription.ts';
import { findPayment, type KeptPayment } from '../subscription/keep-payment.ts';
import { readLinks, readNext, touchLink } from '../subscription/links.ts';
import { coveredUntil, iso, wholeSecond } from '../subscription/subscription.ts';
import { type Carrying, closeDone, DONE, type Outcome, providerFor, withFacts } from './carrying.ts';
import { inputOf } from './inputs.ts';
import { planGiven } from './plan-target.ts';
import { notSetUp, refused } from './refusal.ts';
import { findWish, saveWork, type Work } from './wish.ts';

/** How much is to go back: decided once, against what the provider itself says has gone back by then. */
const decideRefund = async ({ deps, tenantId, wish }: Carrying, kept: KeptPayment, refunded: number) =>
  await deps.database.withTenant(tenantId, async (db) => {
    await holdSubscription(db);
    const known = await findWish(db, wish.id);
    if (known?.work?.refund) return known.work.refund;
    const before = Math.max(kept.refunded, refunded);
    const left = kept.amount - before;
    const amount = inputOf('refund', wish.input).amount ?? left;
    if (amount > left || left === 0) throw refused('too_much', { left: String(left) });
    await saveWork(db, wish.id, { refund: { amount, before } });
    return { amount, before };
  });

/**
 * Gives a payment back. Where that leaves the running period unpaid, the lifecycle ends it. A repeat looks first: a provider forgets
 * the key of a call after about a day, and would give the same back twice.
 */
export const carryRefund = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, tenantId, wish, signal } = carrying;
  const { payment: id } = inputOf('refund', wish.input);
  const kept = await deps.database.withTenant(tenantId, (db) => findPayment(db, id));
  if (!kept || kept.status !== 'paid') throw refused('not_paid');
  const provider = providerFor(deps, kept.provider);
  const payment = await provider.readPayment(kept.providerId, signal);
  if (!payment) throw refused('not_paid');
  const { amount, before } = await decideRefund(carrying, kept, payment.refunded);
  const isDone = payment.refunded >= before + amount;
  const ask = { payment, amount, idempotencyKey: `${wish.id}/refund` };
  const back = isDone ? payment : await provider.refund(ask, signal);
  await deps.database.withTenant(tenantId, async (db) => {
    await applyPayment(deps, db, { provider: kept.provider, payment: back, readAt: iso(deps.nowMs()) });
    await closeDone(db, wish, { refunded: back.refunded });
  });
  return DONE;
};

/**
 * What is given, and until when: behind what is paid for, or given already. Decided once, and refused before any provider is told:
 * what was paused there for a plan that does not exist would stay so.
 */
const decideComp = async (carrying: Carrying): Promise<{ until: string; given: NonNullable<Work['given']> | null }> =>
  (
    await withFacts(carrying, async ({ db, facts, now, tenant }) => {
      const known = (await findWish(db, carrying.wish.id))?.work ?? null;
      if (known?.period && known.given !== undefined) return { until: known.period.end, given: known.given };
      const { tier, duration } = inputOf('comp', carrying.wish.input);
      // Its first charge is made when what is paid for is over, whatever is given beyond that.
      if (await readNext(db)) throw refused('switch_pending', facts.pending ? { at: facts.pending.at } : {});
      const given = await planGiven(db.sql, facts, tier);
      const from = [coveredUntil(facts), now].toSorted().at(-1) ?? now;
      const end = wholeSecond(iso(addIsoDuration(Date.parse(from), duration, tenant.timezone)));
      const period = known?.period ?? { start: from, end };
      await saveWork(db, carrying.wish.id, { period, given });
      return { until: period.end, given };
    })
  ).result;

/**
 * Time of a plan that nobody pays for: what runs at a provider is not charged meanwhile. It is not told when that is over: then the
 * rest of the running period is charged first, as after any pause, or there would be time that nobody can pay for.
 */
export const carryComp = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, tenantId, wish, signal } = carrying;
  const { reason } = inputOf('comp', wish.input);
  const { until, given } = await decideComp(carrying);
  const links = await deps.database.withTenant(tenantId, readLinks);
  const current = links.find(({ role, status }) => role === 'current' && status !== 'ended');
  const provider = current ? deps.providers[current.provider] : undefined;
  if (current && !provider) throw notSetUp(current.provider);
  if (current)
    await provider?.pause({ subscription: current.id, until: null, idempotencyKey: `${wish.id}/pause` }, signal);
  await withFacts(carrying, async ({ facts, db, now, changes }) => {
    if (!(await closeDone(db, wish, { until }))) return;
    if (current) await touchLink(db, current, iso(deps.nowMs()));
    // Who pays for a plan keeps it; who pays for none gets the one that is given.
    if (given && given.tier !== facts.tier && !current) Object.assign(facts, { ...given, items: [], cycle: null });
    Object.assign(facts, { compUntil: until, access: 'full', state: 'active', failedAt: null });
    if (!current) {
      Object.assign(facts, {
        periodStart: now,
        periodEnd: until,
        freeReason: null,
        freeSince: null,
        trialEndsAt: null,
      });
      facts.pending = { kind: 'cancel', at: until, request: wish.id, reason: 'canceled' };
    }
    changes.push({ source: `request/${wish.id}/comp`, kind: 'comp', at: now, actor: wish.askedBy, reason });
  });
  return DONE;
};

/** A trial lasts longer, from its end on. */
export const carryExtension = async (carrying: Carrying): Promise<Outcome> => {
  const { wish } = carrying;
  const { duration } = inputOf('extend_trial', wish.input);
  await withFacts(carrying, async ({ facts, db, tenant }) => {
    if (facts.state !== 'trialing' || facts.trialEndsAt === null) throw refused('not_trialing');
    const end = iso(addIsoDuration(Date.parse(facts.trialEndsAt), duration, tenant.timezone));
    if (await closeDone(db, wish, { trialEndsAt: end })) facts.trialEndsAt = end;
  });
  return DONE;
};
