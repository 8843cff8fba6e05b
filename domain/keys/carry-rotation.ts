import type { MasterKey } from '#config/master-key.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { formatId } from '../ids.ts';
import { resealTenant } from './reseal-tenant.ts';
import { rewrapBatch } from './rewrap-batch.ts';
import { joined, keepRotation, type RotationRow, takeRotation } from './rotation.ts';
import { countSealed } from './sealed-place.ts';
import { SEALED_PLACES } from './sealed-places.ts';

export interface RotationDeps {
  database: Database;
  masters: readonly MasterKey[];
  /** Names this process in the lease. */
  owner: string;
  /** Rows, or keys, at a time; less for tests. */
  batch?: number;
}

const BATCH = 50;

/**
 * Does a batch of what operators asked for. A process may end between any two lines: what is closed again is closed again,
 * and the next process goes on at the tenant that was under way. A process that has not got the master key that is wanted
 * leaves the rotation to those that have it.
 * @returns whether there is more to do at once
 */
export const carryRotation = async (deps: RotationDeps): Promise<boolean> => {
  const { database, masters, owner, batch: limit = BATCH } = deps;
  const { admin } = database;
  const held = masters.map(({ id }) => id);
  const row = await takeRotation(admin, owner, held);
  if (!row) return false;
  const target = masters.find(({ id }) => id === row.target);
  return target ? rewrapBatch({ admin, masters, owner, limit }, target, row) : resealBatch(deps, row);
};

/** Gives the tenant a key that is younger than the rotation, and closes one batch of its values with it. */
const resealBatch = async (deps: RotationDeps, row: RotationRow): Promise<boolean> => {
  const { database, owner, batch = BATCH } = deps;
  const { admin } = database;
  const total = row.total ?? (await countAll(deps, row));
  if (total === null) return false;
  const next = await admin.sql<{ id: string }>`
    select id from tenants where ${row.after}::uuid is null or id > ${row.after}::uuid order by id limit 1`;
  const tenant = next[0]?.id;
  if (tenant === undefined) {
    await keepRotation(admin, { ...row, total, done: row.error ? row.done : total }, owner, true);
    return false;
  }
  const result = (await renewKey(database, tenant, row))
    ? await resealTenant(database, formatId('ten', tenant), batch)
    : { done: 0, failed: 0, more: false };
  const after = result.more ? row.after : tenant;
  const error =
    result.failed > 0 && !result.more ? joined(row.error, `${formatId('ten', tenant)}: ${result.failed}`) : row.error;
  return keepRotation(admin, { ...row, total, after, error, done: row.done + result.done }, owner);
};

/** False: the tenant was erased, and gets no key any more. */
const renewKey = async (database: Database, tenant: string, { started_at, started_by }: RotationRow) => {
  const tenantId = formatId('ten', tenant);
  const [keys] = await database.admin.sql<{ young: boolean; gone: boolean }>`
    select coalesce(bool_or(retired_at is null and dropped_at is null and created_at >= ${started_at}), false) as young,
      count(*) > 0 and coalesce(bool_and(dropped_at is not null), false) as gone
    from tenant_keys where tenant_id = ${tenant}::uuid`;
  if (keys?.gone) return false;
  // Another process may have made it: what is known here is asked for again.
  database.dataKeys.forget(tenantId);
  if (keys?.young) return true;
  const number = await database.dataKeys.rotate(tenantId);
  await database.withTenant(tenantId, (db) =>
    appendAudit(db, { actor: started_by, action: 'keys.rotate', target: tenantId, data: { dataKey: number } }),
  );
  return true;
};

const sealedOf = async (db: TenantDb): Promise<number> => {
  let sealed = 0;
  for (const place of SEALED_PLACES) sealed += await countSealed(db, place);
  return sealed;
};

/** All that is to be closed again. Counting may take longer than a lease lasts, so that is kept; null: it is another's by now. */
const countAll = async ({ database, owner, batch = BATCH }: RotationDeps, row: RotationRow): Promise<number | null> => {
  const { admin, withTenant } = database;
  const tenants = await admin.sql<{ id: string }>`select id from tenants order by id`;
  let total = 0;
  for (const [n, { id }] of tenants.entries()) {
    total += await withTenant(formatId('ten', id), sealedOf);
    if ((n + 1) % batch === 0 && !(await keepRotation(admin, row, owner))) return null;
  }
  return total;
};
