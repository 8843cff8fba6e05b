import type { BillingProvider } from '#flow/contracts/billing-provider.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { withFacts } from '../requests/carrying.ts';
import { planBehind } from '../requests/granted-plan.ts';
import { notSetUp } from '../requests/refusal.ts';
import { applyFacts } from '../subscription/apply-facts.ts';
import { cancelThere } from '../subscription/cancel-there.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';
import { leaveSubscription } from '../subscription/leave-subscription.ts';
import { endLink, isLive, readLinks } from '../subscription/links.ts';
import { coveredUntil, type FreeReason, iso, type Subscription } from '../subscription/subscription.ts';

const REASONS: readonly string[] = ['canceled', 'unpaid', 'trial_ended', 'refunded', 'disputed'] satisfies FreeReason[];
const reasonOf = (text: string): FreeReason => (REASONS.includes(text) ? (text as FreeReason) : 'canceled');

/** What is to be ended, and whether somebody asked for that: the tenant goes, or its cancellation is due. */
interface Ending {
  provider: BillingProvider;
  subscription: string;
  isWished: boolean;
}

/** Where nobody asked for the end, the no of a provider that does not know it stands: over there it may be charged on. */
const endOne = async ({ provider, subscription, isWished }: Ending, signal: AbortSignal): Promise<void> => {
  const ask = { subscription, when: 'now' as const, idempotencyKey: `end/${subscription}` };
  if (isWished) await cancelThere(provider, ask, signal);
  else await provider.cancel(ask, signal);
};

/** Nothing is charged any more, anywhere. What was paid at the last moment is read once more; what cannot be, is told of. */
export const endAtProviders = async (
  deps: BillingDeps,
  tenantId: string,
  signal: AbortSignal,
  isWished = true,
): Promise<void> => {
  for (const link of await deps.database.withTenant(tenantId, readLinks)) {
    const provider = deps.providers[link.provider];
    if (!isLive(link)) continue;
    if (!provider) throw notSetUp(link.provider);
    await endOne({ provider, subscription: link.id, isWished }, signal);
    const readAt = iso(deps.nowMs());
    const reading = await provider.readSubscription(link.id, signal);
    if (!reading) deps.alarm({ code: 'untold', tenantId, provider: link.provider, object: link.id, detail: 'cancel' });
    await deps.database.withTenant(tenantId, async (db) => {
      if (reading) await applyFacts(deps, db, { provider: link.provider, reading, readAt });
      else await endLink(db, link, readAt);
    });
  }
};

/** Whether what is paid for forbids it: nobody loses what they paid for, but who got the money back, or by an operator's word. */
const isPaidFor = (facts: Subscription, now: string): boolean => {
  const { pending } = facts;
  const isOver = pending?.kind === 'cancel' && pending.at <= now;
  if (isOver && (pending.anyway || pending.reason === 'refunded' || pending.reason === 'disputed')) return false;
  return coveredUntil(facts) > now;
};

const toFree = async (
  deps: BillingDeps,
  tenantId: string,
  { reason, key }: { reason: FreeReason; key: string },
): Promise<number> => {
  const { result: work } = await withFacts({ deps, tenantId }, async (held) => {
    const { db, facts, now, changes } = held;
    if (facts.state === 'free' || facts.state === 'ended') return held;
    if (isPaidFor(facts, now)) {
      // Paid at the last moment: it ends when that is over.
      if (facts.pending?.kind === 'cancel') facts.pending.at = coveredUntil(facts);
      return held;
    }
    const why = facts.pending?.kind === 'cancel' ? facts.pending.reason : reason;
    await leaveSubscription(held, await planBehind(db.sql, facts), why);
    changes.push({ source: `downgrade/${key}`, kind: 'end', at: now, actor: 'system', reason: why });
    return held;
  });
  // Counted when the facts were written.
  return work.frozen;
};

/**
 * To FREE, or to what was granted: data stays, what is over the limits does nothing. First the provider is told, so that nobody pays for it; where it
 * cannot be reached nothing is taken away. Who has paid meanwhile keeps what they paid for. @returns how many things were frozen
 */
export const downgrade = async (
  deps: BillingDeps,
  tenantId: string,
  { reason, key, signal }: { reason: string; key: string; signal: AbortSignal },
): Promise<number> => {
  const facts = await deps.database.withTenant(tenantId, readSubscription);
  if (!facts || facts.state === 'free') return 0;
  const now = iso(deps.nowMs());
  const isWished = facts.pending?.kind === 'cancel' && facts.pending.at <= now;
  if (!isPaidFor(facts, now)) await endAtProviders(deps, tenantId, signal, isWished);
  else if (facts.pending?.kind !== 'cancel') return 0;
  return await toFree(deps, tenantId, { reason: reasonOf(reason), key });
};
