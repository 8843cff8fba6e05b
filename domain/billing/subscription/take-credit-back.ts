import { capabilitiesOf } from '#flow/contracts/billing-provider.ts';
import { creditOf, enterCredit, giveBackCredit } from './account-credit.ts';
import type { FactsAtWork } from './facts-at-work.ts';
import type { KeptPayment, PaymentKept } from './keep-payment.ts';

/** What of a payment is not ours any more, in cents. */
const goneOf = (payment: KeptPayment | null): number => {
  if (payment === null) return 0;
  return payment.disputed ? payment.amount : payment.refunded;
};

/** What was taken off a period that has not begun is there again, as far as it is wanted; its provider is told of the rest. */
const releaseNext = async ({ db, deps, facts, now }: FactsAtWork, wanted: number): Promise<void> => {
  const { coupon = null, next = null } = facts.discount ?? {};
  if (!next || next.key <= now || next.credit === 0 || wanted <= 0) return;
  const credit = Math.max(0, next.credit - wanted);
  await giveBackCredit(db, 'next', next.key);
  await enterCredit(db, { source: 'next', sourceId: next.key, amount: -credit, note: 'period' });
  // Where renewals are ours nobody is told: the open charge is of another price by this, and is asked for anew.
  const provider = facts.provider ? deps.providers[facts.provider] : undefined;
  const isOurs = provider !== undefined && capabilitiesOf(provider, facts.providerSubscription).renewals === 'ours';
  facts.discount = { coupon, next: { ...next, credit, told: isOurs } };
};

/** Whether that money had become credit, how much of that was taken back before, and in how many entries. */
const ledgerOf = async (
  { db }: FactsAtWork,
  payment: string,
): Promise<{ credited: boolean; back: number; entries: number }> => {
  const [row] = await db.sql<{ credited: boolean | null; back: bigint | null; entries: bigint }>`
    select bool_or(source = 'payment') as credited, sum(amount) filter (where source = 'payment_back')::bigint as back,
      count(*) filter (where source = 'payment_back') as entries
    from account_credits where tenant_id = ${db.tenant} and source in ('payment', 'payment_back')
      and split_part(source_id, '/', 1) = ${payment}`;
  return { credited: row?.credited === true, back: -Number(row?.back ?? 0), entries: Number(row?.entries ?? 0) };
};

/**
 * Money that had become account credit went back to its payer, or is disputed: the credit goes with it, each part once and never
 * below nothing; a dispute that was won gives it again. What was used by then is told to people of ours.
 */
export const takeCreditBack = async (work: FactsAtWork, { before, after }: PaymentKept): Promise<void> => {
  const { db, deps } = work;
  const gone = goneOf(after);
  const more = gone - goneOf(before);
  if (more === 0) return;
  const { credited, back, entries } = await ledgerOf(work, after.id);
  if (!credited) return;
  // A dispute that was won may begin anew: of the same payment and sum, and yet another entry.
  const entry = { source: 'payment_back', note: 'payment', sourceId: `${after.id}/${gone}/${entries}` };
  if (more < 0) {
    await enterCredit(db, { ...entry, amount: Math.min(-more, back) });
    return;
  }
  await releaseNext(work, more - (await creditOf(db)));
  const held = await creditOf(db);
  await enterCredit(db, { ...entry, amount: -Math.min(more, Math.max(0, held)) });
  const used = more - (held - (await creditOf(db)));
  const { provider, providerId: object } = after;
  if (used > 0) deps.alarm({ code: 'credit_used', tenantId: db.tenantId, provider, object, detail: String(used) });
};
