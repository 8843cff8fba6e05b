import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FetchedToken } from '#flow/contracts/token-keeper.ts';
import { failure, type TramaError } from '#flow/errors.ts';
import { mayReceive } from '../dial/redirect.ts';
import type { DialAnswer, Dialer } from '../dialer.ts';
import { retryAfter } from './retry-after.ts';

/** How a connection gets its tokens: config and secret together. */
export const oauthGrant = z.object({
  auth: z.literal('oauth2'),
  grant: z.enum(['client_credentials', 'refresh_token', 'authorization_code']),
  tokenUrl: z.string(),
  clientId: z.string(),
  clientSecret: z.string().optional(),
  refreshToken: z.string().optional(),
  scope: z.string().optional(),
  audience: z.string().optional(),
  clientAuth: z.enum(['basic', 'body']),
});
export type OauthGrant = z.output<typeof oauthGrant>;

/** All that a token follows from, and where it may go: a change of it makes kept tokens worthless. */
export const grantHash = (grant: OauthGrant, hosts: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([grant, hosts.toSorted()]))
    .digest('base64url');

/** Of our own: several actions wait for one answer, whichever of them is cancelled meanwhile. */
const TIMEOUT_MS = 15_000;
const MAX_BYTES = 256 * 1024;

const granted = z.object({
  access_token: z.string().min(1).max(16_384),
  token_type: z.string().default('bearer'),
  // Some write it as text.
  expires_in: z.coerce.number().positive().nullish().catch(null),
  refresh_token: z.string().min(1).max(16_384).nullish(),
});

export interface From {
  dial: Dialer;
  /** The connection's: its secret goes nowhere else. */
  hosts: readonly string[];
  /** The connection, as people know it. */
  name: string;
}

/**
 * Asks an authorisation server for a token (RFC 6749 §4.4 and §6). Fails with `token_refused` where it says no, with
 * `http_<status>` where it is in trouble; no message holds a secret.
 */
export const fetchToken = async (grant: OauthGrant, refreshToken: string | null, from: From): Promise<FetchedToken> => {
  if (grant.grant === 'client_credentials') return askToken(grant, { grant_type: 'client_credentials' }, from);
  if (refreshToken === null) throw signInNeeded(from.name);
  return askToken(grant, { grant_type: 'refresh_token', refresh_token: refreshToken }, from);
};

/** The first token of an account, for the code that its owner brought back (§4.1.3, with PKCE). Fails like `fetchToken`. */
export const exchangeCode = (
  grant: OauthGrant,
  { code, verifier, redirectUri }: { code: string; verifier: string; redirectUri: string },
  from: From,
): Promise<FetchedToken> =>
  askToken(grant, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }, from);

const signInNeeded = (name: string): TramaError =>
  failure(
    'token_refused',
    `Ninguém entrou na conexão "${name}" ainda, ou é preciso entrar de novo: abra Conexões.`,
    `Nobody has signed in to the connection "${name}" yet, or it has to be done again: open Connections.`,
    { details: { error: 'sign_in_needed' } },
  );

const askToken = async (
  grant: OauthGrant,
  asked: Record<string, string>,
  { dial, hosts, name }: From,
): Promise<FetchedToken> => {
  if (!mayReceive(hosts, new URL(grant.tokenUrl)))
    throw failure(
      'address_refused',
      `A conexão "${name}" só vale para ${hosts.join(', ')}: seu servidor de tokens está fora da lista.`,
      `The connection "${name}" is for ${hosts.join(', ')} only: its token server is not among them.`,
    );
  const answer = await dial.request({
    method: 'POST',
    url: grant.tokenUrl,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...signed(grant) },
    body: Buffer.from(bodyOf(grant, asked).toString()),
    followRedirects: 0,
    maxBytes: MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
  });
  const json = jsonOf(answer);
  // Some complain with 200.
  if (answer.status !== 200 || Complaint.safeParse(json).success) throw refusal(answer, json, name);
  const parsed = granted.safeParse(json);
  if (!parsed.success || parsed.data.token_type.toLowerCase() !== 'bearer')
    throw failure(
      'bad_output',
      `O servidor de tokens de "${name}" respondeu sem um token do tipo Bearer.`,
      `The token server of "${name}" answered without a Bearer token.`,
    );
  const { access_token, refresh_token, expires_in } = parsed.data;
  return { accessToken: access_token, refreshToken: refresh_token ?? null, expiresIn: expires_in ?? null };
};

/** §2.3.1: id and secret are form-encoded before they are joined. */
const encoded = (text: string): string => new URLSearchParams({ a: text }).toString().slice(2);

const signed = ({ clientAuth, clientId, clientSecret }: OauthGrant): Record<string, string> => {
  if (clientAuth !== 'basic' || clientSecret === undefined) return {};
  const pair = Buffer.from(`${encoded(clientId)}:${encoded(clientSecret)}`).toString('base64');
  return { authorization: `Basic ${pair}` };
};

const bodyOf = (grant: OauthGrant, asked: Record<string, string>): URLSearchParams => {
  const { clientAuth, clientId, clientSecret, scope, audience } = grant;
  const inBody = clientAuth === 'body' || clientSecret === undefined;
  return new URLSearchParams({
    ...asked,
    ...(inBody && { client_id: clientId, ...(clientSecret !== undefined && { client_secret: clientSecret }) }),
    // Of a person's sign-in the provider knows what was allowed; some refuse to hear it again.
    ...(scope !== undefined && grant.grant !== 'authorization_code' && { scope }),
    ...(audience !== undefined && { audience }),
  });
};

const jsonOf = ({ body }: DialAnswer): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
};

const Complaint = z.object({ error: z.string().max(200) });

const refusal = ({ status, headers }: DialAnswer, json: unknown, name: string): TramaError => {
  const said = Complaint.safeParse(json);
  // The code alone: descriptions repeat what was sent.
  const why = said.success ? said.data.error.replaceAll(/[^\w.-]/g, '') : String(status);
  const [pt, en] = [
    `O servidor de tokens de "${name}" recusou: ${why}.`,
    `The token server of "${name}" refused: ${why}.`,
  ];
  const details = { status, error: why };
  if (status === 429) {
    const waitUntil = retryAfter(headers['retry-after'], Date.now()) ?? Date.now() + 60_000;
    return failure('http_429', pt, en, { details, retry: 'wait', waitUntil });
  }
  if (status >= 500 || status === 408) return failure(`http_${status}`, pt, en, { details, retry: 'retry' });
  return failure('token_refused', pt, en, { details });
};
