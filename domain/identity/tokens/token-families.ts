import type { TenantDb } from '#prisma/with-tenant.ts';
import { tellAccess } from '../../access/notices.ts';
import { appendAudit } from '../../audit/audit.ts';
import { formatId, parseId } from '../../ids.ts';
import { isInRanges } from '../ip-ranges.ts';
import { isOurs, type RefreshToken } from './refresh-token.ts';

/** Days that a family lasts, however often it is turned. */
const FAMILY_DAYS = 30;
/** Seconds in which the token before the last one still gets the same answer: it was lost on its way. */
const GRACE_SECONDS = 10;

/** A family whose newest refresh token is its nth. */
export interface TokenFamily {
  /** uuid */
  id: string;
  /** `key_…` */
  keyId: string;
  scopes: string[];
  n: number;
}

/** Begins a family for a key. `id`: a uuid. */
export const openFamily = async (db: TenantDb, { id, keyId, scopes }: Omit<TokenFamily, 'n'>): Promise<TokenFamily> => {
  await db.sql`
    insert into token_families (tenant_id, id, key_id, scopes, expires_at)
    values (${db.tenant}, ${id}, ${parseId('key', keyId)}, ${scopes}::text[], now() + ${FAMILY_DAYS} * interval '1 day')`;
  return { id, keyId, scopes, n: 1 };
};

interface Row {
  key_id: string;
  scopes: string[];
  n: number;
  open: boolean;
  lost: boolean;
  allowed_ips: string[];
}

const revoke = async (db: TenantDb, family: string, reason: string): Promise<boolean> => {
  const rows = await db.sql<{ key_id: string }>`
    update token_families set revoked_at = now(), reason = ${reason}
    where tenant_id = ${db.tenant} and id = ${family} and revoked_at is null returning key_id`;
  for (const { key_id } of rows) await tellAccess(db.sql, { keyId: formatId('key', key_id) });
  return rows.length > 0;
};

/**
 * Ends families of a key (uuid). `begunBefore`: only those that began before then; whoever had the key's other secret may
 * have begun them.
 */
export const endFamiliesOf = async (db: TenantDb, key: string, begunBefore: Date | null): Promise<void> => {
  await db.sql`
    update token_families set revoked_at = now(), reason = 'rotated'
    where tenant_id = ${db.tenant} and key_id = ${key} and revoked_at is null
      and (${begunBefore}::timestamptz is null or created_at < ${begunBefore}::timestamptz)`;
};

/**
 * Takes a refresh token for the next one. `reused`: it was taken before, so two have it, and the family ends for both; the
 * caller says so after this transaction, for its end must stand. Null: it is not ours, or its key or family is over.
 */
export const turnFamily = async (
  db: TenantDb,
  token: RefreshToken,
  ip: string,
): Promise<TokenFamily | 'reused' | null> => {
  if (!isOurs(db, token)) return null;
  const [row] = await db.sql<Row>`
    select f.key_id, f.scopes, f.n, k.allowed_ips,
      f.revoked_at is null and f.expires_at > now() and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > now())
        and (k.previous_until is null or k.previous_until > now() or f.created_at >= k.previous_until) as open,
      coalesce(f.turned_at > now() - ${GRACE_SECONDS} * interval '1 second', false) as lost
    from token_families f join api_keys k on k.tenant_id = f.tenant_id and k.id = f.key_id
    where f.tenant_id = ${db.tenant} and f.id = ${token.family} for update of f`;
  if (!row?.open || (row.allowed_ips.length > 0 && !isInRanges(ip, row.allowed_ips))) return null;
  const family = { id: token.family, keyId: formatId('key', row.key_id), scopes: row.scopes };
  if (token.n === row.n - 1 && row.lost) return { ...family, n: row.n };
  if (token.n === row.n) {
    await db.sql`
      update token_families set n = n + 1, turned_at = now() where tenant_id = ${db.tenant} and id = ${token.family}`;
    return { ...family, n: row.n + 1 };
  }
  await revoke(db, token.family, 'reuse');
  await appendAudit(db, { actor: `key:${family.keyId}`, action: 'token.reuse', target: family.keyId, data: {} });
  return 'reused';
};

/** Ends a family and its access tokens, by one of its refresh tokens, whichever. */
export const revokeFamily = async (db: TenantDb, token: RefreshToken): Promise<void> => {
  if (isOurs(db, token)) await revoke(db, token.family, 'revoked');
};

/** Ends one access token, and the streams that it opened. `expiresAt`: milliseconds. */
export const revokeToken = async (
  db: TenantDb,
  { id, keyId, expiresAt }: { id: string; keyId: string; expiresAt: number },
): Promise<void> => {
  await db.sql`
    insert into revoked_tokens (tenant_id, id, expires_at)
    values (${db.tenant}, ${id}, ${new Date(expiresAt).toISOString()}::timestamptz) on conflict do nothing`;
  await tellAccess(db.sql, { keyId });
};

/** Forgets what can count no more. Gives how many rows went. */
export const pruneTokens = async (db: TenantDb): Promise<number> => {
  const tokens = await db.sql`
    delete from revoked_tokens where tenant_id = ${db.tenant} and expires_at < now() - interval '1 hour' returning id`;
  const families = await db.sql`
    delete from token_families where tenant_id = ${db.tenant} and expires_at < now() - interval '1 day' returning id`;
  return tokens.length + families.length;
};
