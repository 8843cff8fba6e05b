import type { JsonObject } from '#flow/json.ts';
import { json, type Query } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { formatId, parseId } from '../ids.ts';
import { lock } from '../locks.ts';
import type { Place } from './ask-placement.ts';

const ACTION = 'tenant.create';

interface Birth {
  place: Place;
  /** Who makes it, as its audit says. */
  by: string;
  reason: string;
  /** Of its first entry. */
  data: JsonObject;
}

/**
 * Where a tenant begins that is made in this transaction. One that begins in a schema of its own is between two places from the
 * commit on: nobody writes for it before the schema stands, so there is nothing to copy, and no row of it ever lies among those
 * of the others. `moveTenants` does the rest. Its audit hears of it by `tellBirths`.
 */
export const placeAtBirth = async (sql: Query, tenantId: string, { place, by, reason, data }: Birth): Promise<void> => {
  const untold = json({ actor: by, data });
  const [step, path] = place === 'own' ? ['frozen', null] : ['done', 'shared, public'];
  await sql`
    insert into tenant_placements (tenant_id, target, step, path, asked_by, reason, frozen_at, untold)
    values (${parseId('ten', tenantId)}, ${place}, ${step}, ${path}, ${by}, ${reason},
      case when ${place} = 'own' then now() end, ${untold}::json)
    on conflict (tenant_id) do nothing`;
};

const tell = async ({ admin, withTenant }: Database, tenantId: string): Promise<void> => {
  const tenant = parseId('ten', tenantId);
  const [row] = await admin.sql<{ untold: { actor: string; data: JsonObject } }>`
    select untold from tenant_placements where tenant_id = ${tenant} and untold is not null and path is not null`;
  if (!row) return;
  const { actor, data } = row.untold;
  await withTenant(tenantId, async (db) => {
    await lock(db, [ACTION]); // two processes may tell at once
    const [told] = await db.sql`
      select 1 from audit_entries where tenant_id = ${db.tenant} and action = ${ACTION} and target = ${tenantId} limit 1`;
    if (!told) await appendAudit(db, { actor, action: ACTION, target: tenantId, data });
  });
  await admin.sql`update tenant_placements set untold = null where tenant_id = ${tenant}`;
};

/** What the audits of new tenants are still to hear, once, where they can be written: by the workers, should we die before. */
export const tellBirths = async (database: Database): Promise<void> => {
  const rows = await database.admin.sql<{ tenant_id: string }>`
    select p.tenant_id from tenant_placements p join tenants t on t.id = p.tenant_id
    where p.untold is not null and p.path is not null and t.status <> 'deleting' order by random() limit 50`;
  for (const { tenant_id } of rows) await tell(database, formatId('ten', tenant_id));
};
