import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contextFor } from '#connectors/context-for.ts';
import { createDialer } from '#connectors/dialer.ts';
import { httpRequest } from '#connectors/http/request.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import { keptTokens } from '#domain/connections/sign-in.ts';
import { createTokenKeeper } from '#domain/connections/token-keeper.ts';
import { type Account, apiFixture } from './api-fixture.ts';

// A provider of others (oauth2-mock-server): the way there and back, tokens, refreshes and what goes wrong.
const fixture = await apiFixture();
const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
await server.start(0, '127.0.0.1');
const provider = `http://127.0.0.1:${server.address().port}`;
const host = provider.slice('http://'.length);
/** A server of somebody who may edit: it says yes to everything, and writes down what it hears. */
const heard: string[] = [];
const thief = createServer((req, res) => {
  heard.push(`${req.method} ${req.url} ${req.headers.authorization ?? ''}`);
  res.setHeader('content-type', 'application/json').end('{"access_token":"stolen","expires_in":3600}');
}).listen(0, '127.0.0.1');
await once(thief, 'listening');
const evil = `127.0.0.1:${(thief.address() as AddressInfo).port}`;
const dial = createDialer({ allowPrivateHosts: [host, evil] });
fixture.deps.actions.dial = dial;
/** What the token address was asked, and what it is to answer instead. */
const asked: Record<string, string>[] = [];
let instead: { statusCode: number; body: Record<string, unknown> } | null = null;
let lifetime = 3600;
let revoked = 0;
server.service.on('beforeResponse', (response, req) => {
  asked.push({ ...(req.body as Record<string, string>) });
  if (instead) Object.assign(response, instead);
  else
    response.body = {
      ...(response.body as object),
      access_token: `access-${asked.length}`,
      refresh_token: `refresh-${asked.length}`,
      expires_in: lifetime,
    };
});
server.service.on('beforeUserinfo', (response) => {
  response.body = { sub: '1', email: 'ana@example.com' };
});
server.service.on('beforeRevoke', () => {
  revoked += 1;
});
afterAll(async () => {
  await server.stop();
  thief.close();
  await dial.close();
  await fixture.close();
});

let [one, other] = [] as unknown as [Account, Account];
beforeAll(async () => {
  [one, other] = [await fixture.account(), await fixture.account()];
});
beforeEach(() => {
  asked.length = 0;
  instead = null;
  lifetime = 3600;
});

const cookieOf = async ({ email, password }: Account): Promise<string> => {
  const { headers, status, text } = await fixture.fetch('/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  expect(status, text).toBeLessThan(300);
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
};
let names = 0;
const connect = async (more: object = {}): Promise<string> => {
  const { body } = await one.call('POST', '/v1/connections', {
    ...{
      connector: 'http',
      name: `Planilhas ${(names += 1)}`,
      auth: 'oauth2',
      grant: 'authorization_code',
      hosts: [host],
    },
    ...{
      authorizeUrl: `${provider}/authorize?access_type=offline`,
      tokenUrl: `${provider}/token`,
      scope: 'openid email',
    },
    ...{
      accountUrl: `${provider}/userinfo`,
      revokeUrl: `${provider}/revoke`,
      clientId: 'loja',
      clientSecret: 's3gredo',
    },
    ...more,
  });
  return body.id;
};
const begin = async (id: string, cookie: string) => {
  const headers = { cookie, 'content-type': 'application/json', origin: fixture.url };
  return fixture.fetch(`/v1/connections/${id}/sign-in`, { method: 'POST', headers, body: '{}' });
};
/** As a browser goes: to the provider, which sends it back. Gives the way back. */
const goThere = async (url: string): Promise<string> => {
  const answer = await fetch(url, { redirect: 'manual' });
  return (answer.headers.get('location') ?? '').slice(fixture.url.length);
};
const comeBack = (path: string, cookie: string) =>
  fixture.fetch(path, { headers: { cookie, 'accept-language': 'en' } });
const signIn = async (id: string, cookie: string): Promise<void> => {
  const page = await comeBack(await goThere((await begin(id, cookie)).body.url), cookie);
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('Signed in as ana@example.com')]);
};
const view = async (id: string) => (await one.call('GET', `/v1/connections/${id}`)).body;
/** A worker of its own process: it asks the provider's API with the connection. */
const worker = (url = `${provider}/userinfo`) => {
  const tokens = createTokenKeeper(fixture.data.database);
  return async (id: string) => {
    const connection = await fixture.data.database.withTenant(one.tenantId, (db) => openConnection(db, id));
    const context = contextFor({ dial, tokens }, { connection, tenant: { id: one.tenantId, slug: 't' } });
    return httpRequest.run({ method: 'GET', url }, context);
  };
};
const pass = (seconds: number) =>
  fixture.data.database.withTenant(
    one.tenantId,
    (db) => db.sql`update oauth_tokens set fetched_at = fetched_at - ${seconds} * interval '1 second',
      expires_at = expires_at - ${seconds} * interval '1 second', lease_until = null`,
  );

