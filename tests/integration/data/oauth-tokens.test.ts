import { beforeEach, describe, expect, test } from 'vitest';
import type { ActionContext, ActionServices } from '#connectors/action-context.ts';
import { parseConnectionInput } from '#connectors/connection-types.ts';
import { contextFor } from '#connectors/context-for.ts';
import { createDialer, type Dialer } from '#connectors/dialer.ts';
import { httpRequest } from '#connectors/http/request.ts';
import { getConnection, openConnection } from '#domain/connections/read-connection.ts';
import { createTokenKeeper } from '#domain/connections/token-keeper.ts';
import { createConnection, deleteConnection, updateConnection } from '#domain/connections/write-connection.ts';
import { parseId } from '#domain/ids.ts';
import type { JsonObject } from '#flow/json.ts';
import { type OauthServer, startOauthServer } from '#tests/simulators/oauth-server.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db } = await oneTenant();
let server: OauthServer;
let dial: Dialer;
let n = 0;

beforeEach(async () => {
  server = await startOauthServer();
  dial = createDialer({ allowPrivateHosts: [server.host] });
  return async () => {
    await dial.close();
    await server.close();
  };
});

const connect = async (more: JsonObject = {}): Promise<string> => {
  const given = parseConnectionInput({
    ...{ connector: 'http', name: `ERP ${++n}`, auth: 'oauth2', tokenUrl: `${server.url}/token`, hosts: [server.host] },
    ...{ clientId: 'loja', clientSecret: 's3 gr&do' },
    ...more,
  });
  return (await db((tx) => createConnection(tx, { ...given, by: 'test' }))).id;
};
const refreshing = (more: JsonObject = {}) =>
  connect({ grant: 'refresh_token', refreshToken: server.refreshToken(), ...more });

/** As one worker would: services of its own over the same database. */
const worker = (services: Partial<ActionServices> = {}) => {
  const tokens = createTokenKeeper(fixture.database);
  return async (id: string, more: Partial<ActionContext> = {}) => {
    const connection = await db((tx) => openConnection(tx, id));
    const context = contextFor(
      { dial, tokens, ...services },
      { connection, tenant: { id: tenantId, slug: 't' }, ...more },
    );
    return (await httpRequest.run({ method: 'POST', url: `${server.url}/pedidos`, body: {} }, context)) as JsonObject;
  };
};
const tokenOf = ({ body }: JsonObject) => (body as JsonObject).token;
const asked = (name: string) => server.asked.map((one) => one.get(name));
const pass = (seconds: number) =>
  db(
    (tx) => tx.sql`update oauth_tokens set fetched_at = fetched_at - ${seconds} * interval '1 second',
      expires_at = expires_at - ${seconds} * interval '1 second', lease_until = lease_until - ${seconds} * interval '1 second'`,
  );

describe('client credentials', () => {
  test('get a token once, for all calls until it ends', async () => {
    const id = await connect({ scope: 'pedidos', audience: 'erp' });
    const call = worker();
    expect(tokenOf(await call(id))).toBe(tokenOf(await call(id)));
    expect([asked('grant_type'), asked('scope'), asked('audience')]).toEqual([
      ['client_credentials'],
      ['pedidos'],
      ['erp'],
    ]);
    await pass(3_580);
    await call(id);
    expect(server.asked).toHaveLength(2);
  });

  test('may stand in the body', async () => {
    const id = await connect({ clientAuth: 'body' });
    await worker()(id);
    expect(asked('client_secret')).toEqual(['s3 gr&do']);
  });

  test('are asked for once by any number of calls in several processes', async () => {
    server.rules.delayMs = 300;
    const id = await connect();
    const workers = [worker(), worker(), worker()];
    const answers = await Promise.all(Array.from({ length: 5 }, () => workers.map((call) => call(id))).flat());
    expect(new Set(answers.map(tokenOf)).size).toBe(1);
    expect(server.asked).toHaveLength(1);
    expect(server.calls).toBe(15);
  });

  test('a token that ends nobody knows when lasts until it is refused', async () => {
    server.rules.expiresIn = null;
    const id = await connect();
    const call = worker();
    await call(id);
    await pass(10_000_000);
    await call(id);
    expect(server.asked).toHaveLength(1);
    expect((await db((tx) => getConnection(tx, id))).tokenExpiresAt).toBeNull();
  });

  test('a change of the connection makes its token worthless', async () => {
    const id = await connect();
    const call = worker();
    await call(id);
    const { config } = await db((tx) => getConnection(tx, id));
    await db((tx) => updateConnection(tx, id, { config: { ...config, scope: 'tudo' } }, 'test'));
    await call(id);
    expect(asked('scope')).toEqual([null, 'tudo']);
  });
});

