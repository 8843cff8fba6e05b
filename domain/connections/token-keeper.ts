import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FetchedToken, TokenGrant, TokenKeeper } from '#flow/contracts/token-keeper.ts';
import { failure, TramaError } from '#flow/errors.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';
import { addNotification } from '../notifications/add-notification.ts';
import { openTokens, sealTokens } from './sealed-tokens.ts';

type Fetch = (refreshToken: string | null) => Promise<FetchedToken>;

/** Longer than `fetch` takes at most: whoever held it until then is gone. */
const LEASE_SECONDS = 30;
const LOOK_AGAIN_MS = 150;
/** A token is given out no longer when so little of its life is left, or a fifth of it. */
const MARGIN_SECONDS = 30;

interface Row {
  sealed: Buffer | null;
  key_id: string | null;
  grant_hash: string | null;
  good: boolean;
  leased: boolean;
}

/** What is to be done: use the token, fetch one (the lease is ours), or wait for whoever is fetching. */
type Turn = { token: string } | { refreshToken: string | null } | 'wait';

const takeTurn = async (db: TenantDb, grant: TokenGrant, lease: string, refused?: string): Promise<Turn> => {
  const connection = parseId('con', grant.connectionId);
  await db.sql`
    insert into oauth_tokens (tenant_id, connection_id) values (${db.tenant}, ${connection}) on conflict do nothing`;
  const [row] = await db.sql<Row>`
    select sealed, key_id, grant_hash, coalesce(lease_until > now(), false) as leased,
      expires_at is null or now() < expires_at - least(${MARGIN_SECONDS} * interval '1 second', (expires_at - fetched_at) / 5) as good
    from oauth_tokens where tenant_id = ${db.tenant} and connection_id = ${connection} for update`;
  const kept = row && openTokens(db, grant.connectionId, row);
  if (kept && row.good && row.grant_hash === grant.hash && kept.accessToken !== refused)
    return { token: kept.accessToken };
  if (row?.leased) return 'wait';
  await db.sql`
    update oauth_tokens set lease_owner = ${lease}, lease_until = now() + ${LEASE_SECONDS} * interval '1 second'
    where tenant_id = ${db.tenant} and connection_id = ${connection}`;
  // Servers that hand out a new refresh token with each access token take the old one no more.
  const newest = kept && kept.from === grant.refreshToken ? kept.refreshToken : null;
  return { refreshToken: newest ?? grant.refreshToken };
};

const keep = async (
  db: TenantDb,
  grant: TokenGrant,
  lease: string,
  {
    accessToken,
    refreshToken,
    expiresIn,
  }: { accessToken: string; refreshToken: string | null; expiresIn: number | null },
): Promise<void> => {
  const tokens = { accessToken, refreshToken, from: grant.refreshToken };
  const { sealed, keyId } = sealTokens(db, grant.connectionId, tokens);
  await db.sql`
    update oauth_tokens set failed_at = null, failure = null, sealed = ${sealed}, key_id = ${keyId}, grant_hash = ${grant.hash}, fetched_at = now(),
      expires_at = now() + ${expiresIn}::double precision * interval '1 second', lease_owner = null, lease_until = null
    where tenant_id = ${db.tenant} and connection_id = ${parseId('con', grant.connectionId)} and lease_owner = ${lease}`;
};

const letGo = async (db: TenantDb, { connectionId }: TokenGrant, lease: string): Promise<void> => {
  await db.sql`
    update oauth_tokens set lease_owner = null, lease_until = null
    where tenant_id = ${db.tenant} and connection_id = ${parseId('con', connectionId)} and lease_owner = ${lease}`;
};

/** The refresh token is no good any more (RFC 6749 §5.2): only a person can bring another one. */
const isOver = (error: unknown): boolean =>
  error instanceof TramaError &&
  error.code === 'token_refused' &&
  ['invalid_grant', 'sign_in_needed'].includes(String((error.details as { error?: unknown } | null)?.error));

/** Writes down that somebody has to sign in again, and tells those who may, once. */
const signInAgain = async (db: TenantDb, { connectionId }: TokenGrant, lease: string): Promise<void> => {
  const id = parseId('con', connectionId);
  const [row] = await db.sql<{ name: string; since: string; signed_in: boolean }>`
    update oauth_tokens t set sealed = null, key_id = null, expires_at = null, failed_at = now(), failure = 'invalid_grant'
    from connections c
    where t.tenant_id = ${db.tenant} and t.connection_id = ${id} and t.lease_owner = ${lease} and t.failed_at is null
      and c.tenant_id = t.tenant_id and c.id = t.connection_id
    returning c.name, t.failed_at::text as since, t.signed_in_at is not null as signed_in`;
  if (!row?.signed_in) return;
  await addNotification(db, {
    to: ['owner', 'admin', 'editor'],
    title: `Entre de novo na conexão “${row.name}”`,
    body: 'O provedor não aceita mais o acesso que foi dado. Os fluxos que a usam falham até alguém entrar de novo.',
    ...{ level: 'warning', link: '/connections', runId: null, flowId: '' },
    effectKey: `connection.signInAgain/${connectionId}/${row.since}`,
  });
};

/** Access tokens of connections, sealed in PostgreSQL; one fetch for all processes that want one at a time. */
export const createTokenKeeper = ({ withTenant }: Pick<Database, 'withTenant'>): TokenKeeper => {
  /** What this process is getting: all its callers wait for one answer. */
  const under = new Map<string, Promise<string>>();

  const get = async (grant: TokenGrant, fetch: Fetch, refused?: string): Promise<string> => {
    const lease = randomUUID();
    for (const end = Date.now() + 2 * LEASE_SECONDS * 1000; Date.now() < end; await sleep(LOOK_AGAIN_MS)) {
      const turn = await withTenant(grant.tenantId, (db) => takeTurn(db, grant, lease, refused));
      if (turn === 'wait') continue;
      if ('token' in turn) return turn.token;
      try {
        const fetched = await fetch(turn.refreshToken);
        const refreshToken = fetched.refreshToken ?? turn.refreshToken;
        await withTenant(grant.tenantId, (db) => keep(db, grant, lease, { ...fetched, refreshToken }));
        return fetched.accessToken;
      } catch (error) {
        const over = isOver(error);
        await withTenant(grant.tenantId, async (db) => {
          if (over) await signInAgain(db, grant, lease);
          await letGo(db, grant, lease);
        }).catch(() => {}); // it runs out by itself
        throw error;
      }
    }
    throw failure('unavailable', 'O token de acesso não veio a tempo.', 'The access token did not come in time.');
  };

  return {
    token: (grant, fetch, refused) => {
      const key = JSON.stringify([grant.tenantId, grant.connectionId, grant.hash, refused ?? null]);
      const going = under.get(key);
      if (going) return going;
      const begun = get(grant, fetch, refused).finally(() => under.delete(key));
      under.set(key, begun);
      return begun;
    },
  };
};
