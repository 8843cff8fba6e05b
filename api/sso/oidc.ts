import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { fail } from '#api/frame/fail.ts';
import type { DialAnswer, Dialer } from '#connectors/dialer.ts';
import type { SsoPerson } from '#domain/sso/admit-person.ts';
import type { OidcConfig } from '#domain/sso/sso-provider.ts';
import type { BegunWay, SsoSecrets } from '#domain/sso/sso-ways.ts';
import { TramaError } from '#flow/errors.ts';
import { oidcPerson } from './oidc-person.ts';
import { safeAddress } from './safe-address.ts';
import { SsoRefused } from './sso-refusal.ts';

const LIMITS = { maxBytes: 512 * 1024, timeoutMs: 10_000, followRedirects: 0 } as const;
const SCOPES = 'openid email profile';
/** By a key that only the provider has: a shared secret would let whoever has it sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Clocks differ. */
const SKEW_SECONDS = 60;

const json = ({ body }: DialAnswer): unknown => JSON.parse(new TextDecoder().decode(body));

const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  userinfo_endpoint: z.string().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});

const notDiscovered = (pt: string, en: string) =>
  fail('invalid', pt, en, { errors: [{ pointer: '/issuer', code: 'discovery', message: { pt, en } }] });

/** What the provider says of itself, fixed from now on. @throws `invalid` */
export async function discoverOidc(dial: Dialer, issuer: string, clientId: string): Promise<OidcConfig> {
  const url = `${safeAddress(issuer, '/issuer').replace(/\/$/, '')}/.well-known/openid-configuration`;
  let found: z.infer<typeof Discovery>;
  try {
    const answer = await dial.request({ method: 'GET', url, headers: { accept: 'application/json' }, ...LIMITS });
    if (answer.status !== 200) throw new TypeError(`answered ${answer.status}`);
    found = Discovery.parse(json(answer));
  } catch (error) {
    const why = error instanceof TramaError ? ` (${error.code})` : '';
    throw notDiscovered(
      `O documento de descoberta não pôde ser lido em ${url}${why}.`,
      `The discovery document could not be read at ${url}${why}.`,
    );
  }
  // Another name here is another provider's, or one for all directories of the world.
  if (found.issuer !== issuer)
    throw notDiscovered(
      `Este endereço responde por outro emissor: ${found.issuer.slice(0, 200)}.`,
      `This address answers for another issuer: ${found.issuer.slice(0, 200)}.`,
    );
  const methods = found.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return {
    ...{ kind: 'oidc', issuer, clientId },
    authorizationEndpoint: safeAddress(found.authorization_endpoint, '/issuer'),
    tokenEndpoint: safeAddress(found.token_endpoint, '/issuer'),
    jwksUri: safeAddress(found.jwks_uri, '/issuer'),
    userinfoEndpoint: found.userinfo_endpoint === undefined ? null : safeAddress(found.userinfo_endpoint, '/issuer'),
    clientAuth: methods.includes('client_secret_basic') ? 'basic' : 'body',
  };
}

