import type { Client } from '@temporalio/client';
import { type JsonObject, localeOf } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { identifier, joinSql, json, type Query } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { forgetEventsOf } from '../billing/inbound/prune-events.ts';
import { keepInvoices, keptOf } from '../billing/invoices/keep-invoices.ts';
import { formatId, parseId, uuidIn } from '../ids.ts';
import type { ObjectStores } from '../payloads/object-store.ts';
import type { PayloadKeys } from '../payloads/payload-keys.ts';
import { forgetPlace } from '../placement/forget-place.ts';
import { endLifecycle } from '../platform/end-lifecycle.ts';
import { readTenantTables, type TenantTable } from '../privacy/tenant-tables.ts';
import { eraseTenant } from './erase-tenant.ts';
import { hashOfReceipt, type ReceiptSigner } from './receipt-signer.ts';

export interface DeletionDeps {
  database: Database;
  client: Client;
  keys: PayloadKeys;
  stores: ObjectStores;
  signer: ReceiptSigner;
  /** Ends what could charge the tenant, at every provider of payments; missing: this installation takes none. */
  endPayments?: (tenantId: string) => Promise<void>;
}

const LEASE = '2 minutes';
const BATCH = 5_000;
const BY = 'system:deletion';

interface Asked {
  id: string;
  name: string;
  locale: string;
  deletion: { receiptId: string; askedAt: string; by: string };
}

interface Due {
  tenantId: string;
  tenant: string;
  /** By table; null: it could not be counted in its time. */
  counts: Record<string, number | null>;
}

/**
 * One tenant whose time has come, for this process alone until its lease ends; null: none. A legal hold keeps a tenant of which
 * nothing is deleted yet. From here there is no way back.
 */
const claim = (admin: AdminDb): Promise<Due | null> =>
  admin.transaction(async (sql) => {
    const [tenant] = await sql<Asked>`
      select t.id, t.name, t.locale, t.deletion from tenants t left join erasure_receipts r on r.subject = t.id
      where t.deletion_due_at <= now() and coalesce(r.lease_until, now()) <= now()
        and (t.erasing_at is not null or t.retention->>'hold' is distinct from 'true')
        and not exists (
          select 1 from tenant_placements p where p.tenant_id = t.id and p.step not in ('done', 'failed'))
      order by t.deletion_due_at limit 1 for update of t skip locked`;
    if (!tenant) return null;
    const { receiptId, askedAt, by } = tenant.deletion;
    await sql`
      update tenants set erasing_at = coalesce(erasing_at, now()), status = 'deleting' where id = ${tenant.id}`;
    const [receipt] = await sql<{ counts: Due['counts'] }>`
      insert into erasure_receipts (id, subject, asked_at, lease_until, tell)
      values (${parseId('era', receiptId)}, ${tenant.id}, ${askedAt}::timestamptz, now() + ${LEASE}::interval,
        (select json_build_object('to', email, 'name', ${tenant.name}::text, 'locale', ${localeOf(tenant)}::text)
          from users where id = ${uuidIn('usr', by.replace(/^user:/, ''))}))
      on conflict (subject) do update set lease_until = excluded.lease_until returning counts`;
    return { tenant: tenant.id, tenantId: formatId('ten', tenant.id), counts: receipt?.counts ?? {} };
  });

const renew = (admin: AdminDb, tenant: string) =>
  admin.sql`update erasure_receipts set lease_until = now() + ${LEASE}::interval where subject = ${tenant}`;

/** Who may delete of it: the application, of this tenant alone; the admin, of what the application may never delete. */
const deleterOf = async (sql: Query, table: string): Promise<'app' | 'admin'> => {
  const [row] = await sql<{ app: boolean; admin: boolean }>`
    select has_table_privilege('trama_app', ${table}, 'delete') as app,
      has_table_privilege('trama_admin', ${table}, 'delete') as admin`;
  if (row?.app) return 'app';
  if (row?.admin) return 'admin';
  throw new Error(`Nobody may delete from ${table}`);
};

/**
 * Counted once, before the first row goes: what a receipt says does not hang on how often this was begun. A table too large to be
 * counted in the time of a statement holds up nothing. Each is kept at once.
 */
const countRows = async (deps: DeletionDeps, due: Due, tables: readonly TenantTable[]): Promise<void> => {
  const { database } = deps;
  const keep = async (name: string, counted: Promise<number>): Promise<void> => {
    due.counts[name] = await counted.catch(() => null);
    await database.admin.sql`
      update erasure_receipts set counts = ${json(due.counts)}::json, lease_until = now() + ${LEASE}::interval
      where subject = ${due.tenant}`;
  };
  for (const { name } of tables) {
    if (name in due.counts) continue;
    const role = await deleterOf(database.admin.sql, name);
    const count = async (sql: Query) => {
      const [row] = await sql<{ n: bigint }>`/* varies */
        select count(tenant_id) as n from ${identifier(name)} where tenant_id = ${due.tenant}`;
      return Number(row?.n ?? 0);
    };
    await keep(
      name,
      role === 'app' ? database.withTenant(due.tenantId, (db) => count(db.sql)) : count(database.admin.sql),
    );
  }
  if (!('objects' in due.counts))
    await keep(
      'objects',
      eachObject(deps, due, () => Promise.resolve()),
    );
};