describe('a refresh token', () => {
  test('that is good once is replaced by what came with the access token', async () => {
    server.rules.rotates = true;
    const id = await refreshing();
    const call = worker();
    for (let i = 0; i < 3; i++) {
      await call(id);
      await pass(4_000);
    }
    expect(asked('refresh_token')).toEqual(['refresh-0', 'refresh-1', 'refresh-3']);
  });

  test('of a new sign-in takes the place of the kept one', async () => {
    server.rules.rotates = true;
    const id = await refreshing();
    const call = worker();
    await call(id);
    const { secret } = await db((tx) => openConnection(tx, id));
    await db((tx) => updateConnection(tx, id, { secret: { ...secret, refreshToken: server.refreshToken() } }, 'test'));
    await call(id);
    expect(server.asked).toHaveLength(2);
    expect(server.calls).toBe(2);
  });

  test('stays good over a change of the scope alone', async () => {
    server.rules.rotates = true;
    const id = await refreshing();
    const call = worker();
    await call(id);
    const { config } = await db((tx) => getConnection(tx, id));
    await db((tx) => updateConnection(tx, id, { config: { ...config, scope: 'x' } }, 'test'));
    await call(id);
    expect(server.calls).toBe(2);
  });
});

describe('a token that is refused', () => {
  test('is renewed once, and the call made again', async () => {
    const id = await connect();
    const call = worker();
    const first = tokenOf(await call(id));
    server.revoke();
    expect(tokenOf(await call(id))).not.toBe(first);
    expect([server.asked.length, server.calls]).toEqual([2, 2]);
  });

  test('is renewed once for all calls that it was refused to', async () => {
    const id = await connect();
    const workers = [worker(), worker()];
    await Promise.all(workers.map((call) => call(id)));
    server.revoke();
    server.rules.delayMs = 200;
    await Promise.all(Array.from({ length: 5 }, () => workers.map((call) => call(id))).flat());
    expect(server.asked).toHaveLength(2);
  });

  test('twice is the answer', async () => {
    const id = await connect();
    const call = worker();
    await call(id);
    const context = { tokens: { token: async () => 'sem valor' } };
    await expect(worker(context)(id)).rejects.toMatchObject({ code: 'http_401', retry: 'never' });
  });
});

describe('a token server', () => {
  test.each([
    [{ status: 400, error: 'invalid_scope' }, 'token_refused', 'never'],
    [{ status: 401, error: 'invalid_client' }, 'token_refused', 'never'],
    [{ status: 429 }, 'http_429', 'wait'],
    [{ status: 503 }, 'http_503', 'retry'],
  ])('that answers %j fails the call with %s', async (fails, code, retry) => {
    const id = await connect();
    server.rules.fails = fails;
    await expect(worker()(id)).rejects.toMatchObject({ code, retry });
    server.rules.fails = null;
    await worker()(id);
    expect(server.calls).toBe(1);
  });

  test('that repeats the secret in its complaint does not bring it into the run', async () => {
    const id = await connect({ clientSecret: 'outro-segredo' });
    const error = await worker()(id).catch((one) => one);
    expect(error.code).toBe('token_refused');
    expect(`${error.message} ${JSON.stringify([error.text, error.details])}`).not.toContain('outro-segredo');
  });

  test('that dies with our process keeps nobody waiting for long', async () => {
    const id = await connect();
    await worker()(id);
    await db(
      (tx) => tx.sql`update oauth_tokens set lease_owner = gen_random_uuid(), lease_until = now() + interval '30 s',
        expires_at = now() where connection_id = ${parseId('con', id)}`,
    );
    const late = worker()(id);
    await new Promise((done) => setTimeout(done, 400));
    expect(server.asked).toHaveLength(1);
    await pass(60);
    await late;
    expect(server.asked).toHaveLength(2);
  });
});

test('an attempt that ends, by time or by a cancel, does not wait for the token; those who still want it get it', async () => {
  server.rules.delayMs = 800;
  const id = await connect();
  const call = worker();
  const stop = new AbortController();
  const began = Date.now();
  const attempts = [
    call(id),
    call(id, { timeoutMs: 100 }).catch((error) => error.code),
    call(id, { signal: stop.signal }).catch((error) => error.message),
  ];
  setTimeout(() => stop.abort(new Error('cancelled')), 50);
  expect(await Promise.all(attempts.slice(1))).toEqual(['timeout', 'cancelled']);
  expect(Date.now() - began).toBeLessThan(700);
  expect(await attempts[0]).toMatchObject({ status: 200 });
  expect(server.asked).toHaveLength(1);
});

test('the end of the kept token is shown; the token is not, and is sealed', async () => {
  const id = await connect();
  const token = String(tokenOf(await worker()(id)));
  const view = await db((tx) => getConnection(tx, id));
  const left = Date.parse(view.tokenExpiresAt ?? '') - Date.now();
  expect(left).toBeGreaterThan(3_590_000);
  expect(left).toBeLessThanOrEqual(3_600_000);
  expect(JSON.stringify(view)).not.toContain(token);
  const [row] = await db(
    (tx) => tx.sql<{ sealed: Buffer }>`
    select sealed from oauth_tokens where connection_id = ${parseId('con', id)}`,
  );
  expect(row?.sealed.toString('latin1')).not.toContain(token);
  await db((tx) => deleteConnection(tx, id, 'test'));
  expect(await db((tx) => tx.sql`select 1 from oauth_tokens where connection_id = ${parseId('con', id)}`)).toEqual([]);
});
