import { randomBytes } from 'node:crypto';
import { failure } from '#flow/errors.ts';
import { emptySql, type SqlFragment, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { refuseWhileDeleting } from '../tenants/refuse-while-deleting.ts';
import { hashToken } from './token.ts';

export const API_KEY_PREFIX = 'trm_';

/** Times are ISO 8601 UTC. */
export interface ApiKeyView {
  id: string;
  name: string;
  /** The first characters of the key, to tell keys apart. */
  prefix: string;
  scopes: string[];
  createdBy: string;
  /** Whoever made it, where that was a person. */
  maker: { name: string | null; left: boolean } | null;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  lastUsedIp: string | null;
  revokedAt: string | null;
  /** Addresses and CIDR ranges; none: it may be used from anywhere. */
  allowedIps: string[];
  /** Calls a minute; null: the usual limit. */
  perMinute: number | null;
  keepBodiesUntil: string | null;
  rotatedAt: string | null;
  /** The secret of before the last rotation, while it works on. */
  previous: { prefix: string; until: string; usedAt: string | null } | null;
}

interface KeyRow {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  created_by: string;
  maker_name: string | null;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  last_used_ip: string | null;
  revoked_at: Date | null;
  allowed_ips: string[];
  per_minute: number | null;
  keep_bodies_until: Date | null;
  rotated_at: Date | null;
  previous_prefix: string | null;
  previous_until: Date | null;
  previous_used_at: Date | null;
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** People are named while they belong to the tenant: a name that is not there any more is that of somebody who left. */
const makerOf = ({ created_by, maker_name }: KeyRow): ApiKeyView['maker'] =>
  created_by.startsWith('user:') ? { name: maker_name, left: maker_name === null } : null;

const previousOf = ({ previous_prefix, previous_until, previous_used_at }: KeyRow): ApiKeyView['previous'] =>
  previous_prefix === null || previous_until === null || previous_until.getTime() <= Date.now()
    ? null
    : { prefix: previous_prefix, until: previous_until.toISOString(), usedAt: iso(previous_used_at) };

const view = (row: KeyRow): ApiKeyView => ({
  id: formatId('key', row.id),
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  createdBy: row.created_by,
  maker: makerOf(row),
  createdAt: row.created_at.toISOString(),
  expiresAt: iso(row.expires_at),
  lastUsedAt: iso(row.last_used_at),
  lastUsedIp: row.last_used_ip,
  revokedAt: iso(row.revoked_at),
  allowedIps: row.allowed_ips,
  perMinute: row.per_minute,
  keepBodiesUntil: iso(row.keep_bodies_until),
  rotatedAt: iso(row.rotated_at),
  previous: previousOf(row),
});

export interface NewApiKey {
  name: string;
  scopes: string[];
  /** ISO 8601 UTC; null: none. */
  expiresAt?: string | null;
  allowedIps?: string[];
  perMinute?: number | null;
  by: string;
  /** A key that exists already (the demo's is derived from the master secret). */
  key?: string;
  /** From a caller that may ask twice: nobody has seen the key of the first try, so it gives way to this one. */
  id?: string;
}

/** 256 random bits. */
export const newSecret = (): string => `${API_KEY_PREFIX}${randomBytes(32).toString('base64url')}`;
export const prefixOf = (key: string): string => key.slice(0, 12);

/** Makes a key. The key itself is shown this once and kept as its hash alone. @throws `conflict` where the tenant is to be deleted */
export const createApiKey = async (db: TenantDb, given: NewApiKey): Promise<{ key: string; view: ApiKeyView }> => {
  await refuseWhileDeleting(db);
  const key = given.key ?? newSecret();
  const id = given.id ?? newId('key');
  await db.sql`
    insert into api_keys (tenant_id, id, name, prefix, key_hash, scopes, created_by, expires_at, allowed_ips, per_minute)
    values (${db.tenant}, ${parseId('key', id)}, ${given.name}, ${prefixOf(key)}, ${hashToken(key)},
      ${given.scopes}::text[], ${given.by}, ${given.expiresAt ?? null}::timestamptz, ${given.allowedIps ?? []}::text[],
      ${given.perMinute ?? null})
    on conflict (tenant_id, id) do update set key_hash = excluded.key_hash, prefix = excluded.prefix`;
  await appendAudit(db, {
    actor: given.by,
    action: 'api_key.create',
    target: id,
    data: { name: given.name, scopes: given.scopes },
  });
  return { key, view: await getApiKey(db, id) };
};

const rowsOf = (db: TenantDb, which: SqlFragment): Promise<KeyRow[]> => db.sql<KeyRow>`
  select k.id, k.name, k.prefix, k.scopes, k.created_by, u.name as maker_name, k.created_at, k.expires_at, k.last_used_at,
    k.last_used_ip, k.revoked_at, k.allowed_ips, k.per_minute, k.keep_bodies_until, k.rotated_at, k.previous_prefix,
    k.previous_until, k.previous_used_at
  from api_keys k
  left join memberships m on m.tenant_id = k.tenant_id
    and 'user:usr_' || replace(m.user_id::text, '-', '') = k.created_by
  left join users u on u.id = m.user_id
  where k.tenant_id = ${db.tenant} ${which}`;

/** Newest first. @throws `malformed` */
export const listApiKeys = async (db: TenantDb, page: PageRequest): Promise<Page<ApiKeyView>> => {
  const limit = limitOf(page);
  const after = readCursor(db, 'api-keys', {}, page.cursor);
  const rows = await rowsOf(
    db,
    sql`${after === null ? emptySql : sql`and k.id < ${after}::uuid`} order by k.id desc limit ${limit + 1}`,
  );
  return pageOf(rows, { limit, item: view, cursor: (last) => writeCursor(db, 'api-keys', {}, last.id) });
};

export const noSuchKey = () => failure('not_found', 'Esta chave não existe', 'There is no such key');

/** @throws `not_found` */
export const getApiKey = async (db: TenantDb, id: string): Promise<ApiKeyView> => {
  const [row] = await rowsOf(db, sql`and k.id = ${parseId('key', id)}`);
  if (!row) throw noSuchKey();
  return view(row);
};

/**
 * The key is good for nothing from now on, nor is the secret of before. One that the tenant's deletion took is revoked anew: it
 * does not come back where that is taken back. @throws `not_found`
 */
export const revokeApiKey = async (db: TenantDb, id: string, by: string): Promise<void> => {
  const [row] = await db.sql<{ name: string }>`
    update api_keys set revoked_at = coalesce(
      nullif(revoked_at, (select (deletion->>'askedAt')::timestamptz(3) from tenants where id = ${db.tenant})), now())
    where tenant_id = ${db.tenant} and id = ${parseId('key', id)} returning name`;
  if (!row) throw noSuchKey();
  await appendAudit(db, { actor: by, action: 'api_key.revoke', target: id, name: row.name, data: {} });
};
