import { SUBSCRIPTION_EVENTS } from '#flow/contracts/billing-desk.ts';
import type { ProviderName, ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { uuidIn } from '../../ids.ts';
import { moneyOf } from '../money.ts';
import { isOutlived } from '../requests/price-basis.ts';
import { closeWish, findWish, type Wish } from '../requests/wish.ts';
import { enterCredit, giveBackCredit } from './account-credit.ts';
import { applyWish } from './apply-wish.ts';
import type { FactsAtWork } from './facts-at-work.ts';
import { type KeptPayment, keepPayment, markDoubtful, type PaymentKept } from './keep-payment.ts';
import type { Link } from './links.ts';
import { paymentLines } from './payment-lines.ts';
import { takeCreditBack } from './take-credit-back.ts';

export interface PaymentTaken extends PaymentKept {
  turnedPaid: boolean;
  turnedBack: boolean;
}

const wishOf = async ({ db }: FactsAtWork, request: string | null): Promise<Wish | null> =>
  request !== null && uuidIn('sreq', request) !== null ? await findWish(db, request) : null;

const openOr = (wish: Wish | null): Wish | null =>
  wish?.status === 'asked' || wish?.status === 'waiting' ? wish : null;

/** The wish that money of now carries out: it is open, nothing paid it before, and what it was priced for is still to be had. */
const boughtBy = ({ facts, now }: FactsAtWork, wish: Wish | null): Wish | null => {
  const open = openOr(wish);
  return open && !open.work?.applied && !isOutlived(open, facts, now) ? open : null;
};

/** It waited longer than what was decided was good: what was set aside for it is there again. */
export const outlive = async ({ db }: Pick<FactsAtWork, 'db'>, { id }: Pick<Wish, 'id'>): Promise<'preview_over'> => {
  await closeWish(db, id, { status: 'refused', reason: 'preview_over' });
  await giveBackCredit(db, 'request', id);
  return 'preview_over';
};

interface Spent {
  wish: Wish | null;
  /** The same, where the money carries it out. */
  bought: Wish | null;
}

/** Money outside of the periods: it carries out what it was asked for, or stays as the account's credit. Never lost. */
const spend = async (work: FactsAtWork, payment: KeptPayment, { wish, bought }: Spent): Promise<void> => {
  if (bought) return await applyWish(work, bought);
  const { id, provider, providerId, amount } = payment;
  const open = openOr(wish);
  const why = open && !open.work?.applied ? await outlive(work, open) : (wish?.status ?? 'no request');
  await enterCredit(work.db, { source: 'payment', sourceId: id, amount, note: wish?.kind ?? 'payment' });
  const tenantId = work.db.tenantId;
  work.deps.alarm({ code: 'late_payment', tenantId, provider, object: providerId, detail: why });
};

const tellPaid = async (work: FactsAtWork, payment: KeptPayment): Promise<void> => {
  const { id, amount, lines, provider, method, periodStart, periodEnd, paidAt } = payment;
  work.news.push({
    name: SUBSCRIPTION_EVENTS.paid,
    id: `payment/${id}/paid`,
    data: { payment: id, amount: moneyOf(amount) },
  });
  if (amount === 0) return;
  const paid = { id, provider, method, amount, periodStart, periodEnd, paidAt: paidAt ?? work.now };
  await work.deps.invoices.issueInvoice(work.db, { payment: paid, lines });
};

const tellFailed = (work: FactsAtWork, { before, after }: PaymentKept): void => {
  if (after.status !== 'failed' || after.kind !== 'period') return;
  if (before?.status === 'failed' && before.nextAttemptAt === after.nextAttemptAt) return;
  const data = { payment: after.id, code: after.failureCode ?? '', nextAttemptAt: after.nextAttemptAt ?? '' };
  const id = `payment/${after.id}/failed/${after.nextAttemptAt ?? 'last'}`;
  work.news.push({ name: SUBSCRIPTION_EVENTS.failed, id, data });
};

const takeBack = async (work: FactsAtWork, { before, after }: PaymentKept): Promise<boolean> => {
  await takeCreditBack(work, { before, after });
  const more = after.refunded - (before?.refunded ?? 0);
  if (more > 0) await work.deps.invoices.issueCredit(work.db, { paymentId: after.id, refunded: after.refunded });
  const isDisputed = after.disputed && before?.disputed !== true;
  if (more <= 0 && !isDisputed) return false;
  const what = isDisputed ? 'disputed' : 'refunded';
  const id = `payment/${after.id}/${what}/${after.refunded}`;
  work.news.push({ name: SUBSCRIPTION_EVENTS.changed, id, data: { what, payment: after.id } });
  const kind = isDisputed ? ('dispute' as const) : ('refund' as const);
  work.changes.push({ source: id, kind, at: work.now, actor: 'system', reason: null });
  return true;
};

/**
 * Takes one reading of a payment in: its row, its invoice, what it was asked for, and what the lifecycle hears. `link`: the
 * subscription that it is of; one that counts no more pays for nothing. Null: it is another tenant's.
 */
export const takePayment = async (
  work: FactsAtWork,
  given: { provider: ProviderName; payment: ProviderPayment; readAt: string; link: Link | null },
): Promise<PaymentTaken | null> => {
  const { provider, payment, readAt, link } = given;
  // What begins with this charge is its wish's, though that may be done by now; charges behind it name the same wish, or none.
  const isFirst = link?.role === 'next' && payment.kind === 'period';
  const wish = await wishOf(work, isFirst ? link.request : payment.request);
  const open = isFirst ? wish : openOr(wish);
  const { kind, periodStart } = payment;
  const bought = kind === 'once' && payment.status === 'paid' ? boughtBy(work, wish) : null;
  const kept = await keepPayment(work.db, {
    ...{ provider, payment, readAt },
    // Time is had by money that came: what is paid when nothing is bought by it any more is credit, and no time besides.
    period: bought?.work?.period ?? null,
    lines: paymentLines(work.facts, { wish: open, isFirst, kind, periodStart, locale: work.tenant.locale }),
    planVersionId: open?.work?.target?.planVersionId ?? work.facts.planVersionId,
  });
  if (!kept) {
    const alarm = { tenantId: work.db.tenantId, provider, object: payment.id, detail: 'payment' };
    work.deps.alarm({ code: 'other_tenant', ...alarm });
    return null;
  }
  const { before, after } = kept;
  const turnedPaid = after.status === 'paid' && before?.status !== 'paid';
  if (turnedPaid) await tellPaid(work, after);
  if (turnedPaid && kind === 'once') await spend(work, after, { wish, bought });
  if (
    turnedPaid &&
    kind === 'period' &&
    link?.role === 'past' &&
    after.amount > 0 &&
    (after.periodEnd ?? work.now) > work.now
  ) {
    await markDoubtful(work.db, after.id);
    const alarm = { tenantId: work.db.tenantId, provider, object: payment.id, detail: 'past' };
    work.deps.alarm({ code: 'second_payment', ...alarm });
  }
  tellFailed(work, kept);
  return { ...kept, turnedPaid, turnedBack: await takeBack(work, kept) };
};
