import type { Logger } from 'pino';
import { rateUsage } from '#domain/billing/catalogue/rate-usage.ts';
import { askUsage, findOwing, findUncounted } from '#domain/billing/usage/ask-usage.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Repeating } from './repeating.ts';

const LOOK_MS = 30_000;
/** So many lifecycles begin a charge in a second, where a month ends for all of them at once. */
const AT_ONCE = 20;
const PACE_MS = 1_000;

interface Deps {
  database: Database;
  nowMs(): number;
  log: Logger;
}

/**
 * Counts months of use that are over, and asks for what is owed: who pays nothing for use costs one look at an index. One that
 * fails leaves the others alone, and comes again. @returns how many there were
 */
export const chargeUsage = async ({ database, nowMs, log }: Deps): Promise<number> => {
  const { admin, withTenant } = database;
  const each = async (tenantId: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (err) {
      log.warn({ err, tenantId }, 'use of a month cannot be charged now');
    }
  };
  const months = await findUncounted(admin, AT_ONCE);
  for (const { tenantId, month } of months)
    await each(tenantId, () => withTenant(tenantId, (db) => rateUsage(db, month)));
  const owing = await findOwing(admin, { nowMs: nowMs(), limit: AT_ONCE });
  for (const one of owing) await each(one.tenantId, () => withTenant(one.tenantId, (db) => askUsage(db, one, nowMs())));
  return Math.max(months.length, owing.length);
};

/** At the end of each month, of the tenant's own calendar. */
export class BillingUsage extends Repeating {
  constructor(deps: Deps) {
    super(
      async () => ((await chargeUsage(deps)) === AT_ONCE ? PACE_MS : LOOK_MS),
      (err) => deps.log.warn({ err }, 'use that is to be charged cannot be looked at'),
    );
  }
}