/** What the application may never delete: by its keys, a batch at a time, however much there is. */
const deleteByKey = async ({ database: { admin } }: DeletionDeps, due: Due, table: TenantTable): Promise<void> => {
  const key = joinSql(table.key.map((column) => identifier(column)));
  const name = identifier(table.name);
  for (;;) {
    const gone = await admin.sql`/* varies */
      delete from ${name} where tenant_id = ${due.tenant} and (${key}) in (
        select ${key} from ${name} where tenant_id = ${due.tenant} order by ${key} limit ${BATCH})
      returning tenant_id`;
    if (gone.length < BATCH) return;
    await renew(admin, due.tenant);
  }
};

const deleteRows = async (deps: DeletionDeps, due: Due, table: TenantTable): Promise<void> => {
  const { database } = deps;
  if ((await deleterOf(database.admin.sql, table.name)) === 'admin') return await deleteByKey(deps, due, table);
  const name = identifier(table.name);
  for (;;) {
    const gone = await database.withTenant(
      due.tenantId,
      (db) => db.sql`/* varies */
        delete from ${name} where ctid = any (array(select ctid from ${name} where tenant_id = ${db.tenant} limit ${BATCH}))
        returning 1`,
    );
    if (gone.length < BATCH) return;
    await renew(database.admin, due.tenant);
  }
};

type Store = ObjectStores['all'][number];

/** What lies in buckets; what PostgreSQL holds goes with all other rows. Gives how many there were. */
const eachObject = async (
  { stores, database }: DeletionDeps,
  due: Due,
  work: (store: Store, hash: string) => Promise<void>,
): Promise<number> => {
  let seen = 0;
  for (const store of stores.all) {
    if (store.name === 'postgres') continue;
    for (let hashes = await store.list(due.tenantId, ''); hashes.length > 0; ) {
      for (const hash of hashes) await work(store, hash);
      seen += hashes.length;
      await renew(database.admin, due.tenant);
      hashes = await store.list(due.tenantId, hashes.at(-1) ?? '');
    }
  }
  return seen;
};

/** The tenant's own row goes, and the receipt is signed, in one transaction: once, also where another had the lease meanwhile. */
const finish = async ({ database, signer }: DeletionDeps, due: Due): Promise<void> =>
  await database.admin.transaction(async (sql) => {
    const [row] = await sql<{ id: string; subject: string; asked_at: Date; began_at: Date }>`
      select id, subject, asked_at, began_at from erasure_receipts where subject = ${due.tenant} and ended_at is null for update`;
    if (!row) return;
    await sql`delete from tenants where id = ${due.tenant}`;
    const counts = { ...due.counts, tenants: 1 };
    const kept = await keptOf(sql, due.tenant);
    const receipt: JsonObject = {
      id: formatId('era', row.id),
      subject: formatId('ten', row.subject),
      askedAt: row.asked_at.toISOString(),
      beganAt: row.began_at.toISOString(),
      endedAt: new Date().toISOString(),
      counts,
      // What the law wants to be kept is said, not hidden; where nothing is, receipts are as they always were.
      ...(kept && { kept: { ...kept } }),
    };
    const hash = hashOfReceipt(receipt);
    await sql`
      update erasure_receipts set counts = ${json(counts)}::json, kept = ${json(kept)}::json, ended_at = ${String(receipt.endedAt)}::timestamptz,
        hash = ${hash}, signature = ${signer.sign(hash)}, lease_until = now()
      where subject = ${due.tenant}`;
  });

/**
 * Deletes one tenant whose time has come, in an order that may break off anywhere and be begun again: workflows end, its keys
 * are emptied (what histories and buckets hold is noise from then on), objects go, then every row of every table that has
 * tenants, at last its own. Invoices are copied out before (docs/decisions/863). @returns its id, or null where none is due
 */
export const deleteDue = async (deps: DeletionDeps): Promise<string | null> => {
  const due = await claim(deps.database.admin);
  if (!due) return null;
  const tables = await readTenantTables(deps.database.admin.sql);
  await countRows(deps, due, tables);
  await endLifecycle(deps.database, due.tenantId);
  await deps.endPayments?.(due.tenantId);
  await eraseTenant(deps, due.tenantId, BY, () => renew(deps.database.admin, due.tenant));
  await eachObject(deps, due, (store, hash) => store.remove(due.tenantId, hash));
  await deps.database.withTenant(
    due.tenantId,
    (db) => db.sql`update flows set published_version = null where tenant_id = ${db.tenant}`,
  );
  await keepInvoices(deps.database, due.tenantId);
  for (const table of tables.toReversed()) await deleteRows(deps, due, table);
  await forgetPlace(deps.database.admin, due.tenant);
  await forgetEventsOf(deps.database.admin, due.tenant);
  await finish(deps, due);
  return due.tenantId;
};
