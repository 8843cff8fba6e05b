import { expect, test } from 'vitest';
import type { CallRecord } from '#domain/calls/call.ts';
import { pruneCalls } from '#domain/calls/prune-calls.ts';
import { writeCalls } from '#domain/calls/write-calls.ts';
import { type Account, type Answered, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();

const makeKey = async (account: Account, body: Record<string, unknown> = {}) =>
  (await account.call('POST', '/v1/api-keys', { name: 'k', ...body })).body as { id: string; key: string };
const as = (key: string) => ({ authorization: `Bearer ${key}` });

/** What the log holds of a key once it holds so many calls. */
const logged = async (account: Account, keyId: string, wanted: number, filter = ''): Promise<Answered['body'][]> => {
  for (;;) {
    const { body } = await account.call('GET', `/v1/calls?key=${keyId}${filter}`);
    if (body.data.length >= wanted) return body.data;
    await new Promise((done) => setTimeout(done, 50));
  }
};

test('every call of a key is logged with what came of it, refused ones too, and what people do is not', async () => {
  const { id, key } = await makeKey(one, { scopes: ['flows:read', 'flows:write'] });
  await one.call('GET', '/v1/flows?limit=5', undefined, as(key));
  await one.call('GET', '/v1/runs', undefined, as(key));
  await one.call('POST', '/v1/flows', { definition: 1 }, as(key));
  const calls = await logged(one, id, 3);
  expect(calls).toMatchObject([
    { method: 'POST', route: '/v1/flows', status: 422, code: 'invalid', received: 16, hasBodies: false },
    { method: 'GET', route: '/v1/runs', status: 403, code: 'forbidden' },
    {
      method: 'GET',
      route: '/v1/flows',
      path: '/v1/flows?limit=5',
      status: 200,
      code: null,
      ip: '127.0.0.1',
      keyId: id,
    },
  ]);
  expect(calls[2].sent).toBeGreaterThan(100);
  expect(Math.abs(Date.parse(calls[2].at) - Date.now())).toBeLessThan(30_000);
  const found = await one.call('GET', `/v1/calls?key=${id}&status=4xx&method=GET`);
  expect(found.body.data.map(({ status }: { status: number }) => status)).toEqual([403]);
  expect((await one.call('GET', `/v1/calls?trace=${calls[0].traceId}`)).body.data).toHaveLength(1);
});

test('bodies are kept where the key was told to, without secrets, and never of calls that carry them', async () => {
  const { id, key } = await makeKey(one);
  const keepBodiesUntil = new Date(Date.now() + 3_600_000).toISOString();
  expect((await one.call('PATCH', `/v1/api-keys/${id}`, { keepBodiesUntil })).status).toBe(200);
  const data = { order: 7, password: 'hunter2', note: `use ${key}` };
  await one.call('POST', '/v1/events', { name: 'paid', data }, as(key));
  await one.call('POST', '/v1/api-keys', { name: 'from a key' }, as(key));
  const [made, sent] = await logged(one, id, 2);
  expect([made.hasBodies, sent.hasBodies]).toEqual([false, true]);
  const detail = await one.call('GET', `/v1/calls/${sent.id}`);
  expect(detail.body.bodies).toMatchObject({
    request: { name: 'paid', data: { order: 7, password: '•••', note: 'use •••' } },
    answer: { name: 'paid' },
    masked: true,
  });
  expect(detail.text).not.toContain(key);
  const rows = await fixture.data.database.withTenant(
    one.tenantId,
    (db) => db.sql<{ bodies: Buffer }>`select bodies from api_calls where bodies is not null`,
  );
  expect(rows.map(({ bodies }) => bodies.includes('order'))).toEqual([false]);
});

test('a read is done again at once; a write asks, needs its whole body, and gets a new key unless told otherwise', async () => {
  const { id, key } = await makeKey(one);
  await one.call('PATCH', `/v1/api-keys/${id}`, { keepBodiesUntil: new Date(Date.now() + 3_600_000).toISOString() });
  await one.call('GET', '/v1/me', undefined, as(key));
  await one.call('POST', '/v1/events', { name: 'again', data: 1 }, { ...as(key), 'idempotency-key': 'e-1' });
  await one.call('POST', '/v1/events', { name: 'secret', data: { token: 'x' } }, as(key));
  const [secret, write, read] = await logged(one, id, 3);
  const replay = (call: string, body = {}, headers = as(key)) =>
    one.call('POST', `/v1/calls/${call}/replay`, body, headers);

  const again = await replay(read.id);
  expect([again.status, again.body.status, again.body.body.tenant.slug]).toEqual([200, 200, one.slug]);
  expect((await replay(write.id)).body.code).toBe('invalid');
  const first = await replay(write.id, { write: true, sameKey: true });
  const second = await replay(write.id, { write: true });
  expect([first.body.body.duplicate, first.body.status, second.body.status]).toEqual([false, 202, 202]);
  const ids = await one.call('GET', '/v1/events?name=again');
  expect(ids.body.data).toHaveLength(2);
  expect((await replay(secret.id, { write: true })).body.code).toBe('conflict');
  const replays = (await logged(one, id, 11)).filter(({ replayOf }) => replayOf !== null);
  expect(replays.map(({ replayOf }) => replayOf)).toEqual([write.id, write.id, read.id]);
});

test('bodies are shown to those alone who have the rights of the call; of GraphQL to those who have all', async () => {
  const { id, key } = await makeKey(one);
  const reader = await makeKey(one, { scopes: ['keys:read'] });
  const both = await makeKey(one, { scopes: ['keys:read', 'flows:read'] });
  await one.call('PATCH', `/v1/api-keys/${id}`, { keepBodiesUntil: new Date(Date.now() + 3_600_000).toISOString() });
  await one.call('GET', '/v1/flows', undefined, as(key));
  await one.call('POST', '/v1/graphql', { query: '{ flows { nodes { name } } }' }, as(key));
  const [graph, flows] = await logged(one, id, 2);
  const bodies = async (call: string, of: string) => {
    const { status, body } = await one.call('GET', `/v1/calls/${call}`, undefined, as(of));
    expect(status).toBe(200);
    return body.bodies === null ? null : Object.keys(body.bodies);
  };
  const whole = ['request', 'answer', 'masked'];
  const seen = [reader, both, { key }].map(async (one) => [
    await bodies(flows.id, one.key),
    await bodies(graph.id, one.key),
  ]);
  expect(await Promise.all(seen)).toEqual([
    [null, null],
    [whole, null],
    [whole, whole],
  ]);
});

test('the first idempotency key protects the key that sent it, and nobody else may ask for it', async () => {
  const { id, key } = await makeKey(one);
  await one.call('GET', '/v1/me', undefined, as(key));
  const [call] = await logged(one, id, 1);
  const again = await one.call('POST', `/v1/calls/${call.id}/replay`, { sameKey: true });
  expect([again.status, again.body.code]).toEqual([409, 'conflict']);
});

test('who replays has their own rights and no more', async () => {
  const strong = await makeKey(one);
  const weak = await makeKey(one, { scopes: ['keys:read'] });
  await one.call('GET', '/v1/flows', undefined, as(strong.key));
  const [call] = await logged(one, strong.id, 1);
  const again = await one.call('POST', `/v1/calls/${call.id}/replay`, {}, as(weak.key));
  expect([again.status, again.body.status, again.body.body.code]).toEqual([200, 403, 'forbidden']);
});

test('usage is counted from the log, by time, route and key', async () => {
  const account = await fixture.account();
  const { id, key } = await makeKey(account, { scopes: ['flows:read'], perMinute: 3, name: 'ERP' });
  for (let n = 0; n < 2; n++) await account.call('GET', '/v1/flows', undefined, as(key));
  await account.call('GET', '/v1/runs', undefined, as(key));
  await account.call('GET', '/v1/flows', undefined, as(key));
  await logged(account, id, 4);
  const { body } = await account.call('GET', `/v1/usage/calls?key=${id}&by=hour`);
  expect(body.total).toEqual({ calls: 4, refused: 1, limited: 1, failed: 0 });
  expect(body.routes).toMatchObject([
    { method: 'GET', route: '/v1/flows', calls: 3, limited: 1 },
    { method: 'GET', route: '/v1/runs', calls: 1, refused: 1 },
  ]);
  expect(body.keys).toMatchObject([{ id, name: 'ERP', calls: 4 }]);
});

test('calls of another tenant are not there, by list, id, replay or usage', async () => {
  const { id, key } = await makeKey(one);
  await one.call('GET', '/v1/flows', undefined, as(key));
  const [call] = await logged(one, id, 1);
  expect((await other.call('GET', `/v1/calls?key=${id}`)).body.data).toEqual([]);
  expect((await other.call('GET', `/v1/calls/${call.id}`)).status).toBe(404);
  expect((await other.call('POST', `/v1/calls/${call.id}/replay`, {})).status).toBe(404);
  expect((await other.call('GET', `/v1/usage/calls?key=${id}`)).body.total.calls).toBe(0);
});

test('what is older than its time goes, bodies first', async () => {
  const account = await fixture.account();
  const { id, key } = await makeKey(account);
  await account.call('PATCH', `/v1/api-keys/${id}`, {
    keepBodiesUntil: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await account.call('GET', '/v1/flows', undefined, as(key));
  const [call] = await logged(account, id, 1);
  const prune = (days: number) =>
    fixture.data.database.withTenant(account.tenantId, (db) => pruneCalls(db, 30, Date.now() + days * 86_400_000));
  expect(await prune(2)).toBe(0);
  await fixture.data.database.withTenant(account.tenantId, (db) => pruneCalls(db, 30, Date.now() + 4 * 86_400_000, 0));
  expect((await account.call('GET', `/v1/calls/${call.id}`)).body.bodies).not.toBeNull();
  expect(await prune(4)).toBe(0);
  expect((await account.call('GET', `/v1/calls/${call.id}`)).body.bodies).toBeNull();
  expect(await prune(31)).toBeGreaterThan(0);
  expect((await account.call('GET', `/v1/calls/${call.id}`)).status).toBe(404);
});

test('a call of a key that another tenant owns is not written', async () => {
  const { id } = await makeKey(one);
  const call: CallRecord = {
    id: '0190a000-0000-7000-8000-00000000cafe',
    tenantId: other.tenantId,
    keyId: id,
    tokenId: null,
    method: 'GET',
    route: '/v1/flows',
    path: '/v1/flows',
    status: 200,
    code: null,
    ms: 1,
    ip: '',
    traceId: '',
    received: 0,
    sent: 0,
    idempotencyKey: null,
    replayOf: null,
    bodies: null,
  };
  const { withTenant } = fixture.data.database;
  await writeCalls({ withTenant, keys: fixture.deps.operations.keys }, other.tenantId, [call]);
  const rows = await withTenant(other.tenantId, (db) => db.sql`select 1 from api_calls where id = ${call.id}`);
  expect(rows).toEqual([]);
});
