import { inLocale } from '#flow/json.ts';
import { writeNotice } from '../notices/tell-notice.ts';
import { creditOf, enterCredit } from '../subscription/account-credit.ts';
import { applyWish } from '../subscription/apply-wish.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { payerOf } from '../subscription/payer-of.ts';
import { claimUsage } from '../usage/usage-charges.ts';
import {
  type Carrying,
  closeDone,
  DONE,
  type Outcome,
  providerFor,
  returnTo,
  takeAsked,
  WAITING,
  withFacts,
} from './carrying.ts';
import { checkWish } from './check-wish.ts';
import { refused } from './refusal.ts';
import { findWish, saveWork, type Work } from './wish.ts';

/** No provider takes less by itself: a credit that leaves less than that is used less. Whole cents. */
const LEAST_LEFT = 100;

const creditFor = async ({ db }: FactsAtWork, total: number): Promise<number> => {
  const credit = Math.min(Math.max(0, await creditOf(db)), total);
  const left = total - credit;
  return left > 0 && left < LEAST_LEFT ? Math.max(0, total - LEAST_LEFT) : credit;
};

/** What is owed, less the account's credit. Decided once; null: too little, so that it stays for the next month. */
const decide = async (held: FactsAtWork, { deps, wish }: Carrying): Promise<Work | null> => {
  const { facts, db, now, tenant } = held;
  const reason = checkWish('usage', facts, now);
  if (reason) throw refused(reason);
  const provider = providerFor(deps, facts.provider).name;
  const lines = await claimUsage(db, wish.id, tenant.locale);
  if (lines.length === 0) return null;
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  const credit = await creditFor(held, total);
  await enterCredit(db, { source: 'request', sourceId: wish.id, amount: -credit, note: 'usage' });
  const less = { name: inLocale({ pt: 'Crédito da conta', en: 'Account credit' }, tenant.locale), amount: -credit };
  const usage = { lines: credit > 0 ? [...lines, less] : lines, amount: total - credit };
  return { usage, provider, subscription: facts.providerSubscription };
};

const begun = async (carrying: Carrying): Promise<Work | null> =>
  (
    await withFacts(carrying, async (held) => {
      const known = await findWish(held.db, carrying.wish.id);
      // Closed meanwhile: nothing is asked of anybody any more.
      if (!known || known.closedAt !== null) return null;
      if (known.work) return known.work;
      const work = await decide(held, carrying);
      if (!work) {
        await closeDone(held.db, known);
        return null;
      }
      await saveWork(held.db, known.id, work);
      // Paid by credit alone: nobody is asked for anything.
      if (work.usage?.amount === 0) await applyWish(held, { ...known, work });
      return work;
    })
  ).result;

/** Charges the running subscription's method for what was used beyond the included; its months are paid with the payment itself. */
export const carryUsage = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, tenantId, wish, signal } = carrying;
  const work = await begun(carrying);
  if (!work?.usage || work.usage.amount === 0) return DONE;
  const { lines, amount } = work.usage;
  const provider = providerFor(deps, work.provider);
  const payer = await deps.database.withTenant(tenantId, (db) => payerOf(db, provider.name));
  const asked = await provider.chargeOnce(
    {
      ...{ payer, request: wish.id, subscription: work.subscription ?? null, lines, amount },
      ...{ returnTo: returnTo(deps, wish), idempotencyKey: `${wish.id}/charge` },
    },
    signal,
  );
  const outcome = await takeAsked(carrying, provider, asked);
  if (outcome.outcome === 'refused') return outcome;
  return await deps.database.withTenant(tenantId, async (db) => {
    if (asked.kind === 'pix')
      await writeNotice(db, 'pix_waiting', { code: asked.code, amount, expiresAt: asked.expiresAt }, wish.id);
    return (await findWish(db, wish.id))?.status === 'done' ? DONE : WAITING;
  });
};
