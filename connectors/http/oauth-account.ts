import { z } from 'zod';
import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { mayReceive } from '../dial/redirect.ts';
import type { Dialer } from '../dialer.ts';
import { type OauthGrant, oauthGrant } from './fetch-token.ts';

/** How a person signs in to a connection. */
export const signInGrant = oauthGrant.extend({
  grant: z.literal('authorization_code'),
  authorizeUrl: z.string(),
  accountUrl: z.string().optional(),
  revokeUrl: z.string().optional(),
});
export type SignInGrant = z.output<typeof signInGrant>;

/** How one signs in to a connection; null: nobody does. */
export const signInOf = ({ config, secret }: Pick<ConnectionValue, 'config' | 'secret'>): SignInGrant | null =>
  signInGrant.safeParse({ ...config, ...secret }).data ?? null;

/** The same, as what tokens are fetched with. */
export const grantOf = (signIn: SignInGrant): OauthGrant => oauthGrant.parse(signIn);

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 256 * 1024;
const named = z.object({
  email: z.string().optional().catch(undefined),
  login: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  sub: z.union([z.string(), z.number()]).optional().catch(undefined),
  portalId: z.number().optional().catch(undefined),
});

interface Reach {
  dial: Dialer;
  hosts: readonly string[];
}

/** Whose account it is, as the provider tells it; null where it does not: nothing hangs on it. */
export const accountOf = async (
  url: string | undefined,
  token: string,
  { dial, hosts }: Reach,
): Promise<string | null> => {
  if (url === undefined || !mayReceive(hosts, new URL(url))) return null;
  try {
    const { status, body } = await dial.request({
      ...{ method: 'GET', url, followRedirects: 0, maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS },
      headers: { accept: 'application/json', authorization: `Bearer ${token}`, 'user-agent': 'trama' },
    });
    if (status !== 200) return null;
    const said = named.parse(JSON.parse(new TextDecoder().decode(body)));
    const { email, login, preferred_username: user, name, sub, portalId } = said;
    const who = email ?? login ?? user ?? name ?? sub ?? portalId;
    return who === undefined ? null : String(who).slice(0, 200);
  } catch {
    return null;
  }
};

/** Tells the provider that a token is over (RFC 7009). Whether it listens changes nothing here. */
export const revokeToken = async (signIn: SignInGrant, token: string, { dial, hosts }: Reach): Promise<void> => {
  const { revokeUrl: url, clientId, clientSecret } = signIn;
  if (url === undefined || !mayReceive(hosts, new URL(url))) return;
  const form = { token, client_id: clientId, ...(clientSecret !== undefined && { client_secret: clientSecret }) };
  await dial
    .request({
      ...{ method: 'POST', url, followRedirects: 0, maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(new URLSearchParams(form).toString()),
    })
    .catch(() => undefined);
};
