import { expect, test } from 'vitest';
import { apiFixture, smallFlow, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();

const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  fixture.fetch('/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ email, password }),
  });
const cookieOf = (headers: Headers) => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';

test('a person signs in, is known by the cookie alone, and signs out for good', async () => {
  const answer = await signIn(one.email.toUpperCase(), one.password);
  expect([answer.status, answer.body.user.email, answer.body.tenant.slug, answer.body.role]).toEqual([
    200,
    one.email,
    one.slug,
    'owner',
  ]);
  expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
  const cookie = cookieOf(answer.headers);
  const me = await fixture.fetch('/v1/me', { headers: { cookie } });
  expect([me.status, me.body.user.email]).toEqual([200, one.email]);

  const create = (headers: Record<string, string>) =>
    fixture.fetch('/v1/flows', {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ definition: smallFlow() }),
    });
  expect((await create({})).status).toBe(201);
  expect((await create({ origin: 'https://evil.example' })).status).toBe(403);

  const out = await fixture.fetch('/v1/session', { method: 'DELETE', headers: { cookie } });
  expect([out.status, out.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
  expect((await fixture.fetch('/v1/me', { headers: { cookie } })).status).toBe(401);
});

test('a wrong password, an unknown person and a made-up key are all just refused', async () => {
  for (const [email, password] of [
    [one.email, 'errada'],
    ['nobody@example.com', 'x'],
  ] as const) {
    const answer = await signIn(email, password);
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthorized']);
  }
  for (const authorization of ['Bearer trm_made-up', 'Bearer x', 'Basic YTpi', 'trm_x']) {
    expect((await fixture.fetch('/v1/me', { headers: { authorization } })).status).toBe(401);
  }
  expect((await fixture.fetch('/v1/me')).status).toBe(401);
});

test('a slug that no header could hold is one that names nothing', async () => {
  for (const tenant of ['ação ✓', 'a\r\nb', '\ud800']) {
    const answer = await fixture.fetch('/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'nobody@example.com', password: 'x', tenant }),
    });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthorized']);
  }
});

test('who guesses passwords must wait, others need not', async () => {
  const account = await fixture.account();
  const codes = [];
  for (let i = 0; i < 12; i++) codes.push((await signIn(account.email, 'errada')).status);
  expect(codes.slice(0, 10)).toEqual(Array(10).fill(401));
  expect(codes.at(-1)).toBe(429);
  expect((await signIn(other.email, other.password)).status).toBe(200);
});

test('production cookies travel over TLS alone', async () => {
  const production = await apiFixture({ production: true });
  const account = await production.account();
  const answer = await production.fetch('/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: account.email, password: account.password }),
  });
  await production.close();
  expect(answer.headers.get('set-cookie')).toContain('; Secure');
});

test('an API key does what its scopes say, until it is revoked', async () => {
  const made = await one.call('POST', '/v1/api-keys', { name: 'só leitura', scopes: ['flows:read'] });
  expect([made.status, made.body.key]).toEqual([201, expect.stringMatching(/^trm_/)]);
  const headers = { authorization: `Bearer ${made.body.key}` };
  expect((await fixture.fetch('/v1/flows', { headers })).status).toBe(200);
  expect((await fixture.fetch('/v1/runs', { headers })).body.code).toBe('forbidden');
  expect((await fixture.fetch('/v1/api-keys', { headers })).status).toBe(403);
  const listed = await one.call('GET', '/v1/api-keys');
  expect(listed.text).not.toContain(made.body.key);
  expect(listed.body.data[0]).toMatchObject({ name: 'só leitura', lastUsedAt: expect.any(String) });
  expect((await other.call('DELETE', `/v1/api-keys/${made.body.id}`)).status).toBe(404);
  expect((await one.call('DELETE', `/v1/api-keys/${made.body.id}`)).status).toBe(204);
  expect((await fixture.fetch('/v1/flows', { headers })).status).toBe(401);
});

test('nobody hands out a right that they lack', async () => {
  const key = (await one.call('POST', '/v1/api-keys', { name: 'chaves', scopes: ['keys:write', 'flows:read'] })).body
    .key;
  const make = (scopes: string[]) =>
    fixture.fetch('/v1/api-keys', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'x', scopes }),
    });
  expect((await make(['*'])).status).toBe(403);
  expect((await make(['flows:write'])).status).toBe(403);
  expect((await make(['flows:read'])).status).toBe(201);
});

test('a header that names another tenant is refused, by id or by slug', async () => {
  for (const header of ['x-tenant', 'X-Tenant-Id', 'x-tenant-slug']) {
    for (const value of [other.slug, other.tenantId, 'qualquer']) {
      const answer = await one.call('GET', '/v1/flows', undefined, { [header]: value });
      expect([header, answer.status, answer.body.code]).toEqual([header, 403, 'forbidden']);
    }
    expect((await one.call('GET', '/v1/flows', undefined, { [header]: one.slug })).status).toBe(200);
    expect((await one.call('GET', '/v1/flows', undefined, { [header]: one.tenantId })).status).toBe(200);
  }
});

