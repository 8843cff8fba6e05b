import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { JsonObject } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatNullable, parseId } from '../ids.ts';

/** How long a person has for the way to the provider and back. */
const MINUTES = 10;

/** What a way is begun and ended with. All but the state is known here alone, and follows from it. */
export interface SsoSecrets {
  state: string;
  /** PKCE (RFC 7636). */
  verifier: string;
  nonce: string;
  /** The name of a SAML request, which the answer repeats. */
  requestId: string;
}

export interface BegunWay extends SsoSecrets {
  /** S256 of the verifier. */
  challenge: string;
}

/** Is it the name of a way? Portals of providers send none, or an address. */
export const isState = (text: string): boolean => /^[\w-]{43}$/.test(text);

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const secretsOf = (db: TenantDb, state: string): SsoSecrets => {
  const of = (what: string, form: 'base64url' | 'hex') =>
    createHmac('sha256', db.key('sso-way').bytes).update(`${what} ${state}`).digest(form);
  return {
    state,
    verifier: of('verifier', 'base64url'),
    nonce: of('nonce', 'base64url'),
    requestId: `_${of('request', 'hex')}`,
  };
};

/** Forgets ways that are over. Gives how many. */
export const pruneWays = async (db: TenantDb): Promise<number> => {
  const rows = await db.sql`
    delete from sso_ways where tenant_id = ${db.tenant} and expires_at < now() - interval '1 hour' returning 1`;
  return rows.length;
};

/** Begins a way that is good once, for ten minutes, in this browser. `sessionId`: whoever tries the set-up out. */
export const beginWay = async (
  db: TenantDb,
  given: { revision: number; browser: string; sessionId: string | null; returnTo: string },
): Promise<BegunWay> => {
  const secrets = secretsOf(db, randomBytes(32).toString('base64url'));
  const session = given.sessionId === null ? null : parseId('ses', given.sessionId);
  await pruneWays(db);
  await db.sql`
    insert into sso_ways (tenant_id, state_hash, browser_hash, revision, session_id, return_to, expires_at)
    values (${db.tenant}, ${hashOf(secrets.state)}, ${hashOf(given.browser)}, ${given.revision}, ${session},
      ${given.returnTo}, now() + ${MINUTES} * interval '1 minute')`;
  return { ...secrets, challenge: hashOf(secrets.verifier).toString('base64url') };
};

/**
 * The way that a provider's page posts an answer to: cookies do not come with such a post, so it is kept (`keepAnswer`) until
 * the browser that began comes for it. Once. Null: there is no such way, it is over, or it was answered before.
 */
export const claimAnswer = async (db: TenantDb, state: string, revision: number): Promise<SsoSecrets | null> => {
  const rows = await db.sql`
    update sso_ways set answered_at = now()
    where tenant_id = ${db.tenant} and state_hash = ${hashOf(state)} and revision = ${revision}
      and answered_at is null and used_at is null and expires_at > now() returning 1`;
  return rows.length === 0 ? null : secretsOf(db, state);
};

export const keepAnswer = async (db: TenantDb, state: string, answer: JsonObject): Promise<void> => {
  await db.sql`
    update sso_ways set answer = ${json(answer)}::json
    where tenant_id = ${db.tenant} and state_hash = ${hashOf(state)}`;
};

export interface TakenWay extends SsoSecrets {
  revision: number;
  sessionId: string | null;
  returnTo: string;
  answer: JsonObject | null;
}

/** Takes the way that this browser began, and forgets what was posted for it; null: of another browser or tenant, over, or taken before. */
export const takeWay = async (
  db: TenantDb,
  { state, browser, revision }: { state: string; browser: string; revision: number },
): Promise<TakenWay | null> => {
  const [row] = await db.sql<{ session_id: string | null; return_to: string; answer: JsonObject | null }>`
    with taken as (
      select state_hash, answer from sso_ways
      where tenant_id = ${db.tenant} and state_hash = ${hashOf(state)} and browser_hash = ${hashOf(browser)}
        and revision = ${revision} and used_at is null and expires_at > now() for update)
    update sso_ways w set used_at = now(), answer = null from taken
    where w.tenant_id = ${db.tenant} and w.state_hash = taken.state_hash
    returning w.session_id, w.return_to, taken.answer`;
  if (!row) return null;
  const { session_id, return_to: returnTo, answer } = row;
  return { ...secretsOf(db, state), revision, sessionId: formatNullable('ses', session_id), returnTo, answer };
};
