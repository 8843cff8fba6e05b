import { expect, test } from 'vitest';
import { changeApiKey } from '#domain/identity/change-api-key.ts';
import { parseId } from '#domain/ids.ts';
import { type Account, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();

const makeKey = async (account: Account, scopes: string[] = ['flows:read', 'runs:read']) =>
  (await account.call('POST', '/v1/api-keys', { name: 'k', scopes })).body as { id: string; key: string };
const ask = (body: Record<string, string>, headers: Record<string, string> = {}) =>
  fixture.fetch('/v1/oauth/token', { method: 'POST', headers, body: new URLSearchParams(body) });
const begin = async (key: string, more: Record<string, string> = {}) =>
  (await ask({ grant_type: 'client_credentials', client_secret: key, ...more })).body;
const refresh = (token: string) => ask({ grant_type: 'refresh_token', refresh_token: token });
const revoke = (token: string) =>
  fixture.fetch('/v1/oauth/revoke', { method: 'POST', body: new URLSearchParams({ token }) });
const statusOf = async (token: string, path = '/v1/flows') =>
  (await fixture.fetch(path, { headers: { authorization: `Bearer ${token}` } })).status;

test('a key gets a token in each way that OAuth’s clients know, with as many of its rights as are asked for', async () => {
  const { key } = await makeKey(one);
  const basic = Buffer.from(`any:${key}`).toString('base64');
  const grant = { grant_type: 'client_credentials' };
  for (const answer of [
    await ask({ ...grant, client_secret: key }),
    await ask(grant, { authorization: `Basic ${basic}` }),
    await ask(grant, { authorization: `Bearer ${key}` }),
    await fixture.fetch('/v1/oauth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...grant, client_secret: key }),
    }),
  ]) {
    expect([answer.status, answer.body.expires_in, answer.body.scope]).toEqual([200, 600, 'flows:read runs:read']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await statusOf(answer.body.access_token)).toBe(200);
  }
  const less = await begin(key, { scope: 'runs:read' });
  expect([await statusOf(less.access_token), await statusOf(less.access_token, '/v1/runs')]).toEqual([403, 200]);
});

test.each<[string, Record<string, string>, number, string, string]>([
  ['a right that the key lacks', { scope: 'keys:write' }, 403, 'forbidden', 'invalid_scope'],
  ['a key that is none', { client_secret: 'trm_made-up' }, 401, 'unauthorized', 'invalid_client'],
  ['another way to ask', { grant_type: 'password' }, 422, 'invalid', 'unsupported_grant_type'],
  ['a refresh token that is none', { grant_type: 'refresh_token' }, 401, 'unauthorized', 'invalid_grant'],
])(
  '%s is refused in our form, and with what clients of OAuth read beside it',
  async (_what, more, status, code, error) => {
    const { key } = await makeKey(one);
    const fields = { grant_type: 'client_credentials', client_secret: key, ...more };
    const answer = await ask(fields, { 'accept-language': 'pt-BR' });
    expect([answer.status, answer.body.code, answer.body.error]).toEqual([status, code, error]);
    // Printable ASCII without quotes and backslashes (RFC 6749 §5.2).
    expect(answer.body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  },
);

test('what cannot be read is an invalid request', async () => {
  for (const path of ['/v1/oauth/token', '/v1/oauth/revoke']) {
    const answer = await fixture.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '[',
    });
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
  }
  const none = await ask({});
  expect([none.status, none.body.error]).toEqual([422, 'invalid_request']);
});

test('a refresh token is good once; a lost answer is given again; who comes later ends the tokens of both', async () => {
  const { key } = await makeKey(one);
  const first = await begin(key);
  const second = await refresh(first.refresh_token);
  const again = await refresh(first.refresh_token);
  expect([second.status, again.status]).toEqual([200, 200]);
  expect(again.body.refresh_token).toBe(second.body.refresh_token);
  const third = await refresh(second.body.refresh_token);
  expect(await statusOf(third.body.access_token)).toBe(200);

  // The first one is two behind: somebody else has it.
  expect((await refresh(first.refresh_token)).status).toBe(401);
  expect((await refresh(third.body.refresh_token)).status).toBe(401);
  expect(await statusOf(third.body.access_token)).toBe(401);
});

test('a token that was turned more than ten seconds ago ends the family', async () => {
  const { key, id } = await makeKey(one);
  const first = await begin(key);
  const second = await refresh(first.refresh_token);
  await fixture.data.database.withTenant(
    one.tenantId,
    (db) =>
      db.sql`update token_families set turned_at = turned_at - interval '11 seconds' where key_id = ${parseId('key', id)}`,
  );
  expect((await refresh(first.refresh_token)).status).toBe(401);
  expect((await refresh(second.body.refresh_token)).status).toBe(401);
  const rows = await fixture.data.database.withTenant(
    one.tenantId,
    (db) => db.sql<{ reason: string }>`select reason from token_families where key_id = ${parseId('key', id)}`,
  );
  expect(rows).toEqual([{ reason: 'reuse' }]);
});

test('of many who take one token at once, all get the same next one', async () => {
  const { key } = await makeKey(one);
  const { refresh_token } = await begin(key);
  const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(refresh_token)));
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
  expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
});

