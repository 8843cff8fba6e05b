import { applyFacts } from '../subscription/apply-facts.ts';
import { cancelThere } from '../subscription/cancel-there.ts';
import { endLink, type Link } from '../subscription/links.ts';
import { iso } from '../subscription/subscription.ts';
import type { Carrying } from './carrying.ts';
import { notSetUp } from './refusal.ts';

/**
 * Who leaves after they changed the provider leaves both, and who takes the change back stays with the first: the subscription that
 * was to follow is ended before it charges anything.
 * What was paid for it at the last moment is read once more.
 */
export const endNext = async ({ deps, tenantId, wish, signal }: Carrying, next: Link): Promise<void> => {
  const provider = deps.providers[next.provider];
  if (!provider) throw notSetUp(next.provider);
  await cancelThere(provider, { subscription: next.id, when: 'now', idempotencyKey: `${wish.id}/next` }, signal);
  const readAt = iso(deps.nowMs());
  const reading = await provider.readSubscription(next.id, signal);
  await deps.database.withTenant(tenantId, async (db) => {
    if (reading) await applyFacts(deps, db, { provider: next.provider, reading, readAt });
    else await endLink(db, next, readAt);
  });
  if (!reading) deps.alarm({ code: 'untold', tenantId, provider: next.provider, object: next.id, detail: 'cancel' });
};
