import { readSubscription } from '../subscription/hold-subscription.ts';
import { coveredUntil, iso } from '../subscription/subscription.ts';
import { syncNow } from '../subscription/sync-facts.ts';
import type { Carrying } from './carrying.ts';

/**
 * Where nothing seems to be paid for any more, the provider may know better: its word for the renewal can still be on its way. It is
 * read before anything is decided, and before a subscription is ended at once that was paid a minute ago.
 */
export const freshFacts = async ({ deps, tenantId, signal }: Omit<Carrying, 'wish'>): Promise<void> => {
  const facts = await deps.database.withTenant(tenantId, readSubscription);
  if (!facts?.providerSubscription || coveredUntil(facts) > iso(deps.nowMs())) return;
  await syncNow(deps, tenantId, signal);
};