test('what ends a key, a token or a family ends it at the next call', async () => {
  const { id, key } = await makeKey(one);
  const [a, b] = [await begin(key), await begin(key)];
  await revoke(a.access_token);
  expect([await statusOf(a.access_token), await statusOf(b.access_token)]).toEqual([401, 200]);
  const next = await refresh(a.refresh_token);
  expect(await statusOf(next.body.access_token)).toBe(200);
  await revoke(next.body.refresh_token);
  expect([await statusOf(next.body.access_token), (await refresh(next.body.refresh_token)).status]).toEqual([401, 401]);
  // Less of the key is less of its tokens.
  await one.call('PATCH', `/v1/api-keys/${id}`, { scopes: ['runs:read'] });
  expect([await statusOf(b.access_token), await statusOf(b.access_token, '/v1/runs')]).toEqual([403, 200]);
  await one.call('DELETE', `/v1/api-keys/${id}`);
  expect([await statusOf(b.access_token, '/v1/runs'), (await refresh(b.refresh_token)).status]).toEqual([401, 401]);
  expect((await revoke('nonsense')).status).toBe(200);
});

test('a token reaches its own tenant alone, and one that is made to name another is refused', async () => {
  const mine = await begin((await makeKey(one, ['*'])).key);
  const made = await other.call('POST', '/v1/api-keys', { name: 'theirs' });
  const path = `/v1/api-keys/${made.body.id}`;
  expect(await statusOf(mine.access_token, path)).toBe(404);
  const hex = (tenantId: string) => tenantId.slice(4);
  const moved = mine.refresh_token.replace(hex(one.tenantId), hex(other.tenantId));
  expect(moved).not.toBe(mine.refresh_token);
  expect((await refresh(moved)).status).toBe(401);
  await revoke(moved);
  expect(await statusOf(mine.access_token)).toBe(200);
  const stolen = await fixture.deps.tokens.sign({
    id: '0190a000-0000-7000-8000-000000000001',
    tenantId: other.tenantId,
    family: mine.refresh_token.slice(36, 68).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    keyId: made.body.id,
    scopes: ['*'],
  });
  expect(await statusOf(stolen)).toBe(401);
});

test('a call by a token stands in the log of its key, and the public keys are where clients look for them', async () => {
  const { id, key } = await makeKey(one);
  await statusOf((await begin(key)).access_token);
  for (;;) {
    const { body } = await one.call('GET', `/v1/calls?key=${id}`);
    if (body.data.length > 0) {
      expect(body.data[0]).toMatchObject({ route: '/v1/flows', byToken: true, keyId: id });
      break;
    }
  }
  const jwks = await fixture.fetch('/.well-known/jwks.json');
  expect(jwks.body.keys.map(({ kty, d }: { kty: string; d?: string }) => [kty, d])).toEqual(
    Array(3).fill(['OKP', undefined]),
  );
});

test('a secret that ends takes the tokens with it that were begun with it', async () => {
  const inTenant = fixture.data.database.withTenant;
  const rotate = async (id: string, overlapHours: number) =>
    (await one.call('POST', `/v1/api-keys/${id}/rotate`, { overlapHours })).body.key as string;
  const over = async (given: { access_token: string; refresh_token: string }) => {
    expect(await statusOf(given.access_token)).toBe(401);
    expect((await refresh(given.refresh_token)).status).toBe(401);
  };
  const leaked = await makeKey(one);
  const theirs = await begin(leaked.key);
  const mine = await begin(await rotate(leaked.id, 0));
  await over(theirs);
  expect(await statusOf(mine.access_token)).toBe(200);

  const ended = await makeKey(one);
  const before = await begin(ended.key);
  await rotate(ended.id, 2);
  expect(await statusOf(before.access_token)).toBe(200);
  await one.call('DELETE', `/v1/api-keys/${ended.id}/previous`);
  await over(before);

  const lapsed = await makeKey(one);
  const old = await begin(lapsed.key);
  const fresh = await rotate(lapsed.id, 2);
  await inTenant(
    one.tenantId,
    (db) => db.sql`update api_keys set previous_until = now() where id = ${parseId('key', lapsed.id)}`,
  );
  await over(old);
  const again = await begin(fresh);
  expect(await statusOf(again.access_token)).toBe(200);
  // The overlap of the next rotation does not bring back what the last one ended.
  await rotate(lapsed.id, 2);
  await over(old);
  expect(await statusOf(again.access_token)).toBe(200);
});

test('two who change a key at once do not undo each other', async () => {
  const { id } = await makeKey(one);
  const inTenant = fixture.data.database.withTenant;
  let locked = () => {};
  const isLocked = new Promise<void>((done) => {
    locked = done;
  });
  const first = inTenant(one.tenantId, async (db) => {
    await db.sql`select 1 from api_keys where id = ${parseId('key', id)} for update`;
    locked();
    await expect.poll(() => db.sql`select 1 from pg_locks where not granted`, { interval: 20 }).toHaveLength(1);
    await db.sql`update api_keys set scopes = '{runs:read}' where id = ${parseId('key', id)}`;
  });
  await isLocked;
  await inTenant(one.tenantId, (db) => changeApiKey(db, id, { perMinute: 5 }, 'test'));
  await first;
  const rows = await inTenant(
    one.tenantId,
    (db) => db.sql`select scopes, per_minute from api_keys where id = ${parseId('key', id)}`,
  );
  expect(rows).toEqual([{ scopes: ['runs:read'], per_minute: 5 }]);
});
