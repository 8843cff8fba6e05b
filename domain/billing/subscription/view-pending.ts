import type { Interval, ProviderName } from '#flow/contracts/billing-provider.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { findWish } from '../requests/wish.ts';
import { readNext } from './links.ts';
import type { Subscription } from './subscription.ts';

/** What is scheduled, as its owner sees it. What is null stays as it is, but for an end. */
export interface PendingView {
  /** `provider`: another one charges from then on. */
  kind: 'change' | 'cancel' | 'provider';
  /** ISO 8601. */
  at: string;
  tier: string | null;
  interval: Interval | null;
  provider: ProviderName | null;
}

const NOTHING = { tier: null, interval: null, provider: null };

/**
 * What ends because another subscription follows it is no end to its owner: that one is what is scheduled. Months to years, where
 * that takes a second subscription, are a change like any other.
 */
const followingOf = async (db: TenantDb, at: string): Promise<PendingView | null> => {
  const next = await readNext(db);
  if (!next) return null;
  const wish = next.request === null ? null : await findWish(db, next.request);
  const target = wish?.work?.target;
  if (wish?.kind === 'change' && target)
    return { ...NOTHING, kind: 'change', at, tier: target.tier, interval: target.cycle };
  return { ...NOTHING, kind: 'provider', at, provider: next.provider };
};

/** What is scheduled for the period's end; null: nothing is. */
export const viewPending = async (
  db: TenantDb,
  { pending }: Pick<Subscription, 'pending'>,
): Promise<PendingView | null> => {
  if (pending === null) return null;
  const { kind, at } = pending;
  if (kind === 'change') return { ...NOTHING, kind, at, tier: pending.tier, interval: pending.cycle };
  return (pending.follows ? await followingOf(db, at) : null) ?? { ...NOTHING, kind, at };
};
