import { dataKeyId } from '#prisma/data-keys.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';
import { refersTo } from './sealed-place.ts';
import { SEALED_PLACES } from './sealed-places.ts';

/** By then no process closes with a retired key: each asks after a minute, and no transaction lasts that long. */
const GRACE_SECONDS = 600;
const MOST = 100;

/** Drops data keys that are retired and that no row names. @returns how many */
export const dropRetiredKeys = async (
  { admin, withTenant, dataKeys }: Database,
  graceSeconds: number = GRACE_SECONDS,
): Promise<number> => {
  const rows = await admin.sql<{ tenant_id: string; number: number }>`
    select tenant_id, number from tenant_keys
    where dropped_at is null and retired_at <= now() - ${graceSeconds} * interval '1 second'
    order by retired_at limit ${MOST}`;
  let dropped = 0;
  for (const { tenant_id: tenant, number } of rows) {
    const tenantId = formatId('ten', tenant);
    const gone = await withTenant(tenantId, async (db) => {
      for (const place of SEALED_PLACES) if (await refersTo(db, place, dataKeyId(number))) return false;
      await db.sql`delete from tenant_key_wraps where tenant_id = ${db.tenant} and number = ${number}`;
      await db.sql`update tenant_keys set dropped_at = now() where tenant_id = ${db.tenant} and number = ${number}`;
      return true;
    });
    if (!gone) continue;
    dataKeys.forget(tenantId);
    dropped += 1;
  }
  return dropped;
};
