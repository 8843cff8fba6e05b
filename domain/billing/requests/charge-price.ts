import { applyWish } from '../subscription/apply-wish.ts';
import { payerOf } from '../subscription/payer-of.ts';
import { type Carrying, type Outcome, providerFor, returnTo, takeAsked, withFacts } from './carrying.ts';
import { findWish, type Wish, type Work } from './wish.ts';

/** Whether there is anything to pay before what was decided is had. Amounts are cents. */
export const isCharged = (work: Work): boolean => (work.price?.total ?? 0) > 0;

/** Whether what was decided is had: the payment that came said so, in its own transaction, or nothing had to come. */
export const isApplied = (wish: Wish | null): boolean => wish?.work?.applied === true || wish?.status === 'done';

/** Asks for what a wish costs now, beside the subscription: once, however often this runs. */
export const chargePrice = async (
  carrying: Carrying,
  { provider: name, subscription, price }: Work,
): Promise<Outcome> => {
  const { deps, tenantId, wish, signal } = carrying;
  const provider = providerFor(deps, name);
  const payer = await deps.database.withTenant(tenantId, (db) => payerOf(db, provider.name));
  const lines = (price?.lines ?? []).map(({ name: what, amount }) => ({ name: what || 'Crédito da conta', amount }));
  const asked = await provider.chargeOnce(
    {
      ...{ payer, request: wish.id, subscription: subscription ?? null, lines, amount: price?.total ?? 0 },
      ...{ returnTo: returnTo(deps, wish), idempotencyKey: `${wish.id}/charge` },
    },
    signal,
  );
  return await takeAsked(carrying, provider, asked);
};

/** What costs nothing now is had at once. */
export const applyUncharged = (carrying: Carrying) =>
  withFacts(carrying, async (held) => {
    const wish = await findWish(held.db, carrying.wish.id);
    if (wish && wish.status !== 'done') await applyWish(held, wish);
  });