test('a person signs in with PKCE, is shown, and the connection works; deleting it revokes', async () => {
  const [id, cookie] = [await connect(), await cookieOf(one)];
  expect((await view(id)).signIn).toEqual({ state: 'needed', account: null, at: null, failedAt: null });
  await expect(worker()(id)).rejects.toMatchObject({ code: 'token_refused', details: { error: 'sign_in_needed' } });
  const { status, body } = await begin(id, cookie);
  const url = new URL(body.url);
  expect(status).toBe(200);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    ...{ access_type: 'offline', response_type: 'code', client_id: 'loja', scope: 'openid email' },
    ...{ code_challenge_method: 'S256', redirect_uri: `${fixture.url}/oauth/callback` },
  });
  const page = await comeBack(await goThere(body.url), cookie);
  expect(page.text).toContain('Signed in as ana@example.com');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(asked).toMatchObject([{ grant_type: 'authorization_code', redirect_uri: `${fixture.url}/oauth/callback` }]);
  const { signIn: signedIn, tokenExpiresAt } = await view(id);
  expect([signedIn.state, signedIn.account, tokenExpiresAt]).toEqual([
    'signed_in',
    'ana@example.com',
    expect.any(String),
  ]);
  expect(await worker()(id)).toMatchObject({ status: 200 });
  expect((await one.call('DELETE', `/v1/connections/${id}`)).status).toBe(204);
  expect(revoked).toBe(1);
});

test('a way back is good once, in the session that began it, and in no other tenant', async () => {
  const [id, cookie, second, foreign] = [
    await connect(),
    await cookieOf(one),
    await cookieOf(one),
    await cookieOf(other),
  ];
  const back = await goThere((await begin(id, cookie)).body.url);
  for (const elsewhere of [second, foreign]) {
    const page = await comeBack(back, elsewhere);
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('not valid')]);
  }
  expect((await comeBack(back, '')).status).toBe(401);
  expect(asked).toEqual([]);
  expect((await comeBack(back, cookie)).status).toBe(200);
  expect((await comeBack(back, cookie)).status).toBe(400);
  const late = await goThere((await begin(id, cookie)).body.url);
  await fixture.data.database.withTenant(one.tenantId, async (db) => {
    await db.sql`
      with late as (delete from oauth_sign_ins where used_at is null returning *)
      insert into oauth_sign_ins
      select tenant_id, state_hash, connection_id, session_id, redirect_uri, now() - interval '1 second' from late`;
  });
  expect((await comeBack(late, cookie)).status).toBe(400);
  expect((await comeBack('/oauth/callback?state=x&code=y', cookie)).status).toBe(400);
  expect(asked).toHaveLength(1);
  // Nobody begins for the connection of another tenant, nor a program at all.
  expect((await begin(id, foreign)).status).toBe(404);
  expect((await one.call('POST', `/v1/connections/${id}/sign-in`, {})).status).toBe(403);
});

test('what a provider says no with is told in words, and repeated nowhere', async () => {
  const [id, cookie] = [await connect(), await cookieOf(one)];
  const state = async () => new URL((await begin(id, cookie)).body.url).searchParams.get('state');
  const denied = await comeBack(
    `/oauth/callback?error=access_denied&error_description=%3Cb%3E&state=${await state()}`,
    cookie,
  );
  expect([denied.status, denied.text]).toEqual([400, expect.stringContaining('Access was not allowed')]);
  const odd = await comeBack(`/oauth/callback?error=%3Cscript%3Ex&state=${await state()}`, cookie);
  expect(odd.text).toContain('The provider refused: scriptx.');
  instead = { statusCode: 400, body: { error: 'invalid_client', error_description: 's3gredo' } };
  const refused = await comeBack(await goThere((await begin(id, cookie)).body.url), cookie);
  expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('client id or secret')]);
  expect(refused.text).not.toContain('s3gredo');
  expect((await view(id)).signIn.state).toBe('needed');
});

test('two processes refresh once, with the newest refresh token; refused, it says so, tells a person once, and signing in mends it', async () => {
  const [id, cookie] = [await connect(), await cookieOf(one)];
  await signIn(id, cookie);
  const [a, b] = [worker(), worker()];
  await pass(3590);
  await Promise.all([a(id), b(id), a(id), b(id)]);
  expect(asked.slice(1)).toMatchObject([{ grant_type: 'refresh_token', refresh_token: 'refresh-1' }]);
  await pass(3590);
  await b(id);
  expect(asked.at(-1)).toMatchObject({ refresh_token: 'refresh-2' });
  await pass(3590);
  instead = { statusCode: 400, body: { error: 'invalid_grant' } };
  for (const call of [a, b, a]) await expect(call(id)).rejects.toMatchObject({ code: 'token_refused' });
  expect(asked.filter(({ refresh_token: token }) => token === 'refresh-3')).toHaveLength(1);
  expect((await view(id)).signIn).toMatchObject({
    state: 'needed',
    account: 'ana@example.com',
    failedAt: expect.any(String),
  });
  const notes = await fixture.data.database.withTenant(
    one.tenantId,
    (db) => db.sql<{ title: string }>`select title from notifications`,
  );
  expect(notes.map(({ title }) => title)).toEqual([expect.stringContaining('Entre de novo')]);
  instead = null;
  await signIn(id, cookie);
  expect(await a(id)).toMatchObject({ status: 200 });
});

