import { isDeepStrictEqual } from 'node:util';
import { bodyOfVersion } from '#domain/billing/catalogue/body-of-version.ts';
import type { PlanBody } from '#domain/billing/catalogue/plan-body.ts';
import { listPlanVersions } from '#domain/billing/catalogue/plan-version.ts';
import { publishPlan, savePlanDraft } from '#domain/billing/catalogue/write-plan.ts';
import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';

/** Flows that each plan holds: with the second one the first two are outgrown, and the third has room. */
const FLOWS = { FREE: 1, STARTER: 1, BUSINESS: 3 };

/**
 * Terms that go with months of so many seconds: a trial in which one gets as far as its limits, a failed charge, and the way down
 * to FREE while one watches.
 */
export const fastTerms = (monthS: number): PlanBody['terms'] => {
  const part = (share: number): string => `PT${Math.max(1, Math.round(monthS * share))}S`;
  return {
    trial: part(1),
    trialReminders: [`-${part(0.5)}`],
    renewalReminders: [],
    dunning: [
      { after: 'PT0S', notice: 'payment_failed', access: 'full' },
      { after: part(0.15), notice: 'payment_last_call', access: 'read_only' },
    ],
    grace: part(0.35),
    tolerance: part(0.1),
  };
};

/**
 * Plans as they are sold, in versions that live fast and are soon outgrown; what says so already is left as it is.
 * @returns the plans that got a version. @throws `conflict` where somebody writes one, which would be lost
 */
export const sellFastPlans = ({ transaction }: Pick<AdminDb, 'transaction'>, monthS: number): Promise<string[]> =>
  transaction(async (sql) => {
    // As seeds do: two who come at once would both find the old versions.
    await sql`select pg_advisory_xact_lock(hashtext('trama/plans'))`;
    const sold: string[] = [];
    for (const [tier, flows] of Object.entries(FLOWS)) {
      const [newest] = await listPlanVersions(sql, tier);
      if (!newest) throw failure('not_found', `O plano ${tier} não existe.`, `There is no plan ${tier}.`);
      if (newest.publishedAt === null)
        throw failure(
          'conflict',
          `O plano ${tier} tem um rascunho: publique ou descarte-o antes.`,
          `The plan ${tier} has a draft: publish it or throw it away first.`,
        );
      const body = bodyOfVersion(newest);
      const terms = tier === 'FREE' ? body.terms : fastTerms(monthS);
      const next = { ...body, limits: { ...body.limits, flows }, terms };
      if (isDeepStrictEqual(next, body)) continue;
      await savePlanDraft(sql, tier, next, { by: 'system', note: 'fast-plans' });
      await publishPlan(sql, tier);
      sold.push(tier);
    }
    return sold;
  });