test('connections are written, renamed, tried and forgotten, and never read back', async () => {
  const secret = 'muito-secreto-123';
  const body = { connector: 'http', name: 'ERP', auth: 'bearer', token: secret, hosts: ['erp.example'] };
  const made = await one.call('POST', '/v1/connections', body);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    connector: 'http',
    name: 'ERP',
    hosts: ['erp.example'],
    config: { auth: 'bearer' },
  });
  const path = `/v1/connections/${made.body.id}`;
  const renamed = await one.call('PATCH', path, { name: 'ERP novo' });
  expect([renamed.status, renamed.body.name]).toEqual([200, 'ERP novo']);
  const moved = await one.call('PATCH', path, { hosts: ['evil.example'] });
  expect([moved.status, moved.body.code]).toEqual([422, 'invalid']);
  const inEnglish = await one.call('PATCH', path, { hosts: ['evil.example'] }, { 'accept-language': 'en' });
  expect([moved, inEnglish].map(({ body }) => body.errors[0].message)).toEqual([
    'Mudar os servidores pede o segredo de novo.',
    'Changing the hosts asks for the secret again.',
  ]);
  expect((await one.call('PATCH', path, { hosts: ['novo.example'], token: 'outro' })).body.hosts).toEqual([
    'novo.example',
  ]);
  expect((await one.call('POST', '/v1/connections', { ...body, name: 'ERP novo' })).status).toBe(409);
  expect((await one.call('POST', '/v1/connections', { connector: 'nada', name: 'x' })).status).toBe(422);
  const wrong = await one.call('POST', '/v1/connections', { connector: 'webhook', name: 'x', secret: 7 });
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/secret']);
  for (const answer of [made, renamed, await one.call('GET', path), await one.call('GET', '/v1/connections')])
    expect(answer.text).not.toContain(secret);
  expect((await one.call('PATCH', path, { name: 'y' }, { 'if-match': '"1"' })).status).toBe(412);
  for (const [method, tail] of [
    ['GET', ''],
    ['PATCH', ''],
    ['POST', '/test'],
    ['DELETE', ''],
  ] as const)
    expect((await other.call(method, path + tail, method === 'GET' ? undefined : {})).status).toBe(404);
  expect((await one.call('DELETE', path)).status).toBe(204);
  expect((await one.call('GET', path)).status).toBe(404);
});

test('the catalogue has every node type with its schema, and one action can be tried alone', async () => {
  const { body } = await one.call('GET', '/v1/node-types');
  const types = body.data.map((type: { type: string }) => type.type);
  for (const type of ['set', 'if', 'forEach', 'approval', 'http.request', 'store.put']) expect(types).toContain(type);
  expect(body.connections.map((one: { connector: string }) => one.connector)).toContain('http');
  expect(body.triggers.map((one: { type: string }) => one.type)).toContain('webhook');
  const tried = await one.call('POST', '/v1/node-types/http.request/test', {
    config: { method: 'GET', url: 'http://127.0.0.1:1/' },
  });
  expect([tried.status, tried.body.ok, tried.body.error.code]).toEqual([200, false, 'address_refused']);
  expect((await one.call('POST', '/v1/node-types/nada.nada/test', { config: {} })).status).toBe(404);
});

test('health, figures and docs answer to anybody', async () => {
  expect((await fixture.fetch('/healthz')).body.status).toBe('ok');
  const ready = await fixture.fetch('/readyz');
  expect([ready.status, ready.body.checks.database.status, ready.body.checks['worker:flows'].status]).toEqual([
    200,
    'up',
    'up',
  ]);
  fixture.dispatch.healthy = false;
  const away = await fixture.fetch('/readyz');
  fixture.dispatch.healthy = true;
  expect([away.status, away.body.checks.temporal.status, away.body.checks.database.status]).toEqual([
    503,
    'down',
    'up',
  ]);
  const { text } = await fixture.fetch('/metrics');
  expect(text).toContain('trama_http_request_seconds_bucket{le="0.005",method="GET",route="/flows"');
  expect(text).not.toContain(one.slug);
  const document = (await fixture.fetch('/v1/openapi.json')).body;
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toContain('/v1/flows/{flow}/runs');
  const docs = await fixture.fetch('/docs');
  expect(docs.headers.get('content-security-policy')).toContain("script-src 'self'");
  for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'init.js', 'page.css'])
    expect([file, (await fixture.fetch(`/docs/${file}`)).status]).toEqual([file, 200]);
});
