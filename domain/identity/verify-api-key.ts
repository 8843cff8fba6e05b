import type { AdminDb } from '#prisma/admin-db.ts';
import { sql } from '#prisma/sql.ts';
import { ACCESS_COLUMNS, ACCESS_JOIN, type AccessRow, accessOf, type TenantAccess } from '../access/tenant-access.ts';
import { formatId, uuidIn } from '../ids.ts';
import { type Tenant, type TenantRow, tenantOf } from '../tenants/get-tenant.ts';
import { API_KEY_PREFIX } from './api-keys.ts';
import { isInRanges, plainAddress } from './ip-ranges.ts';
import type { KeyMemory } from './key-memory.ts';
import { hashToken } from './token.ts';
import type { TokenClaims } from './tokens/token-signer.ts';

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

/** Columns of a key `k`, its tenant `t` and what stands around them. */
const KNOWN_COLUMNS = sql`k.id as key_id, k.name as key_name, k.scopes, k.allowed_ips, k.per_minute, k.keep_bodies_until,
  ${ACCESS_COLUMNS}, t.id, t.slug, t.name, t.plan, t.timezone, t.locale, t.settings, t.holidays`;

interface KnownRow extends TenantRow, AccessRow {
  key_id: string;
  key_name: string;
  scopes: string[];
  allowed_ips: string[];
  per_minute: number | null;
  keep_bodies_until: Date | null;
}

const isElsewhere = ({ allowed_ips }: KnownRow, ip: string): boolean =>
  allowed_ips.length > 0 && !isInRanges(ip, allowed_ips);

const knownKey = (row: KnownRow, ip: string): KnownKey => {
  const { access, rest } = accessOf(row);
  const { key_id, key_name, scopes, allowed_ips: _allowed, per_minute, keep_bodies_until, ...tenant } = rest;
  return {
    keyId: formatId('key', key_id),
    name: key_name,
    scopes,
    elsewhere: isElsewhere(row, ip),
    perMinute: per_minute,
    keepBodiesUntil: keep_bodies_until?.getTime() ?? null,
    tenant: tenantOf(tenant),
    access,
  };
};

/** The row of a key that was sent, and which of its two secrets was. */
export type SentKeyRow = KnownRow & { previous: boolean };
export type SentKeys = KeyMemory<SentKeyRow>;

/** What a row that is remembered was read as; it goes with the row. */
const readAs = new WeakMap<SentKeyRow, KnownKey>();

const knownKeyOnce = (row: SentKeyRow, ip: string): KnownKey => {
  const before = readAs.get(row);
  if (before) return { ...before, elsewhere: isElsewhere(row, ip) };
  const { previous: _previous, ...rest } = row;
  const known = knownKey(rest, ip);
  readAs.set(row, known);
  return known;
};

/** To the minute: a busy key would otherwise be one write a call, all on one row. */
const noteUse = (admin: AdminDb, { id, key_id, previous }: SentKeyRow, ip: string): Promise<unknown> => admin.sql`
  update api_keys set last_used_at = now(), last_used_ip = ${plainAddress(ip)},
    secret_used_at = case when ${previous} then secret_used_at else now() end,
    previous_used_at = case when ${previous} then now() else previous_used_at end
  where tenant_id = ${id} and id = ${key_id}`;

const askForKey = async (
  admin: AdminDb,
  hash: Uint8Array,
  ip: string,
): Promise<{ row: SentKeyRow; lasts: number | null } | null> => {
  const [found] = await admin.sql<SentKeyRow & { stale: boolean; lasts: number | null }>`
    select ${KNOWN_COLUMNS}, k.key_hash <> ${hash} as previous,
      coalesce(case when k.key_hash = ${hash} then k.secret_used_at else k.previous_used_at end
        < now() - interval '1 minute', true) as stale,
      (extract(epoch from least(k.expires_at, case when k.key_hash <> ${hash} then k.previous_until end) - now())
        * 1000)::float8 as lasts
    from api_keys k join tenants t on t.id = k.tenant_id ${ACCESS_JOIN}
    where (k.key_hash = ${hash} or (k.previous_hash = ${hash} and k.previous_until > now()))
      and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`;
  if (!found) return null;
  const { stale, lasts, ...row } = found;
  if (stale && !isElsewhere(row, ip)) await noteUse(admin, row, ip);
  // What keeps a whole tenant out is asked for each time: it counts at once where it ends, too.
  return { row, lasts: row.status === 'active' ? lasts : 0 };
};

/**
 * Whose a key is; null where it is unknown, over or revoked. One query: it stands before every call of the API, or before
 * one in half a second of those of a busy key, where what was read is `remembered`. The secret of before a rotation is as
 * good as the new one until its time is over.
 */
export const verifyApiKey = async (
  admin: AdminDb,
  key: string,
  ip: string,
  remembered?: SentKeys,
): Promise<KnownKey | null> => {
  if (!key.startsWith(API_KEY_PREFIX)) return null;
  const hash = hashToken(key);
  const ask = () => askForKey(admin, hash, ip);
  const found = await (remembered ? remembered.row(hash, ask) : ask());
  return found && knownKeyOnce(found.row, ip);
};

/**
 * The key behind an access token whose signature holds, with the rights that both have; null where token, family or key is
 * over. One query, as for a key: what ends a key ends its tokens at once,
 * and the end of a rotation's overlap those that may be of the secret before it.
 */
export const verifyToken = async (admin: AdminDb, token: TokenClaims, ip: string): Promise<KnownKey | null> => {
  const [tenant, key] = [uuidIn('ten', token.tenantId), uuidIn('key', token.keyId)];
  if (tenant === null || key === null) return null;
  const [row] = await admin.sql<KnownRow>`
    select ${KNOWN_COLUMNS}
    from token_families f join api_keys k on k.tenant_id = f.tenant_id and k.id = f.key_id
      join tenants t on t.id = k.tenant_id ${ACCESS_JOIN}
    where f.tenant_id = ${tenant} and f.id = ${token.family} and f.key_id = ${key}
      and f.revoked_at is null and f.expires_at > now()
      and (k.previous_until is null or k.previous_until > now() or f.created_at >= k.previous_until)
      and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
      and not exists (select 1 from revoked_tokens r where r.tenant_id = f.tenant_id and r.id = ${token.id})`;
  if (!row) return null;
  const known = knownKey(row, ip);
  return { ...known, scopes: narrowed(token.scopes, known.scopes) };
};

/** The rights of `wanted` that `given` has; `*` is all. */
export const narrowed = (wanted: readonly string[], given: readonly string[]): string[] =>
  wanted.includes('*') ? [...given] : given.includes('*') ? [...wanted] : wanted.filter((one) => given.includes(one));
