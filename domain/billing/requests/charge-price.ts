import { inLocale } from '#flow/json.ts';
import { applyWish } from '../subscription/apply-wish.ts';
import { payerOf } from '../subscription/payer-of.ts';
import { type Carrying, type Outcome, providerFor, returnTo, takeAsked, withFacts } from './carrying.ts';
import { isOutlived } from './price-basis.ts';
import { refused } from './refusal.ts';
import { findWish, type Wish, type Work } from './wish.ts';

/** Whether there is anything to pay before what was decided is had. Amounts are cents. */
export const isCharged = (work: Work): boolean => (work.price?.total ?? 0) > 0;

/** Whether what was decided is had: the payment that came said so, in its own transaction, or nothing had to come. */
export const isApplied = (wish: Wish | null): boolean => wish?.work?.applied === true || wish?.status === 'done';

/** Asks for what a wish costs now, beside the subscription: once, however often this runs. */
export const chargePrice = async (
  carrying: Carrying,
  { provider: name, subscription, price, locale = 'pt-BR', basis }: Work,
): Promise<Outcome> => {
  const { deps, tenantId, wish, signal } = carrying;
  const provider = providerFor(deps, name);
  const payer = await deps.database.withTenant(tenantId, (db) => payerOf(db, provider.name));
  const payableUntil = basis?.periodEnd ?? null;
  const credit = inLocale({ pt: 'Crédito da conta', en: 'Account credit' }, locale);
  const lines = (price?.lines ?? []).map(({ name: what, amount }) => ({ name: what || credit, amount }));
  const asked = await provider.chargeOnce(
    {
      ...{ payer, request: wish.id, subscription: subscription ?? null, lines, amount: price?.total ?? 0 },
      ...{ returnTo: returnTo(deps, wish), idempotencyKey: `${wish.id}/charge` },
      ...(payableUntil !== null && { payableUntil }),
    },
    signal,
  );
  const outcome = await takeAsked(carrying, provider, asked, payableUntil);
  // It came at once, and what it was counted for was over by then: it is credit.
  const after = await deps.database.withTenant(tenantId, (db) => findWish(db, wish.id));
  return after?.status === 'refused' ? { outcome: 'refused', reason: after.reason } : outcome;
};

/** What costs nothing now is had at once. @throws `conflict` with `preview_over` where what it was counted for is over */
export const applyUncharged = (carrying: Carrying) =>
  withFacts(carrying, async (held) => {
    const wish = await findWish(held.db, carrying.wish.id);
    if (!wish || wish.closedAt !== null) return;
    if (isOutlived(wish, held.facts, held.now)) throw refused('preview_over');
    await applyWish(held, wish);
  });
