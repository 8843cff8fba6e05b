import { z } from 'zod';
import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { failure } from '#flow/errors.ts';
import type { ActionContext } from '../action.ts';
import { deadline } from '../dial/deadline.ts';
import { timedOut } from '../dial/failure.ts';
import { mayReceive } from '../dial/redirect.ts';
import { fetchToken, grantHash, type OauthGrant, oauthGrant } from './fetch-token.ts';
import { checkedValue } from './headers.ts';

const Stored = z.discriminatedUnion('auth', [
  z.object({ auth: z.literal('basic'), username: z.string(), password: z.string() }),
  z.object({ auth: z.literal('bearer'), token: z.string() }),
  z.object({ auth: z.literal('header'), header: z.string(), value: z.string() }),
  oauthGrant,
]);

/** The headers that a connection signs a request with, and the hosts that may see them. */
export interface Credential {
  headers: Record<string, string>;
  hosts: readonly string[];
}

export interface Signing {
  credential: Credential;
  /** The same with a new token, for a request that came back as 401; null where there is nothing to renew. */
  renewed: (() => Promise<Credential>) | null;
}

/** How a connection signs a request. Fails where `url` is none of its hosts, and where no token is to be had. */
export const signingOf = async (connection: ConnectionValue, url: URL, context: ActionContext): Promise<Signing> => {
  const { hosts } = connection;
  if (!mayReceive(hosts, url)) throw elsewhere(connection, url);
  const stored = Stored.parse({ ...connection.config, ...connection.secret });
  if (stored.auth !== 'oauth2') return { credential: { headers: signed(stored), hosts }, renewed: null };
  const token = await tokenOf(stored, connection, context);
  const bearing = (one: string): Credential => ({ headers: signed({ auth: 'bearer', token: one }), hosts });
  return {
    credential: bearing(token),
    renewed: async () => bearing(await tokenOf(stored, connection, context, token)),
  };
};

const elsewhere = ({ name, hosts }: ConnectionValue, url: URL) => {
  const list = hosts.join(', ') || '—';
  return failure(
    'address_refused',
    `A conexão "${name}" só vale para ${list}, não para ${url.host}.`,
    `The connection "${name}" is for ${list} only, not for ${url.host}.`,
    { details: { host: url.host, hosts } },
  );
};

/** The token, or the end of the attempt: others may wait for the same token, so its fetch goes on without us. */
const tokenOf = async (
  grant: OauthGrant,
  { id, name, hosts }: ConnectionValue,
  { services: { tokens, dial }, tenant, timeoutMs, signal }: ActionContext,
  refused?: string,
): Promise<string> => {
  const of = {
    tenantId: tenant.id,
    connectionId: id,
    hash: grantHash(grant, hosts),
    refreshToken: grant.refreshToken ?? null,
  };
  const fetch = (refreshToken: string | null) => fetchToken(grant, refreshToken, { dial, hosts, name });
  const limit = deadline(timeoutMs, signal);
  try {
    return await limit.race(tokens.token(of, fetch, refused));
  } catch (error) {
    throw limit.expired() ? timedOut(new URL(grant.tokenUrl).host, error) : error;
  } finally {
    limit.clear();
  }
};

type Plain = Exclude<z.output<typeof Stored>, OauthGrant>;

const signed = (stored: Plain): Record<string, string> => {
  switch (stored.auth) {
    case 'basic': {
      const pair = Buffer.from(`${stored.username}:${stored.password}`).toString('base64');
      return { authorization: `Basic ${pair}` };
    }
    case 'bearer':
      return { authorization: checkedValue('authorization', `Bearer ${stored.token}`) };
    case 'header': {
      const name = stored.header.toLowerCase();
      return { [name]: checkedValue(name, stored.value) };
    }
  }
};
