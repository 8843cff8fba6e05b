import { isFeature, isLimited } from '#flow/contracts/plan-features.ts';
import { failure } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { json, type Query } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { logOperator, type OperatorDeed } from '../../access/block.ts';
import { appendAudit } from '../../audit/audit.ts';
import { settleFrozen } from '../../entitlements/freeze.ts';
import { parseId } from '../../ids.ts';
import { refusePlatform } from '../../platform/platform.ts';

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
}

/** Those of a tenant, also those that are over. */
export const listOverrides = async ({ admin }: Pick<Database, 'admin'>, tenantId: string): Promise<Override[]> => {
  const rows = await admin.sql<
    Omit<Override, 'limit' | 'expiresAt'> & { limit_n: bigint | null; expires_at: Date | null }
  >`
    select feature, limit_n, value, reason, by, expires_at from entitlement_overrides
    where tenant_id = ${parseId('ten', tenantId)} order by feature`;
  return rows.map(({ limit_n, expires_at, ...row }) => ({
    ...row,
    limit: limit_n === null ? null : Number(limit_n),
    expiresAt: expires_at?.toISOString() ?? null,
  }));
};

const change = async (
  database: Pick<Database, 'admin' | 'withTenant'>,
  tenantId: string,
  { by, action, data }: { by: string; action: string; data: JsonObject },
  work: (sql: Query, tenant: string) => Promise<void>,
): Promise<void> => {
  refusePlatform(tenantId);
  const tenant = parseId('ten', tenantId);
  await database.admin.transaction(async (sql) => {
    const [known] = await sql`select 1 from tenants where id = ${tenant}`;
    if (!known) throw failure('not_found', 'Esta conta não existe.', 'There is no such tenant.');
    await work(sql, tenant);
    await sql`select pg_notify('trama_entitlements', ${tenantId})`;
    await logOperator(sql, { actor: by, action, target: tenantId, data });
  });
  await database.withTenant(tenantId, async (db) => {
    await settleFrozen(db);
    await appendAudit(db, { actor: by, action, target: tenantId, data });
  });
};

/**
 * Gives a tenant more, or less, than its plan says, until an instant or for good. Given again, the last word counts.
 * @throws `not_found`; `invalid`: no such limit or feature, or a value of the wrong kind; `conflict`: the product's own tenant
 */
export const setOverride = (
  database: Pick<Database, 'admin' | 'withTenant'>,
  tenantId: string,
  { by, reason, feature, limit, value, expiresAt }: Override,
): Promise<void> => {
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
    await sql`
      insert into entitlement_overrides (tenant_id, feature, limit_n, value, reason, by, expires_at)
      values (${tenant}, ${feature}, ${limit}, ${value === null ? null : json(value)}::jsonb, ${reason}, ${by},
        ${expiresAt}::timestamptz)
      on conflict (tenant_id, feature) do update set limit_n = excluded.limit_n, value = excluded.value,
        reason = excluded.reason, by = excluded.by, expires_at = excluded.expires_at, created_at = now()`;
  });
};

/** What the plan says counts again. Done twice it is done once. @throws `not_found`: there is no such tenant */
export const removeOverride = (
  database: Pick<Database, 'admin' | 'withTenant'>,
  tenantId: string,
  { by, reason, feature }: OperatorDeed & { feature: string },
): Promise<void> =>
  change(database, tenantId, { by, action: 'plan.override_end', data: { feature, reason } }, async (sql, tenant) => {
    await sql`delete from entitlement_overrides where tenant_id = ${tenant} and feature = ${feature}`;
  });