/** The address that a person is sent to. */
export function oidcRequestUrl(config: OidcConfig, redirectUri: string, way: BegunWay, hint: string | null): string {
  const url = new URL(config.authorizationEndpoint);
  const asked = {
    ...{ response_type: 'code', client_id: config.clientId, redirect_uri: redirectUri, scope: SCOPES },
    ...{ state: way.state, nonce: way.nonce, code_challenge: way.challenge, code_challenge_method: 'S256' },
    ...(hint === null ? {} : { login_hint: hint }),
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url.href;
}

interface Exchange {
  dial: Dialer;
  config: OidcConfig;
  secret: string;
  redirectUri: string;
  way: SsoSecrets;
}

/** Who stands behind the code that a person came back with. @throws `SsoRefused` */
export async function oidcPersonOf(query: URLSearchParams, exchange: Exchange): Promise<SsoPerson> {
  const { config, way } = exchange;
  // RFC 9207: a provider that says who it is is the one that was asked.
  const from = query.get('iss');
  if (from !== null && from !== config.issuer) throw new SsoRefused('issuer', 'another provider answers');
  const code = query.get('code');
  if (!code) throw new SsoRefused('provider_refused', (query.get('error') ?? 'no code').slice(0, 80));
  const tokens = await exchangeCode(code, exchange);
  const claims = await idTokenClaims(tokens.id_token, exchange);
  if (claims.nonce !== way.nonce) throw new SsoRefused('other_request', 'another nonce');
  const told = claims.email === undefined ? await userinfo(tokens.access_token, claims, exchange) : claims;
  return oidcPerson(config.issuer, claims, told);
}

const Tokens = z.object({ id_token: z.string(), access_token: z.string().optional() });

async function exchangeCode(code: string, { dial, config, secret, redirectUri, way }: Exchange) {
  const form = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: way.verifier },
    ...(config.clientAuth === 'body' ? { client_id: config.clientId, client_secret: secret } : {}),
  });
  const basic = `${encodeURIComponent(config.clientId)}:${encodeURIComponent(secret)}`;
  const answer = await reach(dial, {
    method: 'POST',
    url: config.tokenEndpoint,
    headers: {
      ...{ accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      ...(config.clientAuth === 'basic' ? { authorization: `Basic ${Buffer.from(basic).toString('base64')}` } : {}),
    },
    body: new TextEncoder().encode(form.toString()),
  });
  if (answer.status !== 200) throw new SsoRefused('client_refused', `the token endpoint answered ${answer.status}`);
  return parsed(Tokens, answer);
}

const parsed = <T>(schema: z.ZodType<T>, answer: DialAnswer): T => {
  try {
    return schema.parse(json(answer));
  } catch (error) {
    throw new SsoRefused('malformed', `an answer of ${new URL(answer.url).pathname}`, { cause: error });
  }
};

async function reach(dial: Dialer, request: Parameters<Dialer['request']>[0]): Promise<DialAnswer> {
  try {
    return await dial.request({ ...request, ...LIMITS });
  } catch (error) {
    if (error instanceof TramaError) throw new SsoRefused('provider_unreachable', error.code, { cause: error });
    throw error;
  }
}

const Keys = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });

async function idTokenClaims(token: string, { dial, config }: Exchange): Promise<JWTPayload> {
  const keys = parsed(Keys, await reach(dial, { method: 'GET', url: config.jwksUri }));
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys as JSONWebKeySet), {
      ...{ issuer: config.issuer, audience: config.clientId, algorithms: ALGORITHMS, clockTolerance: SKEW_SECONDS },
      requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
    });
    const { aud, azp } = payload;
    if ((Array.isArray(aud) && aud.length > 1 && azp === undefined) || (azp !== undefined && azp !== config.clientId))
      throw new SsoRefused('audience', 'made for another client');
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new SsoRefused('expired', 'the token is over', { cause: error });
    if (error instanceof errors.JWTClaimValidationFailed) throw new SsoRefused(reasonOf(error.claim), error.message);
    if (error instanceof SsoRefused) throw error;
    // Whatever else it is, as a key that is none: nothing was proven.
    throw new SsoRefused('signature', error instanceof Error ? error.message : 'no key', { cause: error });
  }
}

const reasonOf = (claim: string) =>
  claim === 'iss' ? 'issuer' : claim === 'aud' ? 'audience' : claim === 'nonce' ? 'other_request' : 'malformed';

async function userinfo(
  token: string | undefined,
  { sub }: JWTPayload,
  { dial, config }: Exchange,
): Promise<JWTPayload> {
  if (config.userinfoEndpoint === null || token === undefined) return {};
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  const answer = await reach(dial, { method: 'GET', url: config.userinfoEndpoint, headers });
  if (answer.status !== 200) return {};
  const told = parsed(z.looseObject({ sub: z.string() }), answer);
  if (told.sub !== sub) throw new SsoRefused('other_request', 'it tells of somebody else');
  return told;
}
