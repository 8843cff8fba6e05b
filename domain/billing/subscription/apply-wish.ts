import { monthlyOf } from '../proration/prorate.ts';
import { inputOf } from '../requests/inputs.ts';
import { closeWish, saveWork, type Wish } from '../requests/wish.ts';
import { keepAfterUsage } from '../usage/release-usage.ts';
import { payUsage } from '../usage/usage-charges.ts';
import { enterCredit } from './account-credit.ts';
import type { FactsAtWork } from './facts-at-work.ts';
import type { ChangeKind } from './note-change.ts';
import type { Subscription, Target } from './subscription.ts';

/** What kind of change that is, for the charts. */
export const kindOfChange = (from: Subscription, to: Target): ChangeKind => {
  if (from.tier === to.tier && from.cycle !== to.cycle) return 'interval';
  if (from.tier === to.tier) return 'add_ons';
  return monthlyOf(to.items, to.cycle) >= monthlyOf(from.items, from.cycle) ? 'upgrade' : 'downgrade';
};

/** The plan and what is paid for it, from now on. */
export const takeTarget = (facts: Subscription, { planVersionId, tier, cycle, items }: Target): void => {
  Object.assign(facts, { planVersionId, tier, cycle, items: structuredClone(items) });
};

/** What its owner chose of what a smaller plan has no room for; null: nothing. */
export const keepOf = ({ kind, input }: Wish): FactsAtWork['keep'] =>
  kind === 'change' ? (inputOf('change', input).keep ?? null) : null;

const note = (work: FactsAtWork, wish: Wish, kind: ChangeKind): void => {
  work.changes.push({ source: `request/${wish.id}/${kind}`, kind, at: work.now, actor: wish.askedBy, reason: null });
};

/**
 * A wish whose money has come, or that costs nothing: the facts become as it wished, in the transaction of the payment itself. What
 * the provider has to hear is told after it (`finishWork`); until then the wish stays open.
 */
export const applyWish = async (work: FactsAtWork, wish: Wish): Promise<void> => {
  const { facts, db } = work;
  const { target, period, price } = wish.work ?? {};
  if (wish.work?.applied) return;
  if (wish.kind === 'usage') {
    // No provider has to hear of it: it is done with the payment.
    await payUsage(db, wish.id, work.now);
    await closeWish(db, wish.id, { status: 'done', outcome: { amount: wish.work?.usage?.amount ?? 0 } });
    return await keepAfterUsage(db, facts, wish.id, Date.parse(work.now));
  }
  if (wish.kind === 'change' && target) {
    note(work, wish, kindOfChange(facts, target));
    takeTarget(facts, target);
    work.keep = keepOf(wish);
    if (period) Object.assign(facts, { periodStart: period.start, periodEnd: period.end });
    if (price) await enterCredit(db, { source: 'change', sourceId: wish.id, amount: price.left, note: target.tier });
  }
  if (wish.kind === 'resume') {
    // The rest of a period is paid for by the payment's own span. The period stays whole: what a change costs is a share of it.
    Object.assign(facts, { state: 'active', access: 'full', pausedUntil: null });
    note(work, wish, 'resume');
  }
  await saveWork(db, wish.id, { ...wish.work, applied: true });
};
