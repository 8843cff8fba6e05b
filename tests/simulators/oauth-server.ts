import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server deals with what it is asked; a test changes it as it goes. */
export interface OauthRules {
  clientId: string;
  clientSecret: string;
  /** Seconds; null: not told. */
  expiresIn: number | null;
  /** A refresh token is good once, as with many providers; false: it stays. */
  rotates: boolean;
  /** In place of an answer. */
  fails: { status: number; error?: string } | null;
  delayMs: number;
}

/** An authorisation server (RFC 6749) and an API that takes its tokens, on one port. */
export interface OauthServer {
  host: string;
  url: string;
  rules: OauthRules;
  /** Bodies of `POST /token`. */
  asked: URLSearchParams[];
  /** Calls of the API that were let in. */
  calls: number;
  /** The API takes none of the tokens that were given so far. */
  revoke(): void;
  /** The refresh token that is good now. */
  refreshToken(): string;
  close(): Promise<void>;
}

export const startOauthServer = async (rules: Partial<OauthRules> = {}): Promise<OauthServer> => {
  const good = new Set<string>();
  let refresh = 'refresh-0';
  let n = 0;
  const server = createServer((req, res) => void answer(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const self: OauthServer = {
    host,
    url: `http://${host}`,
    rules: {
      ...{ clientId: 'loja', clientSecret: 's3 gr&do', expiresIn: 3600, rotates: false, fails: null, delayMs: 0 },
      ...rules,
    },
    asked: [],
    calls: 0,
    revoke: () => good.clear(),
    refreshToken: () => refresh,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    let text = '';
    for await (const part of req) text += String(part);
    if (req.url !== '/token') return callApi(req, res);
    const body = new URLSearchParams(text);
    self.asked.push(body);
    await new Promise((done) => setTimeout(done, self.rules.delayMs));
    if (self.rules.fails)
      return send(res, self.rules.fails.status, { error: self.rules.fails.error ?? 'server_error' });
    giveToken(req, res, body);
  };

  const giveToken = (req: IncomingMessage, res: ServerResponse, body: URLSearchParams): void => {
    const [id, secret] = credentialsOf(req, body);
    if (id !== self.rules.clientId || secret !== self.rules.clientSecret)
      return send(res, 401, { error: 'invalid_client', error_description: `not ${secret}` });
    if (body.get('grant_type') === 'refresh_token') {
      if (body.get('refresh_token') !== refresh) return send(res, 400, { error: 'invalid_grant' });
      if (self.rules.rotates) refresh = `refresh-${++n}`;
    }
    const token = `token-${++n}`;
    good.add(token);
    const { expiresIn, rotates } = self.rules;
    send(res, 200, {
      ...{ access_token: token, token_type: 'Bearer' },
      ...(expiresIn !== null && { expires_in: expiresIn }),
      ...(rotates && { refresh_token: refresh }),
    });
  };

  const callApi = (req: IncomingMessage, res: ServerResponse): void => {
    const token = req.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!good.has(token)) return send(res, 401, { error: 'invalid_token' });
    self.calls += 1;
    send(res, 200, { token });
  };
  return self;
};

const send = (res: ServerResponse, status: number, body: unknown): void => {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** Of the header, form-encoded, or of the body. */
const credentialsOf = (req: IncomingMessage, body: URLSearchParams): (string | null)[] => {
  const basic = /^Basic (.+)$/.exec(req.headers.authorization ?? '')?.[1];
  if (basic === undefined) return [body.get('client_id'), body.get('client_secret')];
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
  const decoded = (text: string) => new URLSearchParams(`a=${text}`).get('a');
  return [decoded(id), decoded(secret)];
};
