import { setTimeout } from 'node:timers/promises';
import type { ApiDeps } from '#api/deps.ts';
import type { BillingDeps } from '#domain/billing/billing-deps.ts';
import { REFUSALS, refused } from '#domain/billing/requests/refusal.ts';
import { findWish, type Wish } from '#domain/billing/requests/wish.ts';
import { failure } from '#flow/errors.ts';

/** The lifecycle's run carries a wish out within a second or two; who waits longer is told where to look. */
const PATIENCE_MS = 10_000;
const STEP_MS = 150;

/** @throws `unavailable` where this process takes no payments */
export const billingOf = ({ billing }: Pick<ApiDeps, 'billing'>): BillingDeps => {
  if (billing) return billing;
  throw failure('unavailable', 'Cobranças estão desligadas aqui.', 'Payments are switched off here.');
};

const isRefusal = (reason: string | null): reason is keyof typeof REFUSALS =>
  reason !== null && Object.hasOwn(REFUSALS, reason);

/** The wish as it stands once it is carried out, or waits for its payer; as it was asked where that takes too long. */
export const awaitWish = async (
  { database }: Pick<ApiDeps, 'database'>,
  tenantId: string,
  id: string,
  signal: AbortSignal,
): Promise<Wish> => {
  for (let waited = 0; ; waited += STEP_MS) {
    const wish = await database.withTenant(tenantId, (db) => findWish(db, id));
    if (!wish) throw failure('not_found', 'Este pedido não existe.', 'There is no such request.');
    if (wish.status === 'refused')
      throw refused(isRefusal(wish.reason) ? wish.reason : 'payment_refused', { request: id });
    if (wish.status !== 'asked' || waited >= PATIENCE_MS || signal.aborted) return wish;
    await setTimeout(STEP_MS);
  }
};
