import { describe, expect, test } from 'vitest';
import { SCOPES } from '#api/frame/caller.ts';
import { warnOfExpiringKeys } from '#domain/identity/warn-of-expiring-keys.ts';
import { parseId } from '#domain/ids.ts';
import { twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();

const make = async (body: Record<string, unknown> = {}) =>
  (await one.call('POST', '/v1/api-keys', { name: 'k', scopes: ['flows:read'], ...body })).body;
const statusOf = async (key: string, headers: Record<string, string> = {}) =>
  (await fixture.fetch('/v1/flows', { headers: { authorization: `Bearer ${key}`, ...headers } })).status;

describe('rotating', () => {
  test('both secrets work for the overlap, the row says who uses the old one, and ending it early ends it', async () => {
    const { id, key, prefix } = await make();
    const rotated = await one.call('POST', `/v1/api-keys/${id}/rotate`, { overlapHours: 2 });
    expect([rotated.status, rotated.body.previous]).toEqual([200, { prefix, until: expect.any(String), usedAt: null }]);
    expect(Date.parse(rotated.body.previous.until) - Date.now()).toBeLessThan(2 * 3_600_000 + 5_000);
    expect([await statusOf(key), await statusOf(rotated.body.key)]).toEqual([200, 200]);
    const seen = await one.call('GET', `/v1/api-keys/${id}`);
    expect(seen.body.previous.usedAt).toEqual(expect.any(String));
    expect(seen.text).not.toContain(rotated.body.key);

    const ended = await one.call('DELETE', `/v1/api-keys/${id}/previous`);
    expect([ended.status, ended.body.previous]).toEqual([200, null]);
    expect([await statusOf(key), await statusOf(rotated.body.key)]).toEqual([401, 200]);
  });

  test('a second rotation before the new secret was used keeps the one that works', async () => {
    const { id, key } = await make();
    const first = await one.call('POST', `/v1/api-keys/${id}/rotate`, {});
    const second = await one.call('POST', `/v1/api-keys/${id}/rotate`, {});
    expect([await statusOf(key), await statusOf(first.body.key), await statusOf(second.body.key)]).toEqual([
      200, 401, 200,
    ]);
    // Now the newest is in use: what is replaced next is that one.
    const third = await one.call('POST', `/v1/api-keys/${id}/rotate`, {});
    expect([await statusOf(key), await statusOf(second.body.key), await statusOf(third.body.key)]).toEqual([
      401, 200, 200,
    ]);
  });

  test('without overlap the old secret is over at once; a revoked key takes both along and turns no more', async () => {
    const { id, key } = await make();
    const now = await one.call('POST', `/v1/api-keys/${id}/rotate`, { overlapHours: 0 });
    expect([await statusOf(key), await statusOf(now.body.key)]).toEqual([401, 200]);
    const later = await one.call('POST', `/v1/api-keys/${id}/rotate`, {});
    await one.call('DELETE', `/v1/api-keys/${id}`);
    expect([await statusOf(now.body.key), await statusOf(later.body.key)]).toEqual([401, 401]);
    expect((await one.call('POST', `/v1/api-keys/${id}/rotate`, {})).body.code).toBe('conflict');
  });
});

describe('what a key may', () => {
  test('it is used from its addresses alone', async () => {
    const { id, key } = await make({ allowedIps: ['203.0.113.0/24', '2001:db8::/32'] });
    const from = (ip: string) => statusOf(key, { 'x-forwarded-for': ip });
    expect([await statusOf(key), await from('203.0.113.9'), await from('2001:db8::7')]).toEqual([403, 200, 200]);
    expect((await one.call('GET', `/v1/api-keys/${id}`)).body.lastUsedIp).toBe('203.0.113.9');
    const wrong = await one.call('PATCH', `/v1/api-keys/${id}`, { allowedIps: ['10.1'] });
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/allowedIps/0']);
    await one.call('PATCH', `/v1/api-keys/${id}`, { allowedIps: [] });
    expect(await statusOf(key)).toBe(200);
  });

  test('its own limit stands in the headers and holds', async () => {
    const { key } = await make({ perMinute: 2 });
    const headers = { authorization: `Bearer ${key}` };
    const answers = [];
    for (let n = 0; n < 3; n++) answers.push(await fixture.fetch('/v1/flows', { headers }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[0]?.headers.get('ratelimit-policy')).toContain('q=2;w=60');
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(10);
  });

  test('nobody takes a secret of, or adds to, a key that may more than they', async () => {
    const weak = await make({ scopes: ['keys:write', 'keys:read'] });
    const strong = await make({ scopes: ['flows:write'] });
    const as = { authorization: `Bearer ${weak.key}` };
    const rotate = await one.call('POST', `/v1/api-keys/${strong.id}/rotate`, {}, as);
    const patch = await one.call('PATCH', `/v1/api-keys/${strong.id}`, { expiresAt: null }, as);
    const grow = await one.call('PATCH', `/v1/api-keys/${weak.id}`, { scopes: ['*'] }, as);
    expect([rotate.status, patch.status, grow.status]).toEqual([403, 403, 403]);
  });

  test('every right is explained in the caller’s language, in one group', async () => {
    const { body } = await one.call('GET', '/v1/scopes', undefined, { 'accept-language': 'en' });
    const ids = body.data.flatMap(({ scopes }: { scopes: { id: string }[] }) => scopes.map(({ id }) => id));
    expect(ids.toSorted()).toEqual(SCOPES.toSorted());
  });
});

test('owners hear of a key that is about to expire, once for seven days and once for one', async () => {
  const { id } = await make({ name: 'ERP', expiresAt: new Date(Date.now() + 3 * 86_400_000).toISOString() });
  const warn = () => fixture.data.database.withTenant(one.tenantId, warnOfExpiringKeys);
  const told = () =>
    fixture.data.database.withTenant(
      one.tenantId,
      (db) => db.sql<{ title: string }>`select title from notifications where tenant_id = ${db.tenant} order by id`,
    );
  await warn();
  await warn();
  expect(await told()).toEqual([{ title: 'A chave ERP vence em sete dias' }]);
  await one.call('PATCH', `/v1/api-keys/${id}`, { expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
  await warn();
  expect((await told()).map(({ title }) => title)).toContain('A chave ERP vence em um dia');
});

test('a key whose maker has left says so', async () => {
  const account = await fixture.account();
  const signedIn = await fixture.fetch('/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: account.email, password: account.password }),
  });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const made = await fixture.fetch('/v1/api-keys', {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'hers' }),
  });
  expect(made.body.maker).toEqual({ name: 'Ana', left: false });
  const { admin } = fixture.data.database;
  await admin.sql`delete from memberships where tenant_id = ${parseId('ten', account.tenantId)}`;
  const seen = await account.call('GET', `/v1/api-keys/${made.body.id}`);
  expect(seen.body.maker).toEqual({ name: null, left: true });
});

test('keys of another tenant are not there', async () => {
  const { id } = await make();
  for (const [method, path, body] of [
    ['GET', ''],
    ['PATCH', '', { name: 'x' }],
    ['POST', '/rotate', {}],
    ['DELETE', '/previous'],
    ['DELETE', ''],
  ] as const)
    expect((await other.call(method, `/v1/api-keys/${id}${path}`, body)).status, method + path).toBe(404);
});
