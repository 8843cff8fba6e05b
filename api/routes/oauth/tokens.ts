import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { barOf } from '#api/auth/bars.ts';
import type { ApiDeps } from '#api/deps.ts';
import { ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { readJson } from '#api/frame/read-json.ts';
import { type RequestFacts, route } from '#api/frame/route.ts';
import { API_KEY_PREFIX } from '#domain/identity/api-keys.ts';
import { readRefreshToken, writeRefreshToken } from '#domain/identity/tokens/refresh-token.ts';
import {
  openFamily,
  revokeFamily,
  revokeToken,
  type TokenFamily,
  turnFamily,
} from '#domain/identity/tokens/token-families.ts';
import { TOKEN_MINUTES } from '#domain/identity/tokens/token-signer.ts';
import { narrowed, verifyApiKey } from '#domain/identity/verify-api-key.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { asOauth, inOauth } from './oauth-error.ts';

const FORMS = ['application/x-www-form-urlencoded', 'application/json'] as const;
const BODY_LIMIT = 16 * 1024;

const refused = () =>
  fail('unauthorized', 'A credencial não vale, ou já venceu.', 'The credential is not valid, or is over.');

/** Fields of a form, as OAuth's clients send them, or of a JSON object. Of a field that comes twice the last one counts. */
const fieldsOf = (bytes: Uint8Array, request: RequestFacts): Record<string, string> => {
  const text = Buffer.from(bytes).toString('utf8');
  if (!request.header('content-type')?.includes('json')) return Object.fromEntries(new URLSearchParams(text));
  const value = readJson(text === '' ? '{}' : text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw fail('malformed', 'Envie um objeto.', 'Send an object.');
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
};

/** The key, wherever OAuth's clients put it: `Bearer`, `Basic` as the password, or `client_secret`. */
const keyOf = (request: RequestFacts, fields: Record<string, string>): string => {
  const header = request.header('authorization') ?? '';
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S+)$/i.exec(header.trim()) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme === '') return fields.client_secret ?? '';
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return decodeURIComponent(pair.slice(pair.indexOf(':') + 1));
};

const answerOf = async (deps: ApiDeps, tenantId: string, family: TokenFamily, refreshToken: string) => {
  const claims = { id: randomUUID(), tenantId, family: family.id, keyId: family.keyId, scopes: family.scopes };
  return ok(
    {
      access_token: await deps.tokens.sign(claims),
      token_type: 'Bearer',
      expires_in: TOKEN_MINUTES * 60,
      refresh_token: refreshToken,
      scope: family.scopes.join(' '),
    },
    { 'Cache-Control': 'no-store' },
  );
};

const withRefresh = (db: TenantDb, family: TokenFamily) => ({
  family,
  refreshToken: writeRefreshToken(db, family.id, family.n),
});

const byKey = async (deps: ApiDeps, request: RequestFacts, fields: Record<string, string>) => {
  const key = keyOf(request, fields);
  const known = key.startsWith(API_KEY_PREFIX) ? await verifyApiKey(deps.database.admin, key, request.ip) : null;
  if (!known) throw refused();
  const bar = barOf(known.access, request.ip);
  if (bar) throw bar;
  if (known.elsewhere)
    throw fail(
      'forbidden',
      'Esta chave não vale a partir deste endereço.',
      'This key may not be used from this address.',
    );
  const wanted = (fields.scope ?? '').split(' ').filter(Boolean);
  const scopes = wanted.length === 0 ? known.scopes : narrowed(wanted, known.scopes);
  if (scopes.length < wanted.length)
    throw asOauth(
      fail('forbidden', 'A chave não tem todos estes direitos.', 'The key has not all of these rights.'),
      'invalid_scope',
    );
  const begun = { id: randomUUID(), keyId: known.keyId, scopes };
  const { family, refreshToken } = await deps.database.withTenant(known.tenant.id, async (db) =>
    withRefresh(db, await openFamily(db, begun)),
  );
  return answerOf(deps, known.tenant.id, family, refreshToken);
};

const byRefreshToken = async (deps: ApiDeps, request: RequestFacts, fields: Record<string, string>) => {
  const token = readRefreshToken(fields.refresh_token ?? '');
  if (!token) throw asOauth(refused(), 'invalid_grant');
  const turned = await deps.database.withTenant(token.tenantId, async (db) => {
    const family = await turnFamily(db, token, request.ip);
    return family === null || family === 'reused' ? null : withRefresh(db, family);
  });
  if (!turned) throw asOauth(refused(), 'invalid_grant');
  return answerOf(deps, token.tenantId, turned.family, turned.refreshToken);
};

export const issueTokens = route({
  method: 'post',
  path: '/oauth/token',
  tag: 'Tokens',
  summary: 'Get an access token for ten minutes, by a key or by a refresh token',
  description:
    '`grant_type=client_credentials` with the key (`Bearer`, `Basic` as the password, or `client_secret`) and, where less is enough, `scope`; or `grant_type=refresh_token` with `refresh_token`. A refresh token is good once: taken again, the tokens of both ends are over. A form as OAuth has it, or JSON.',
  takes: FORMS,
  bodyLimit: BODY_LIMIT,
  output: {
    200: z.object({
      access_token: z.string(),
      token_type: z.literal('Bearer'),
      expires_in: z.int().describe('Seconds'),
      refresh_token: z.string(),
      scope: z.string(),
    }),
  },
  errors: ['unauthorized', 'forbidden', 'invalid'],
  scopes: 'public',
  handle: ({ bytes, request }, deps) =>
    inOauth(async () => {
      const fields = fieldsOf(bytes, request);
      if (fields.grant_type === 'client_credentials') return byKey(deps, request, fields);
      if (fields.grant_type === 'refresh_token') return byRefreshToken(deps, request, fields);
      const wrong = fail(
        'invalid',
        'grant_type é client_credentials ou refresh_token.',
        'grant_type is client_credentials or refresh_token.',
      );
      throw asOauth(wrong, fields.grant_type === undefined ? 'invalid_request' : 'unsupported_grant_type');
    }),
});

export const revokeTokens = route({
  method: 'post',
  path: '/oauth/revoke',
  tag: 'Tokens',
  summary: 'End an access token, or a refresh token with all that came of it',
  description: 'Who holds a token may end it. What is no token, or is over, is answered alike (RFC 7009).',
  takes: FORMS,
  bodyLimit: BODY_LIMIT,
  output: { 200: z.object({}) },
  errors: ['malformed'],
  scopes: 'public',
  handle: ({ bytes, request }, deps) =>
    inOauth(async () => {
      const { token = '' } = fieldsOf(bytes, request);
      const refresh = readRefreshToken(token);
      if (refresh) await deps.database.withTenant(refresh.tenantId, (db) => revokeFamily(db, refresh));
      const access = refresh ? null : await deps.tokens.read(token);
      if (access) await deps.database.withTenant(access.tenantId, (db) => revokeToken(db, access));
      return ok({});
    }),
});
