import { afterAll, expect, test } from 'vitest';
import { apiFixture } from './api-fixture.ts';

const fixture = await apiFixture();
afterAll(() => fixture.close());
const [one, other] = [await fixture.account(), await fixture.account()];
const { admin } = fixture.deps.database;

const sessionOf = async ({ email, password }: { email: string; password: string }) => {
  const { headers } = await fixture.fetch('/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return (path: string, from?: string) =>
    fixture.fetch(path, { headers: { cookie, ...(from && { 'x-forwarded-for': from }) } });
};
const plain = { ipAllow: [], passwordLength: 10, idleMinutes: null, sessionHours: null, requireTwoStep: false };
const put = (policy: object, headers = {}) => one.call('PUT', '/v1/access-policy', { ...plain, ...policy }, headers);

test('a list of addresses holds for sessions and keys, in both families, and keeps nobody out who writes it', async () => {
  const session = await sessionOf(one);
  const locked = await put({ ipAllow: ['203.0.113.0/24'] });
  expect([locked.status, locked.body.errors[0]]).toMatchObject([422, { pointer: '/ipAllow', code: 'locks_out' }]);
  expect((await put({ ipAllow: ['10.0.0.0/33'] })).status).toBe(422);
  expect((await put({ ipAllow: ['127.0.0.1', '::1/128', '2001:db8::/32'] })).status).toBe(200);
  const code = async (from: string) => {
    const headers = { authorization: `Bearer ${one.key}`, 'x-forwarded-for': from };
    const answers = [await fixture.fetch('/v1/flows', { headers }), await session('/v1/flows', from)];
    return answers.map(({ status, body }) => body.code ?? status);
  };
  expect(await code('127.0.0.1')).toEqual([200, 200]);
  expect(await code('2001:db8::7')).toEqual([200, 200]);
  expect(await code('198.51.100.1')).toEqual(['address_barred', 'address_barred']);
  for (const part of ['current', 'story', 'plans']) {
    const { body } = await session(`/v1/subscription/${part}`, '198.51.100.1');
    expect(body.code).toBe('address_barred');
  }
  // Why, and the way to another tenant, are told from anywhere.
  expect((await session('/v1/me', '198.51.100.1')).body.barred.code).toBe('address_barred');
  expect((await session('/v1/workspaces', '198.51.100.1')).status).toBe(200);
  expect((await other.call('GET', '/v1/access-policy')).body.ipAllow).toEqual([]);
  await put({});
});

test('sessions end by the tenant’s rules, and whoever has no second step is led to it', async () => {
  const session = await sessionOf(one);
  const status = async () => (await session('/v1/flows')).status;
  await put({ idleMinutes: 15, sessionHours: 8 });
  expect(await status()).toBe(200);
  await admin.sql`update identity.sessions set last_used_at = now() - interval '16 minutes'`;
  expect(await status()).toBe(401);
  await admin.sql`update identity.sessions set last_used_at = now(), created_at = now() - interval '9 hours'`;
  expect(await status()).toBe(401);
  await put({ requireTwoStep: true });
  const refused = await session('/v1/flows');
  expect([refused.status, refused.body.code]).toEqual([403, 'two_step_required']);
  expect((await session('/v1/me')).body.barred.code).toBe('two_step_required');
  await admin.sql`update users set two_factor_enabled = true where email = ${one.email}`;
  expect(await status()).toBe(200);
  await put({});
});

test('rules are changed under their revision, and the audit says what they were', async () => {
  const first = await one.call('GET', '/v1/access-policy');
  const match = { 'If-Match': first.headers.get('etag') ?? '' };
  expect((await put({ passwordLength: 14 }, match)).status).toBe(200);
  expect((await put({ passwordLength: 16 }, match)).body.code).toBe('stale');
  const [entry] = (await one.call('GET', '/v1/audit')).body.data;
  expect(entry).toMatchObject({ action: 'access.policy', changes: { passwordLength: { before: 10, after: 14 } } });
});

test('a domain is proved by its record, by one tenant alone', async () => {
  const records = new Map<string, string[]>();
  fixture.deps.askTxt = async (name) => records.get(name) ?? [];
  const domain = 'oficina.example';
  const { body } = await one.call('POST', '/v1/domains', { domain: 'Oficina.Example' });
  const theirs = (await other.call('POST', '/v1/domains', { domain })).body;
  expect([body.domain, body.record.name, body.record.value === theirs.record.value]).toEqual([
    domain,
    '_trama.oficina.example',
    false,
  ]);
  const verify = (who = one) => who.call('POST', `/v1/domains/${domain}/verify`);
  expect((await verify()).body.code).toBe('conflict');
  records.set(body.record.name, ['v=spf1 -all', body.record.value, theirs.record.value]);
  expect((await verify()).body.verifiedAt).not.toBeNull();
  expect((await verify(other)).status).toBe(409);
  expect((await other.call('DELETE', `/v1/domains/${domain}`)).status).toBe(204);
  expect((await other.call('DELETE', `/v1/domains/${domain}`)).status).toBe(404);
  expect((await one.call('GET', '/v1/domains')).body.data).toHaveLength(1);
  expect((await one.call('POST', '/v1/domains', { domain: 'não é' })).status).toBe(422);
});
