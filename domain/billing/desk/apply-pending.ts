import type { BillingDeps } from '../billing-deps.ts';
import { withFacts } from '../requests/carrying.ts';
import { kindOfChange, takeTarget } from '../subscription/apply-wish.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';
import { iso } from '../subscription/subscription.ts';
import { downgrade } from './downgrade.ts';

/** What was scheduled for the period's end, once that has come: the smaller plan, or the end. Done twice it is done once. */
export const applyPending = async (
  deps: BillingDeps,
  tenantId: string,
  { key, signal }: { key: string; signal: AbortSignal },
): Promise<void> => {
  const pending = (await deps.database.withTenant(tenantId, readSubscription))?.pending ?? null;
  if (!pending || pending.at > iso(deps.nowMs())) return;
  if (pending.kind === 'cancel') {
    await downgrade(deps, tenantId, { reason: pending.reason, key, signal });
    return;
  }
  await withFacts({ deps, tenantId }, (held) => {
    const { facts, now, changes } = held;
    if (JSON.stringify(facts.pending) !== JSON.stringify(pending)) return Promise.resolve();
    const { kind: _kind, at: _at, request, keep, ...target } = pending;
    changes.push({ source: `request/${request}/pending`, kind: kindOfChange(facts, target), at: now, actor: 'system' });
    takeTarget(facts, target);
    facts.pending = null;
    held.keep = keep;
    return Promise.resolve();
  });
};
