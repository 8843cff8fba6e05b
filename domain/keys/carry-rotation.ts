import type { MasterKey } from '#config/master-key.ts';
import { dataKeyContext, unwrapWith } from '#prisma/data-keys.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { formatId } from '../ids.ts';
import { keepRotation, type RotationRow, takeRotation } from './rotation.ts';
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
 * and the next process goes on at the tenant that was under way.
 * @returns whether there is more to do at once
 */
export const carryRotation = async (deps: RotationDeps): Promise<boolean> => {
  const row = await takeRotation(deps.database.admin, deps.owner);
  if (!row) return false;
  return row.kind === 'master' ? rewrapBatch(deps, row) : resealBatch(deps, row);
};

interface WrapRow {
  tenant_id: string;
  number: number;
  master_id: string;
  wrapped: Buffer;
}

/** Keys that the new master key does not open yet. A process that has not got it leaves them to others. */
const rewrapBatch = async ({ database: { admin }, masters, owner, batch = BATCH }: RotationDeps, row: RotationRow) => {
  const target = masters.find(({ id }) => id === row.target);
  if (!target) return false;
  const rows = await admin.sql<WrapRow>`
    with wanted as (
      select tenant_id, number from tenant_keys k where dropped_at is null and not exists (
        select 1 from tenant_key_wraps w
        where w.tenant_id = k.tenant_id and w.number = k.number and w.master_id = ${target.id})
      order by tenant_id, number limit ${batch})
    select tenant_id, number, master_id, wrapped from wanted join tenant_key_wraps using (tenant_id, number)`;
  for (const id of new Set(rows.map(({ tenant_id, number }) => `${tenant_id}/${number}`))) {
    const own = rows.filter(({ tenant_id, number }) => `${tenant_id}/${number}` === id);
    const [first] = own;
    if (!first) continue;
    const context = dataKeyContext(first.tenant_id, first.number);
    const wraps = own.map(({ master_id: masterId, wrapped: bytes }) => ({ masterId, bytes }));
    const { masterId, bytes } = await target.wrap(await unwrapWith(masters, wraps, context), context);
    await admin.sql`
      insert into tenant_key_wraps (tenant_id, number, master_id, wrapped)
      values (${first.tenant_id}::uuid, ${first.number}, ${masterId}, ${bytes}) on conflict do nothing`;
  }
  const [counted] = await admin.sql<{ total: number; done: number }>`
    select count(*)::int as total, count(w.tenant_id)::int as done from tenant_keys k
    left join tenant_key_wraps w
      on w.tenant_id = k.tenant_id and w.number = k.number and w.master_id = ${target.id}
    where k.dropped_at is null`;
  const more = rows.length > 0;
  return (await keepRotation(admin, { ...row, ...counted }, owner, !more)) && more;
};

/** Gives the tenant a key that is younger than the rotation, and closes one batch of its values with it. */
const resealBatch = async ({ database, owner, batch = BATCH }: RotationDeps, row: RotationRow): Promise<boolean> => {
  const { admin } = database;
  const total = row.total ?? (await countAll(database));
  const next = await admin.sql<{ id: string }>`
    select id from tenants where ${row.after}::uuid is null or id > ${row.after}::uuid order by id limit 1`;
  const tenant = next[0]?.id;
  if (tenant === undefined) {
    await keepRotation(admin, { ...row, total, done: row.error ? row.done : total }, owner, true);
    return false;
  }
  const result = (await renewKey(database, tenant, row))
    ? await resealTenant(database, tenant, batch)
    : { done: 0, failed: 0, more: false };
  const after = result.more ? row.after : tenant;
  const error =
    result.failed > 0 && !result.more ? joined(row.error, `${formatId('ten', tenant)}: ${result.failed}`) : row.error;
  return keepRotation(admin, { ...row, total, after, error, done: row.done + result.done }, owner);
};

const joined = (before: string | null, more: string): string =>
  [before, more]
    .filter((one) => one !== null)
    .join(', ')
    .slice(0, 1_000);

/** False: the tenant was erased, and gets no key any more. */
const renewKey = async (database: Database, tenant: string, { started_at, started_by }: RotationRow) => {
  const tenantId = formatId('ten', tenant);
  const [keys] = await database.admin.sql<{ young: boolean; gone: boolean }>`
    select coalesce(bool_or(dropped_at is null and created_at >= ${started_at}), false) as young,
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

/** One batch of the tenant's values: progress is written down, and the lease kept, between two. */
const resealTenant = async (database: Database, tenant: string, limit: number) => {
  const tenantId = formatId('ten', tenant);
  let failed = 0;
  for (const place of SEALED_PLACES) {
    for (let skip = 0; ; skip += limit) {
      const batch = await database.withTenant(tenantId, (db) => place.reseal(db, { limit, skip }));
      if (batch.done > 0) return { done: batch.done, failed: 0, more: true };
      failed += batch.failed;
      // What does not open stays in front: others may stand behind it.
      if (batch.failed < limit) break;
    }
  }
  return { done: 0, failed, more: false };
};

const sealedOf = async (db: TenantDb): Promise<number> => {
  let sealed = 0;
  for (const place of SEALED_PLACES) sealed += await countSealed(db, place);
  return sealed;
};

const countAll = async ({ admin, withTenant }: Database): Promise<number> => {
  const tenants = await admin.sql<{ id: string }>`select id from tenants order by id`;
  let total = 0;
  for (const { id } of tenants) total += await withTenant(formatId('ten', id), sealedOf);
  return total;
};
