import { addIsoDuration } from '#flow/expressions/dates/durations.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import { withFacts } from '../requests/carrying.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { dropNext, type Link } from '../subscription/links.ts';
import { makesWay } from '../subscription/subscription.ts';

/** How long who does not pay has the plan: the tolerance, the dunning, the grace. ms */
const lastOf = async ({ db, facts, tenant }: FactsAtWork, fromMs: number): Promise<number> => {
  const plan = await findPlanVersion(db.sql, facts.planVersionId);
  const times = plan ? [plan.tolerance, plan.dunning.at(-1)?.after ?? 'PT0S', plan.grace] : [];
  return times.reduce((ms, duration) => addIsoDuration(ms, duration, tenant.timezone), fromMs);
};

/**
 * The subscription that was to follow is not known to its provider: nobody will be charged by it. People of ours hear of it, and may
 * put it right for as long as anybody has a plan that is not paid; then it follows no more. Where that provider is not set up here it
 * may well charge, so that nothing is given up.
 */
export const isGivenUp = async (deps: BillingDeps, tenantId: string, next: Link): Promise<boolean> => {
  deps.alarm({ code: 'untold', tenantId, provider: next.provider, object: next.id, detail: 'next is not known there' });
  if (!deps.providers[next.provider]) return false;
  const { result } = await withFacts({ deps, tenantId }, async (held) => {
    const { pending } = held.facts;
    if (!makesWay(pending) || (await lastOf(held, Date.parse(pending.at))) > deps.nowMs()) return false;
    await dropNext(held.db, next);
    const { follows: _follows, ...end } = pending;
    held.facts.pending = { ...end, reason: 'unpaid' };
    return true;
  });
  return result;
};
