import type { AdminDb } from '#prisma/admin-db.ts';
import { ACCESS_COLUMNS, ACCESS_JOIN, type AccessRow, accessOf, type TenantAccess } from '../access/tenant-access.ts';
import { formatId } from '../ids.ts';
import { type Tenant, type TenantRow, tenantOf } from '../tenants/get-tenant.ts';
import { API_KEY_PREFIX } from './api-keys.ts';
import { isInRanges, plainAddress } from './ip-ranges.ts';
import { hashToken } from './token.ts';

export interface KnownKey {
  keyId: string;
  name: string;
  scopes: string[];
  /** It came from an address that the key is not for. */
  elsewhere: boolean;
  perMinute: number | null;
  /** Milliseconds; null: its calls' bodies are not kept. */
  keepBodiesUntil: number | null;
  tenant: Tenant;
  access: TenantAccess;
}

interface Row extends TenantRow, AccessRow {
  key_id: string;
  key_name: string;
  scopes: string[];
  allowed_ips: string[];
  per_minute: number | null;
  keep_bodies_until: Date | null;
  previous: boolean;
  stale: boolean;
}

/**
 * Whose a key is; null where it is unknown, over or revoked. One query: it stands before every call of the API. The
 * secret of before a rotation is as good as the new one until its time is over.
 */
export const verifyApiKey = async (admin: AdminDb, key: string, ip: string): Promise<KnownKey | null> => {
  if (!key.startsWith(API_KEY_PREFIX)) return null;
  const hash = hashToken(key);
  const [row] = await admin.sql<Row>`
    select k.id as key_id, k.name as key_name, k.scopes, k.allowed_ips, k.per_minute, k.keep_bodies_until,
      k.key_hash <> ${hash} as previous,
      coalesce(case when k.key_hash = ${hash} then k.secret_used_at else k.previous_used_at end
        < now() - interval '1 minute', true) as stale, ${ACCESS_COLUMNS},
      t.id, t.slug, t.name, t.plan, t.timezone, t.locale, t.settings, t.holidays
    from api_keys k join tenants t on t.id = k.tenant_id ${ACCESS_JOIN}
    where (k.key_hash = ${hash} or (k.previous_hash = ${hash} and k.previous_until > now()))
      and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`;
  if (!row) return null;
  const { access, rest } = accessOf(row);
  const { key_id, key_name, scopes, allowed_ips, per_minute, keep_bodies_until, previous, stale, ...tenant } = rest;
  const elsewhere = allowed_ips.length > 0 && !isInRanges(ip, allowed_ips);
  // To the minute: a busy key would otherwise be one write a call, all on one row.
  if (stale && !elsewhere)
    await admin.sql`
      update api_keys set last_used_at = now(), last_used_ip = ${plainAddress(ip)},
        secret_used_at = case when ${previous} then secret_used_at else now() end,
        previous_used_at = case when ${previous} then now() else previous_used_at end
      where tenant_id = ${tenant.id} and id = ${key_id}`;
  return {
    keyId: formatId('key', key_id),
    name: key_name,
    scopes,
    elsewhere,
    perMinute: per_minute,
    keepBodiesUntil: keep_bodies_until?.getTime() ?? null,
    tenant: tenantOf(tenant),
    access,
  };
};