test('addresses go through the guard, and tokens to the hosts of the connection alone', async () => {
  const cookie = await cookieOf(one);
  const elsewhere = await one.call('POST', '/v1/connections', {
    ...{ connector: 'http', name: 'x', auth: 'oauth2', grant: 'authorization_code', hosts: ['api.example.com'] },
    ...{ authorizeUrl: `${provider}/authorize`, tokenUrl: `${provider}/token`, clientId: 'c' },
  });
  expect([elsewhere.status, elsewhere.body.errors?.[0]?.pointer]).toEqual([422, '/tokenUrl']);
  fixture.deps.actions.dial = createDialer();
  const page = await comeBack(await goThere((await begin(await connect(), cookie)).body.url), cookie);
  fixture.deps.actions.dial = dial;
  expect([page.status, page.text]).toEqual([400, expect.stringContaining('address_refused')]);
  expect(asked).toEqual([]);
});

/** A public client has no secret that a change of hosts could ask for. */
const PUBLIC = { clientSecret: undefined };
const HOSTS = [evil, host];
const change = async (id: string, body: object): Promise<void> => {
  const { status, text } = await fixture.fetch(`/v1/connections/${id}`, {
    ...{ method: 'PATCH', body: JSON.stringify(body) },
    headers: { authorization: `Bearer ${one.key}`, 'content-type': 'application/merge-patch+json' },
  });
  expect(status, text).toBe(200);
};

test.each([
  ['hosts of a public client', PUBLIC, { hosts: HOSTS }],
  ['the token address, with another secret', {}, { hosts: HOSTS, tokenUrl: `http://${evil}/t`, clientSecret: 'x' }],
  ['the address that tokens are given back at', PUBLIC, { hosts: HOSTS, revokeUrl: `http://${evil}/r` }],
])('an account does not follow its connection elsewhere: %s', async (_what, made, changed) => {
  const [id, cookie] = [await connect(made), await cookieOf(one)];
  await signIn(id, cookie);
  await change(id, changed);
  expect((await view(id)).signIn).toMatchObject({ state: 'needed', account: null });
  heard.length = 0;
  await expect(worker(`http://${evil}/`)(id)).rejects.toMatchObject({ details: { error: 'sign_in_needed' } });
  await one.call('POST', `/v1/connections/${id}/test`, {});
  expect((await one.call('DELETE', `/v1/connections/${id}`)).status).toBe(204);
  expect(heard).toEqual([]);
});

test('nor does a code that comes back meanwhile, nor what the provider gave for one', async () => {
  const [id, cookie] = [await connect(PUBLIC), await cookieOf(one)];
  const changed = { hosts: HOSTS, tokenUrl: `http://${evil}/t` };
  heard.length = 0;
  const back = await goThere((await begin(id, cookie)).body.url);
  await change(id, changed);
  expect((await comeBack(back, cookie)).status).toBe(400);
  expect(heard).toEqual([]);

  for (const meanwhile of [
    (late: string) => change(late, changed),
    (late: string) => one.call('DELETE', `/v1/connections/${late}`),
  ]) {
    const late = await connect(PUBLIC);
    const before = revoked;
    const asking: typeof dial.request = async (request) => {
      const answer = await dial.request(request);
      if (request.url.endsWith('/userinfo')) await meanwhile(late);
      return answer;
    };
    fixture.deps.actions.dial = { ...dial, request: asking };
    expect((await comeBack(await goThere((await begin(late, cookie)).body.url), cookie)).status).toBe(400);
    fixture.deps.actions.dial = dial;
    expect(revoked).toBe(before + 1);
    expect(await fixture.data.database.withTenant(one.tenantId, (db) => keptTokens(db, late))).toBeNull();
  }
  expect(heard).toEqual([]);
});

test('signing in to an account is told in the audit with who did it, and from where', async () => {
  const [id, cookie] = [await connect(), await cookieOf(one)];
  await signIn(id, cookie);
  const { body } = await one.call('GET', `/v1/audit?action=connection.signIn&target=${id}`);
  expect(body.data[0]).toMatchObject({ action: 'connection.signIn', via: 'session', ip: '127.0.0.1' });
});

test('known providers are data that a form is filled with', async () => {
  const { body } = await one.call('GET', '/v1/oauth-providers');
  expect(body.redirectUri).toBe(`${fixture.url}/oauth/callback`);
  for (const { id, fields } of body.data) {
    const made = await one.call('POST', '/v1/connections', {
      ...{ connector: 'http', name: id, auth: 'oauth2', grant: 'authorization_code', clientId: 'c', clientSecret: 's' },
      ...fields,
    });
    expect([id, made.status, made.body.errors]).toEqual([id, 201, undefined]);
  }
});
