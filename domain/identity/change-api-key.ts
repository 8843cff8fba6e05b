import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { tellAccess } from '../access/notices.ts';
import { appendAudit } from '../audit/audit.ts';
import { parseId } from '../ids.ts';
import { type ApiKeyView, getApiKey, newSecret, noSuchKey, prefixOf } from './api-keys.ts';
import { hashToken } from './token.ts';
import { endFamiliesOf } from './tokens/token-families.ts';

/** What is left out stays. Times are ISO 8601 UTC. */
export interface ApiKeyChange {
  name?: string | undefined;
  scopes?: string[] | undefined;
  expiresAt?: string | null | undefined;
  allowedIps?: string[] | undefined;
  perMinute?: number | null | undefined;
  keepBodiesUntil?: string | null | undefined;
}

const isOver = ({ revokedAt, expiresAt }: ApiKeyView): boolean =>
  revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= Date.now());

const refuseRevoked = ({ revokedAt }: ApiKeyView): void => {
  if (revokedAt !== null) throw failure('conflict', 'Esta chave foi revogada', 'This key was revoked');
};

/** A key whose row nobody else changes until this transaction is over. */
interface HeldKey {
  before: ApiKeyView;
  uuid: string;
  /** When the secret before this one ends, or ended; null: there is none. */
  previousUntil: Date | null;
  /** Nobody has used the secret of now, and the one before it works on. */
  unused: boolean;
}

/** @throws `not_found` */
const holdKey = async (db: TenantDb, id: string): Promise<HeldKey> => {
  const uuid = parseId('key', id);
  const [row] = await db.sql<{ until: Date | null; unused: boolean }>`
    select previous_until as until, secret_used_at is null and coalesce(previous_until > now(), false) as unused
    from api_keys where tenant_id = ${db.tenant} and id = ${uuid} for update`;
  if (!row) throw noSuchKey();
  return { before: await getApiKey(db, id), uuid, previousUntil: row.until, unused: row.unused };
};

/** @throws `not_found`, `conflict` for a key that was revoked */
export const changeApiKey = async (db: TenantDb, id: string, change: ApiKeyChange, by: string): Promise<ApiKeyView> => {
  const { before, uuid } = await holdKey(db, id);
  refuseRevoked(before);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const next = { ...before, ...given } as ApiKeyView;
  await db.sql`
    update api_keys set name = ${next.name}, scopes = ${next.scopes}::text[],
      expires_at = ${next.expiresAt}::timestamptz, allowed_ips = ${next.allowedIps}::text[],
      per_minute = ${next.perMinute}, keep_bodies_until = ${next.keepBodiesUntil}::timestamptz
    where tenant_id = ${db.tenant} and id = ${uuid}`;
  await appendAudit(db, { actor: by, action: 'api_key.change', target: id, name: next.name, data: given });
  await tellAccess(db.sql, { keyId: id });
  return getApiKey(db, id);
};

/**
 * A new secret, shown this once; the one of now works on for so long (0: not at all), whatever was before it no longer.
 * Where nobody has used the secret of now, the one before it works on in its place: an answer that was lost, or a second
 * click, cuts nobody off. Tokens end with the secret that they may have been got with.
 * @throws `not_found`, `conflict` for a key that is over
 */
export const rotateApiKey = async (
  db: TenantDb,
  id: string,
  overlapHours: number,
  by: string,
): Promise<{ key: string; view: ApiKeyView }> => {
  const { before, uuid, previousUntil, unused } = await holdKey(db, id);
  if (isOver(before)) throw failure('conflict', 'Esta chave já não vale', 'This key is over');
  const key = newSecret();
  await db.sql`
    update api_keys set (previous_hash, previous_prefix, previous_used_at) = (
        select case when ${unused} then previous_hash else key_hash end,
          case when ${unused} then previous_prefix else prefix end,
          case when ${unused} then previous_used_at else secret_used_at end),
      previous_until = now() + ${overlapHours} * interval '1 hour',
      key_hash = ${hashToken(key)}, prefix = ${prefixOf(key)}, rotated_at = now(), secret_used_at = null
    where tenant_id = ${db.tenant} and id = ${uuid}`;
  if (overlapHours === 0) await endFamiliesOf(db, uuid, null);
  else if (previousUntil && !unused) await endFamiliesOf(db, uuid, previousUntil);
  await appendAudit(db, { actor: by, action: 'api_key.rotate', target: id, name: before.name, data: { overlapHours } });
  await tellAccess(db.sql, { keyId: id });
  return { key, view: await getApiKey(db, id) };
};

/** Ends the overlap of a rotation now, and tokens that the secret before may have got; where there is none, nothing changes. @throws `not_found` */
export const endPreviousSecret = async (db: TenantDb, id: string, by: string): Promise<ApiKeyView> => {
  const { before, uuid, previousUntil } = await holdKey(db, id);
  await db.sql`
    update api_keys set previous_hash = null, previous_prefix = null, previous_until = null, previous_used_at = null
    where tenant_id = ${db.tenant} and id = ${uuid}`;
  if (previousUntil) await endFamiliesOf(db, uuid, previousUntil);
  await appendAudit(db, { actor: by, action: 'api_key.end_previous', target: id, name: before.name, data: {} });
  await tellAccess(db.sql, { keyId: id });
  return getApiKey(db, id);
};
