import { isFeature, isLimited } from '#flow/contracts/plan-features.ts';
import { failure } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { sql as fragment, json, type Query } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { logOperator, type OperatorDeed } from '../../access/block.ts';
import { appendAudit } from '../../audit/audit.ts';
import { settleFrozen, tellStopped } from '../../entitlements/freeze.ts';
import { parseId } from '../../ids.ts';
import { refusePlatform } from '../../platform/platform.ts';
import { refuseStale, type Seen } from './refuse-stale.ts';

/** What a tenant was given apart from its plan; times are ISO 8601. */
export interface Override {
  /** Of the limits or the features of plans. */
  feature: string;
  /** -1: as many as one likes; null where it is a feature. */
  limit: number | null;
  value: Json;
  reason: string;
  by: string;
  expiresAt: string | null;
  /** Of the last time it was given. */
  revision: number;
}

interface Row extends Omit<Override, 'limit' | 'expiresAt'> {
  limit_n: bigint | null;
  expires_at: Date | null;
}

const COLUMNS = fragment`feature, limit_n, value, reason, by, expires_at, revision`;

const viewOf = ({ limit_n, expires_at, ...row }: Row): Override => ({
  ...row,
  limit: limit_n === null ? null : Number(limit_n),
  expiresAt: expires_at?.toISOString() ?? null,
});

type Parts = Pick<Database, 'admin' | 'withTenant'>;

/** Those of a tenant, also those that are over. */
export const listOverrides = async ({ admin }: Pick<Database, 'admin'>, tenantId: string): Promise<Override[]> => {
  const rows = await admin.sql<Row>`
    select ${COLUMNS} from entitlement_overrides
    where tenant_id = ${parseId('ten', tenantId)} and ended is null order by feature`;
  return rows.map(viewOf);
};

interface Untold extends Row {
  ended: OperatorDeed | null;
}

/**
 * The tenant's half of what operators gave or took back: what is over it stands still, what fits works, and its audit has it. A row
 * waits for it, so whoever died between the deed and this left it to the hourly pass.
 */
export const tellOverrides = async (db: TenantDb): Promise<void> => {
  const rows = await db.sql<Untold>`
    select ${COLUMNS}, ended from entitlement_overrides
    where tenant_id = ${db.tenant} and told_at is null order by feature for update`;
  if (rows.length === 0) return;
  await tellStopped(db, await settleFrozen(db));
  for (const { ended, ...row } of rows) {
    const { feature, limit, value, expiresAt, reason, by } = viewOf(row);
    const data: JsonObject = ended ? { feature, reason: ended.reason } : { feature, limit, value, expiresAt, reason };
    const action = ended ? 'plan.override_end' : 'plan.override';
    await appendAudit(db, { actor: ended?.by ?? by, action, target: db.tenantId, data });
    if (ended) await db.sql`delete from entitlement_overrides where tenant_id = ${db.tenant} and feature = ${feature}`;
    else
      await db.sql`
        update entitlement_overrides set told_at = now() where tenant_id = ${db.tenant} and feature = ${feature}`;
  }
};

const change = async <T>(
  database: Parts,
  tenantId: string,
  { by, action, data }: { by: string; action: string; data: JsonObject },
  work: (sql: Query, tenant: string) => Promise<T>,
): Promise<T> => {
  refusePlatform(tenantId);
  const tenant = parseId('ten', tenantId);
  const done = await database.admin.transaction(async (sql) => {
    const [known] = await sql`select 1 from tenants where id = ${tenant}`;
    if (!known) throw failure('not_found', 'Esta conta não existe.', 'There is no such tenant.');
    const result = await work(sql, tenant);
    await sql`select pg_notify('trama_entitlements', ${tenantId})`;
    await logOperator(sql, { actor: by, action, target: tenantId, data });
    return result;
  });
  await database.withTenant(tenantId, tellOverrides);
  return done;
};

/**
 * Gives a tenant more, or less, than its plan says, until an instant or for good. Given again, the last word counts.
 * @returns its revision. @throws `not_found`; `stale`; `invalid`: no such limit or feature, or a value of the wrong kind; `conflict`:
 *   the product's own tenant
 */
export const setOverride = (
  database: Parts,
  tenantId: string,
  { by, reason, feature, limit, value, expiresAt, seen }: Omit<Override, 'revision'> & Seen,
): Promise<number> => {
  const fits = limit === null ? isFeature(feature) && value !== null : isLimited(feature) && value === null;
  if (!fits)
    throw failure('invalid', 'Isto não é um limite nem um recurso de plano.', 'This is no limit or feature of plans.');
  // Plans say 0 where they have no `api`, and the pace of whoever was given that has no bound: here it would read as none at all.
  if (feature === 'api_per_minute' && limit === 0)
    throw failure(
      'invalid',
      'Para não haver chamadas, dê o recurso “api” como “none”.',
      'For no calls at all, give the feature “api” as “none”.',
    );
  const data = { feature, limit, value, expiresAt, reason };
  return change(database, tenantId, { by, action: 'plan.override', data }, async (sql, tenant) => {
    const [saved] = await sql<{ revision: number }>`
      insert into entitlement_overrides as o (tenant_id, feature, limit_n, value, reason, by, expires_at, told_at)
      values (${tenant}, ${feature}, ${limit}, ${value === null ? null : json(value)}::jsonb, ${reason}, ${by},
        ${expiresAt}::timestamptz, null)
      on conflict (tenant_id, feature) do update set limit_n = excluded.limit_n, value = excluded.value,
        reason = excluded.reason, by = excluded.by, expires_at = excluded.expires_at, created_at = now(), told_at = null,
        revision = case when o.ended is null then o.revision + 1 else 1 end, ended = null
      returning revision`;
    if (!saved) throw new Error('An insert gave no row');
    refuseStale({ seen }, saved.revision);
    return saved.revision;
  });
};

/** What the plan says counts again. Done twice it is done once. @throws `not_found`: there is no such tenant; `stale` */
export const removeOverride = (
  database: Parts,
  tenantId: string,
  { by, reason, feature, seen }: OperatorDeed & Seen & { feature: string },
): Promise<void> =>
  change(database, tenantId, { by, action: 'plan.override_end', data: { feature, reason } }, async (sql, tenant) => {
    const [ended] = await sql<{ revision: number }>`
      update entitlement_overrides set ended = ${json({ by, reason })}::json, expires_at = now(), told_at = null,
        revision = revision + 1
      where tenant_id = ${tenant} and feature = ${feature} and ended is null returning revision`;
    if (ended) refuseStale({ seen }, ended.revision);
  });
