import type { BillingDeps } from '../billing-deps.ts';
import { finishWork } from '../subscription/finish-work.ts';
import { iso } from '../subscription/subscription.ts';
import { syncNow } from '../subscription/sync-facts.ts';
import { letGo } from './carrying.ts';
import type { Refusal } from './refusal.ts';
import { findWish, openWishes, type Wish } from './wish.ts';

/** Nobody can pay it any more; what was paid meanwhile counts. @returns whether it is closed */
const endWish = async (
  deps: BillingDeps,
  tenantId: string,
  wish: Wish,
  { signal, reason }: { signal: AbortSignal; reason: Refusal | null },
): Promise<boolean> => {
  const provider = wish.provider ? deps.providers[wish.provider] : undefined;
  if (provider && wish.ref !== null) {
    await provider.expire({ ref: wish.ref, idempotencyKey: `${wish.id}/expire` }, signal);
    await syncNow(deps, tenantId, signal);
  }
  const after = await deps.database.withTenant(tenantId, (db) => findWish(db, wish.id));
  if (!after || after.closedAt !== null) return true;
  if (after.work?.applied) {
    await finishWork(deps, tenantId, signal);
    return true;
  }
  await letGo({ deps, tenantId, wish }, { status: 'expired', reason });
  return true;
};

/** Closes what waited for money and whose time is over. @throws `billing_unreachable` */
export const settleWishes = async (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<number> => {
  const now = iso(deps.nowMs());
  const open = await deps.database.withTenant(tenantId, openWishes);
  const over = open.filter(({ status, expiresAt }) => status === 'waiting' && (expiresAt ?? now) <= now);
  let closed = 0;
  for (const wish of over) if (await endWish(deps, tenantId, wish, { signal, reason: null })) closed += 1;
  return closed;
};

/** Whoever asked wants something else: the page or Pix is closed. @returns false where it was paid meanwhile, or is being paid */
export const withdrawWish = async (
  deps: BillingDeps,
  tenantId: string,
  request: string,
  signal: AbortSignal,
): Promise<boolean> => {
  const wish = await deps.database.withTenant(tenantId, (db) => findWish(db, request));
  if (!wish || wish.status !== 'waiting') return false;
  await endWish(deps, tenantId, wish, { signal, reason: 'withdrawn' });
  const after = await deps.database.withTenant(tenantId, (db) => findWish(db, request));
  return after?.status === 'expired';
};
