import { randomBytes } from 'node:crypto';
import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { type Tenant, type TenantRow, tenantOf } from '../tenants/get-tenant.ts';
import { hashToken } from './token.ts';

export const API_KEY_PREFIX = 'trm_';

export interface ApiKeyView {
  id: string;
  name: string;
  /** The first characters of the key, to tell keys apart. */
  prefix: string;
  scopes: string[];
  createdBy: string;
  /** ISO 8601 UTC. */
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

interface KeyRow {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  created_by: string;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

const view = (row: KeyRow): ApiKeyView => ({
  id: formatId('key', row.id),
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
});

export interface NewApiKey {
  name: string;
  scopes: string[];
  /** ISO 8601 UTC; null: none. */
  expiresAt?: string | null;
  by: string;
  /** A key that exists already (the demo's is derived from the master secret). */
  key?: string;
  /** From a caller that may ask twice: nobody has seen the key of the first try, so it gives way to this one. */
  id?: string;
}

/** Makes a key. The key itself is shown this once and kept as its hash alone. */
export const createApiKey = async (db: TenantDb, given: NewApiKey): Promise<{ key: string; view: ApiKeyView }> => {
  const key = given.key ?? `${API_KEY_PREFIX}${randomBytes(32).toString('base64url')}`;
  const id = given.id ?? newId('key');
  const [row] = await db.sql<KeyRow>`
    insert into api_keys (tenant_id, id, name, prefix, key_hash, scopes, created_by, expires_at)
    values (${db.tenant}, ${parseId('key', id)}, ${given.name}, ${key.slice(0, 12)}, ${hashToken(key)},
      ${given.scopes}::text[], ${given.by}, ${given.expiresAt ?? null}::timestamptz)
    on conflict (tenant_id, id) do update set key_hash = excluded.key_hash, prefix = excluded.prefix
    returning id, name, prefix, scopes, created_by, created_at, expires_at, last_used_at, revoked_at`;
  if (!row) throw new Error('An insert gave no row');
  await appendAudit(db, { actor: given.by, action: 'api_key.create', target: id, data: { name: given.name } });
  return { key, view: view(row) };
};

/** Newest first. @throws `malformed` */
export const listApiKeys = async (db: TenantDb, page: PageRequest): Promise<Page<ApiKeyView>> => {
  const limit = limitOf(page);
  const after = readCursor(db, 'api-keys', {}, page.cursor);
  const rows = await db.sql<KeyRow>`
    select id, name, prefix, scopes, created_by, created_at, expires_at, last_used_at, revoked_at from api_keys
    where tenant_id = ${db.tenant} ${after === null ? emptySql : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: view, cursor: (last) => writeCursor(db, 'api-keys', {}, last.id) });
};

/** The key is good for nothing from now on. @throws `not_found` */
export const revokeApiKey = async (db: TenantDb, id: string, by: string): Promise<void> => {
  const rows = await db.sql`
    update api_keys set revoked_at = coalesce(revoked_at, now())
    where tenant_id = ${db.tenant} and id = ${parseId('key', id)} returning id`;
  if (rows.length === 0) throw failure('not_found', 'Esta chave não existe', 'There is no such key');
  await appendAudit(db, { actor: by, action: 'api_key.revoke', target: id, data: {} });
};

export interface KnownKey {
  keyId: string;
  name: string;
  scopes: string[];
  tenant: Tenant;
}

/** Whose a key is; null where it is unknown, over or revoked. One query: it stands before every call of the API. */
export const verifyApiKey = async (admin: AdminDb, key: string): Promise<KnownKey | null> => {
  if (!key.startsWith(API_KEY_PREFIX)) return null;
  const hash = hashToken(key);
  const [row] = await admin.sql<TenantRow & { key_id: string; key_name: string; scopes: string[]; stale: boolean }>`
    select k.id as key_id, k.name as key_name, k.scopes,
      coalesce(k.last_used_at < now() - interval '1 minute', true) as stale,
      t.id, t.slug, t.name, t.plan, t.timezone, t.locale, t.settings, t.holidays
    from api_keys k join tenants t on t.id = k.tenant_id
    where k.key_hash = ${hash} and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`;
  if (!row) return null;
  const { key_id, key_name, scopes, stale, ...tenant } = row;
  // To the minute: a busy key would otherwise be one write a call, all on one row.
  if (stale) await admin.sql`update api_keys set last_used_at = now() where key_hash = ${hash}`;
  return { keyId: formatId('key', key_id), name: key_name, scopes, tenant: tenantOf(tenant) };
};
