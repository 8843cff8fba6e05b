import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { FetchedToken } from '#flow/contracts/token-keeper.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { formatId, parseId } from '../ids.ts';
import { openTokens, sealTokens } from './sealed-tokens.ts';

/** How long a person has for the way to the provider and back. */
const MINUTES = 10;

/** What the way is begun with; the state comes back with the person. */
export interface BegunSignIn {
  state: string;
  /** PKCE, S256 (RFC 7636). */
  challenge: string;
  expiresAt: string;
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Follows from the state and a key of the tenant: whoever sees the one on its way does not know the other. */
const verifierOf = (db: TenantDb, state: string): string =>
  createHmac('sha256', db.key('oauth-verifier').bytes).update(state).digest('base64url');

/** Begins a sign-in that is good once, for ten minutes, in this session. */
export const beginSignIn = async (
  db: TenantDb,
  { connectionId, sessionId, redirectUri }: { connectionId: string; sessionId: string; redirectUri: string },
): Promise<BegunSignIn> => {
  const state = randomBytes(32).toString('base64url');
  await db.sql`delete from oauth_sign_ins where tenant_id = ${db.tenant} and expires_at < now() - interval '1 hour'`;
  const [row] = await db.sql<{ expires_at: Date }>`
    insert into oauth_sign_ins (tenant_id, state_hash, connection_id, session_id, redirect_uri, expires_at)
    values (${db.tenant}, ${hashOf(state)}, ${parseId('con', connectionId)}, ${parseId('ses', sessionId)},
      ${redirectUri}, now() + ${MINUTES} * interval '1 minute')
    returning expires_at`;
  const challenge = hashOf(verifierOf(db, state)).toString('base64url');
  return { state, challenge, expiresAt: (row?.expires_at ?? new Date()).toISOString() };
};

/** Takes the sign-in that this session began; null: of another session or tenant, over, or used before. */
export const takeSignIn = async (
  db: TenantDb,
  { state, sessionId }: { state: string; sessionId: string },
): Promise<{ connectionId: string; redirectUri: string; verifier: string } | null> => {
  const [row] = await db.sql<{ connection_id: string; redirect_uri: string }>`
    update oauth_sign_ins set used_at = now()
    where tenant_id = ${db.tenant} and state_hash = ${hashOf(state)} and session_id = ${parseId('ses', sessionId)}
      and used_at is null and expires_at > now()
    returning connection_id, redirect_uri`;
  if (!row) return null;
  return {
    connectionId: formatId('con', row.connection_id),
    redirectUri: row.redirect_uri,
    verifier: verifierOf(db, state),
  };
};

/**
 * Keeps what a sign-in brought, in place of what was there. False: the connection was deleted, or led elsewhere, while the
 * provider was asked (`forgetAccount`), and nothing is kept.
 */
export const keepSignIn = async (
  db: TenantDb,
  connectionId: string,
  {
    state,
    name,
    tokens,
    grantHash,
    account,
    by,
  }: { state: string; name: string; tokens: FetchedToken; grantHash: string; account: string | null; by: string },
): Promise<boolean> => {
  // Whoever changes the connection waits for this row, and then takes away what is written here.
  const [way] = await db.sql`
    select 1 from oauth_sign_ins where tenant_id = ${db.tenant} and state_hash = ${hashOf(state)} for update`;
  if (!way) return false;
  const { accessToken, refreshToken, expiresIn } = tokens;
  const { sealed, keyId } = sealTokens(db, connectionId, { accessToken, refreshToken, from: null });
  await db.sql`
    insert into oauth_tokens (tenant_id, connection_id, sealed, key_id, grant_hash, fetched_at, expires_at, account, signed_in_at)
    values (${db.tenant}, ${parseId('con', connectionId)}, ${sealed}, ${keyId}, ${grantHash}, now(),
      now() + ${expiresIn}::double precision * interval '1 second', ${account}, now())
    on conflict (tenant_id, connection_id) do update set sealed = excluded.sealed, key_id = excluded.key_id,
      grant_hash = excluded.grant_hash, fetched_at = excluded.fetched_at, expires_at = excluded.expires_at,
      account = excluded.account, signed_in_at = excluded.signed_in_at, failed_at = null, failure = null,
      lease_owner = null, lease_until = null`;
  await appendAudit(db, {
    ...{ actor: by, action: 'connection.signIn', target: connectionId },
    data: { name, account, refresh: refreshToken !== null },
  });
  return true;
};

/**
 * Forgets the connection's account: its tokens, and every way to a provider and back that is under way. The ways go first:
 * who is just keeping tokens holds theirs, and what was kept until then goes after it.
 */
export const forgetAccount = async (db: TenantDb, connectionId: string): Promise<void> => {
  const id = parseId('con', connectionId);
  await db.sql`delete from oauth_sign_ins where tenant_id = ${db.tenant} and connection_id = ${id}`;
  await db.sql`delete from oauth_tokens where tenant_id = ${db.tenant} and connection_id = ${id}`;
};

/** The tokens that are kept, to be revoked; null: there are none. */
export const keptTokens = async (
  db: TenantDb,
  connectionId: string,
): Promise<{ accessToken: string; refreshToken: string | null } | null> => {
  const [row] = await db.sql<{ sealed: Buffer | null; key_id: string | null }>`
    select sealed, key_id from oauth_tokens
    where tenant_id = ${db.tenant} and connection_id = ${parseId('con', connectionId)}`;
  return row ? openTokens(db, connectionId, row) : null;
};
