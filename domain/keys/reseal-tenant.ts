import type { Database } from '#prisma/with-tenant.ts';
import { SEALED_PLACES } from './sealed-places.ts';

/** Closes one batch of the tenant's values (`ten_…`) with its newest key. `failed`: what does not open, once nothing is left. */
export const resealTenant = async (
  { withTenant }: Pick<Database, 'withTenant'>,
  tenantId: string,
  limit: number,
): Promise<{ done: number; failed: number; more: boolean }> => {
  let failed = 0;
  for (const place of SEALED_PLACES) {
    for (let skip = 0; ; skip += limit) {
      const batch = await withTenant(tenantId, (db) => place.reseal(db, { limit, skip }));
      if (batch.done > 0) return { done: batch.done, failed: 0, more: true };
      failed += batch.failed;
      // What does not open stays in front: others may stand behind it.
      if (batch.failed < limit) break;
    }
  }
  return { done: 0, failed, more: false };
};
