import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** Of `https://login.microsoftonline.com/<tid>`, as its tokens name it. */
export const DIRECTORY = '6f9a1c1e-33bb-4c1f-9b53-1de0ddf0a001';

/** Who is at the provider, and how it behaves; a test changes it as it goes. */
export interface OpenidRules {
  clientId: string;
  clientSecret: string;
  /** Of the token, over what the provider says by itself. */
  claims: JWTPayload & Record<string, unknown>;
  /** In place of a code: what the person, or an administrator, did not allow. */
  denies: string | null;
  /** The token is signed by a key that nobody published. */
  forges: boolean;
  /** Discovery and all else answers 503. */
  isDown: boolean;
}

/** An OpenID provider by the documented shapes of Google or Microsoft, that refuses what those refuse. */
export interface OpenidProvider {
  issuer: string;
  rules: OpenidRules;
  /** Codes that were turned into tokens. */
  used: string[];
  /** Why a token was refused. */
  refused: string[];
  close(): Promise<void>;
}

interface Asked {
  redirectUri: string;
  challenge: string;
  nonce: string | null;
}

/** Where each has its doors, and what it says of a person by itself. */
const SHAPES = {
  google: {
    at: '',
    paths: { authorize: '/o/oauth2/v2/auth', token: '/token', keys: '/oauth2/v3/certs', userinfo: '/v1/userinfo' },
    more: { scope: 'email profile openid', authuser: '0', prompt: 'consent' },
    claims: (clientId: string) => ({ azp: clientId, at_hash: 'HK6E_P6Dh8Y93mRNtsDB1Q' }),
  },
  microsoft: {
    at: `/${DIRECTORY}/v2.0`,
    paths: {
      authorize: `/${DIRECTORY}/oauth2/v2.0/authorize`,
      token: `/${DIRECTORY}/oauth2/v2.0/token`,
      keys: `/${DIRECTORY}/discovery/v2.0/keys`,
      userinfo: '/oidc/userinfo',
    },
    more: { session_state: '9a5b7c1d' },
    claims: () => ({ tid: DIRECTORY, ver: '2.0', uti: 'x', rh: '0.x', oid: '00000000-0000-0000-66f3-3332eca7ea81' }),
  },
} as const;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

export async function startOpenidProvider(kind: keyof typeof SHAPES): Promise<OpenidProvider> {
  const { at, paths, more, claims } = SHAPES[kind];
  const [{ publicKey, privateKey }, stranger] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const key = { ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', alg: 'RS256' };
  const asked = new Map<string, Asked>();
  const server = createServer((req, res) => void answer(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const self: OpenidProvider = {
    issuer: `${root}${at}`,
    rules: {
      ...{ clientId: 'trama', clientSecret: 's3 gr&do', claims: {}, denies: null, forges: false, isDown: false },
    },
    used: [],
    refused: [],
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(req.url ?? '', root);
    let text = '';
    for await (const part of req) text += String(part);
    if (self.rules.isDown) return send(res, 503, { error: 'temporarily_unavailable' });
    if (pathname === `${at}/.well-known/openid-configuration`) return send(res, 200, discovery());
    if (pathname === paths.keys) return send(res, 200, { keys: [key] });
    if (pathname === paths.authorize) return authorize(searchParams, res);
    if (pathname === paths.token) return token(req, new URLSearchParams(text), res);
    send(res, 404, { error: 'not_found' });
  };

  const discovery = () => ({
    ...{ issuer: self.issuer, authorization_endpoint: root + paths.authorize, token_endpoint: root + paths.token },
    ...{ jwks_uri: root + paths.keys, userinfo_endpoint: root + paths.userinfo, response_types_supported: ['code'] },
    ...{ id_token_signing_alg_values_supported: ['RS256'], subject_types_supported: ['pairwise'] },
  });

  const authorize = (query: URLSearchParams, res: ServerResponse): void => {
    const get = (name: string) => query.get(name) ?? '';
    const scopes = get('scope').split(' ');
    if (get('client_id') !== self.rules.clientId || get('response_type') !== 'code' || !scopes.includes('openid'))
      return send(res, 400, { error: 'invalid_request' });
    const back = new URL(get('redirect_uri'));
    back.searchParams.set('state', get('state'));
    if (self.rules.denies) back.searchParams.set('error', self.rules.denies);
    else {
      const code = createHmac('sha256', root).update(String(asked.size)).digest('base64url');
      const challenge = get('code_challenge_method') === 'S256' ? get('code_challenge') : '';
      asked.set(code, { redirectUri: get('redirect_uri'), challenge, nonce: query.get('nonce') });
      for (const [name, value] of Object.entries({ code, ...more })) back.searchParams.set(name, value);
    }
    res.writeHead(302, { location: back.href }).end();
  };

  const token = async (req: IncomingMessage, body: URLSearchParams, res: ServerResponse): Promise<void> => {
    const refuse = (error: string) => {
      self.refused.push(error);
      send(res, 400, { error });
    };
    const [id, secret] = credentialsOf(req, body);
    if (id !== self.rules.clientId || secret !== self.rules.clientSecret) return refuse('invalid_client');
    const code = body.get('code') ?? '';
    const known = asked.get(code);
    if (!known || self.used.includes(code) || body.get('redirect_uri') !== known.redirectUri)
      return refuse('invalid_grant');
    // Whoever sent no challenge is not let through by sending no verifier.
    if (known.challenge === '' || sha256(body.get('code_verifier') ?? '') !== known.challenge)
      return refuse('invalid_grant');
    self.used.push(code);
    const said = { ...claims(self.rules.clientId), ...(known.nonce === null ? {} : { nonce: known.nonce }) };
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: self.issuer, aud: self.rules.clientId, iat: now, nbf: now, exp: now + 3_600 };
    const idToken = await new SignJWT({ ...usual, ...said, ...self.rules.claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'JWT' })
      .sign(self.rules.forges ? stranger.privateKey : privateKey);
    send(res, 200, { token_type: 'Bearer', expires_in: 3_599, access_token: `at-${code}`, id_token: idToken });
  };
  return self;
}

const send = (res: ServerResponse, status: number, body: unknown): void => {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** Of the header, form-encoded, or of the body. */
const credentialsOf = (req: IncomingMessage, body: URLSearchParams): (string | null)[] => {
  const basic = /^Basic (.+)$/.exec(req.headers.authorization ?? '')?.[1];
  if (basic === undefined) return [body.get('client_id'), body.get('client_secret')];
  return Buffer.from(basic, 'base64')
    .toString()
    .split(':')
    .map((text) => new URLSearchParams(`a=${text}`).get('a'));
};
