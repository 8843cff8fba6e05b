import { dataKeyId } from '#prisma/data-keys.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';
import { resealTenant } from './reseal-tenant.ts';
import { refersTo } from './sealed-place.ts';
import { SEALED_PLACES } from './sealed-places.ts';

/** By then no process closes with a retired key: each asks after a minute, and no transaction lasts that long. */
const GRACE_SECONDS = 600;
const MOST = 100;

interface Retired {
  tenant_id: string;
  number: number;
}

/**
 * Drops data keys that are retired and that no row names. What a process closed with one while it did not know of the newer
 * one, behind the back of the rotation, is closed again before. @returns how many
 */
export const dropRetiredKeys = async (
  database: Database,
  graceSeconds: number = GRACE_SECONDS,
  most: number = MOST,
): Promise<number> => {
  let dropped = 0;
  let after: Retired = { tenant_id: '00000000-0000-0000-0000-000000000000', number: 0 };
  for (;;) {
    const rows: Retired[] = await database.admin.sql<Retired>`
      select tenant_id, number from tenant_keys
      where dropped_at is null and retired_at <= now() - ${graceSeconds} * interval '1 second'
        and (tenant_id, number) > (${after.tenant_id}::uuid, ${after.number})
      order by tenant_id, number limit ${most}`;
    for (const row of rows) dropped += (await dropRetired(database, row)) ? 1 : 0;
    const last = rows.at(-1);
    if (!last || rows.length < most) return dropped;
    // Those that something still needs stay in front: others may stand behind them.
    after = last;
  }
};

const isNeeded = async (db: TenantDb, number: number): Promise<boolean> => {
  for (const place of SEALED_PLACES) if (await refersTo(db, place, dataKeyId(number))) return true;
  return false;
};

const dropRetired = async (database: Database, { tenant_id: tenant, number }: Retired): Promise<boolean> => {
  const { withTenant, dataKeys } = database;
  const tenantId = formatId('ten', tenant);
  if (await withTenant(tenantId, (db) => isNeeded(db, number))) {
    dataKeys.forget(tenantId);
    while ((await resealTenant(database, tenantId, MOST)).more);
  }
  const gone = await withTenant(tenantId, async (db) => {
    if (await isNeeded(db, number)) return false;
    await db.sql`delete from tenant_key_wraps where tenant_id = ${db.tenant} and number = ${number}`;
    await db.sql`update tenant_keys set dropped_at = now() where tenant_id = ${db.tenant} and number = ${number}`;
    return true;
  });
  if (gone) dataKeys.forget(tenantId);
  return gone;
};
