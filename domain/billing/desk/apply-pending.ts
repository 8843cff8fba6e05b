import type { BillingDeps } from '../billing-deps.ts';
import { withFacts } from '../requests/carrying.ts';
import { kindOfChange, takeTarget } from '../subscription/apply-wish.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';
import { readNext } from '../subscription/links.ts';
import { behind, firstOf } from '../subscription/scheduled.ts';
import { iso, makesWay } from '../subscription/subscription.ts';
import { syncNow } from '../subscription/sync-facts.ts';
import { downgrade } from './downgrade.ts';
import { isGivenUp } from './given-up.ts';

/**
 * What ends makes way for another subscription that is there: its provider is read, and with that it is the one that counts.
 * False: there is none, or none any more, and the end is an end.
 */
const isFollowed = async (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<boolean> => {
  const look = () =>
    deps.database.withTenant(tenantId, async (db) => ({
      next: await readNext(db),
      pending: (await readSubscription(db))?.pending ?? null,
    }));
  const before = await look();
  if (!before.next || !makesWay(before.pending)) return false;
  const askedAt = iso(deps.nowMs());
  await syncNow(deps, tenantId, signal);
  const { next, pending } = await look();
  if (next && next.readAt < askedAt) return !(await isGivenUp(deps, tenantId, next));
  // Where its provider's word is not understood, nothing is taken away for that.
  return next !== null || !makesWay(pending) || pending.at > iso(deps.nowMs());
};

/**
 * What was scheduled for the period's end, once that has come: the smaller plan, or the end; of both, what comes first. Done twice it
 * is done once.
 */
export const applyPending = async (
  deps: BillingDeps,
  tenantId: string,
  { key, signal }: { key: string; signal: AbortSignal },
): Promise<void> => {
  const pending = (await deps.database.withTenant(tenantId, readSubscription))?.pending ?? null;
  const due = pending && firstOf(pending);
  if (!due || due.at > iso(deps.nowMs())) return;
  if (due.kind === 'cancel') {
    if (await isFollowed(deps, tenantId, signal)) return;
    await downgrade(deps, tenantId, { reason: due.reason, key, signal });
    return;
  }
  await withFacts({ deps, tenantId }, (held) => {
    const { facts, now, changes } = held;
    if (JSON.stringify(facts.pending) !== JSON.stringify(pending)) return Promise.resolve();
    const { kind: _kind, at: _at, request, keep, ...target } = due;
    changes.push({ source: `request/${request}/pending`, kind: kindOfChange(facts, target), at: now, actor: 'system' });
    takeTarget(facts, target);
    facts.pending = behind(pending);
    held.keep = keep;
    return Promise.resolve();
  });
};
