import { createECDH, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newId, parseId } from '#domain/ids.ts';
import { addNotification } from '#domain/notifications/add-notification.ts';
import { subscriptionsOf } from '#domain/notifications/push-subscriptions.ts';
import { pruneNotifications } from '#domain/notifications/read-notifications.ts';
import type { Note } from '#flow/contracts/notifications.ts';
import { type Account, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();
const { database } = fixture.deps;

/** Calls as a person with a browser's session. */
const signedIn = async ({ email, password }: Account) => {
  const json = { 'content-type': 'application/json' };
  const answer = await fixture.fetch('/v1/session', {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email, password }),
  });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return (method: string, path: string, body?: unknown) =>
    fixture.fetch(`/v1${path}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : json) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
};

const run = newId('run');
const tell = (account: Account, more: Partial<Note> = {}) => {
  const note: Note = {
    to: ['all'],
    title: 'Pago',
    body: '',
    level: 'info',
    link: null,
    runId: run,
    flowId: newId('flw'),
    effectKey: newId('evt'),
    ...more,
  };
  return database.withTenant(account.tenantId, (db) => addNotification(db, note));
};

const ana = await signedIn(one);
const bia = await signedIn(other);

test('a person sees what is for them, newest first, counts what is new, and reads it', async () => {
  expect(await tell(one, { title: 'Primeiro', link: '/approvals' })).toEqual({ to: [one.email] });
  await tell(one, { to: ['owner'], title: 'Segundo', level: 'error' });
  await tell(one, { to: [one.email], title: 'Terceiro' });
  const { body } = await ana('GET', '/notifications?limit=2');
  expect(body).toMatchObject({
    unread: 3,
    data: [
      { title: 'Terceiro', readAt: null, link: `/runs/${run}`, runId: run },
      { title: 'Segundo', level: 'error' },
    ],
  });
  const rest = await ana('GET', `/notifications?limit=2&cursor=${body.nextCursor}`);
  expect(rest.body).toMatchObject({ data: [{ title: 'Primeiro', link: '/approvals' }], nextCursor: null });
  expect((await ana('GET', `/notifications?unread=true&cursor=${body.nextCursor}`)).status).toBe(400);

  const id: string = body.data[0].id;
  const read = await ana('POST', `/notifications/${id}/read`);
  expect([read.status, read.body.readAt]).toEqual([200, expect.any(String)]);
  expect((await ana('POST', `/notifications/${id}/read`)).body.readAt).toBe(read.body.readAt);
  expect((await ana('GET', '/notifications?unread=true')).body).toMatchObject({ unread: 2, data: [{}, {}] });
  expect((await ana('POST', '/notifications/read')).status).toBe(204);
  expect((await ana('GET', '/notifications?unread=true')).body).toEqual({ data: [], nextCursor: null, unread: 0 });
});

test('a repeated attempt tells nobody twice', async () => {
  const effectKey = newId('evt');
  const before = (await ana('GET', '/notifications')).body.unread;
  expect([await tell(one, { effectKey }), await tell(one, { effectKey })]).toEqual([
    { to: [one.email] },
    { to: [one.email] },
  ]);
  expect((await ana('GET', '/notifications')).body.unread).toBe(before + 1);
});

test('another tenant’s people, strangers and people without access get nothing', async () => {
  expect(await tell(one, { to: [other.email, 'viewer', 'x@y.z'] })).toEqual({ to: [] });
  expect((await bia('GET', '/notifications')).body).toEqual({ data: [], nextCursor: null, unread: 0 });
  const [mine] = (await ana('GET', '/notifications')).body.data;
  expect((await bia('POST', `/notifications/${mine.id}/read`)).status).toBe(404);
  await database.admin.sql`update users set disabled_at = now() where email = ${other.email}`;
  expect(await tell(other)).toEqual({ to: [] });
  await database.admin.sql`update users set disabled_at = null where email = ${other.email}`;
});

test('an API key is nobody', async () => {
  for (const [method, path] of [
    ['GET', '/notifications'],
    ['POST', '/notifications/read'],
  ] as const)
    expect((await one.call(method, `/v1${path}`)).status).toBe(403);
});

const browser = (endpoint = `https://push.example/${randomBytes(8).toString('hex')}`) => {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const keys = { p256dh: pair.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') };
  return { endpoint, keys };
};
const kept = (account: Account, to = ['all']) => database.withTenant(account.tenantId, (db) => subscriptionsOf(db, to));

test('a browser is kept sealed, once, for whoever signed in there last, and forgotten when asked', async () => {
  expect((await ana('GET', '/push/key')).body.publicKey).toMatch(/^[\w-]{87}$/);
  const mine = browser();
  const first = await ana('POST', '/push/subscriptions', mine);
  const again = await ana('POST', '/push/subscriptions', mine);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(await kept(one)).toEqual([{ id: again.body.id, ...mine }]);
  const rows = await database.withTenant(one.tenantId, (db) => db.sql`select sealed from push_subscriptions`);
  expect(JSON.stringify(rows.map(({ sealed }) => (sealed as Buffer).toString('latin1')))).not.toContain('push.example');
  expect(await kept(other)).toEqual([]);
  expect((await bia('DELETE', `/push/subscriptions/${again.body.id}`)).status).toBe(204);
  expect(await kept(one)).toHaveLength(1);
  expect((await ana('DELETE', `/push/subscriptions/${again.body.id}`)).status).toBe(204);
  expect(await kept(one)).toEqual([]);
});

test('a person has twenty browsers at most: the oldest goes', async () => {
  for (let i = 0; i < 21; i++) await ana('POST', '/push/subscriptions', browser(`https://push.example/${i}`));
  const endpoints = (await kept(one)).map(({ endpoint }) => endpoint);
  expect([endpoints.length, endpoints.includes('https://push.example/0')]).toEqual([20, false]);
});

test.each([
  ['a plain address', { ...browser('http://push.example/x') }, '/endpoint'],
  [
    'a key that is no point',
    { ...browser(), keys: { p256dh: Buffer.alloc(65, 4).toString('base64url'), auth: 'AAAAAAAAAAAAAAAAAAAAAA' } },
    '/keys/p256dh',
  ],
  ['a short secret', { ...browser(), keys: { ...browser().keys, auth: 'AAAA' } }, '/keys/auth'],
])('%s is invalid', async (_, body, pointer) => {
  const answer = await ana('POST', '/push/subscriptions', body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
});

test('what is older than a quarter is forgotten', async () => {
  await tell(one);
  await database.withTenant(one.tenantId, async (db) => {
    await db.sql`update notifications set created_at = now() - interval '91 days' where tenant_id = ${parseId('ten', one.tenantId)}`;
    expect(await pruneNotifications(db)).toBeGreaterThan(0);
  });
  expect((await ana('GET', '/notifications')).body.data).toEqual([]);
});
