import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { LiveCallers } from '#api/live/live-callers.ts';
import { startApi } from '#api/server.ts';
import { hearOfAccess } from '#domain/access/notices.ts';
import { KeyMemory } from '#domain/identity/key-memory.ts';
import type { SentKeys } from '#domain/identity/verify-api-key.ts';
import { fireDue } from '#domain/schedules/fire-due.ts';
import { readTrigger } from '#flow/admission.ts';
import { createDatabase } from '#prisma/with-tenant.ts';
import { SECRET } from '../data/data-fixture.ts';
import { apiFixture, deploy, smallFlow } from './api-fixture.ts';

const TOKEN = 'an-operator-token-of-32-characters';
const fixture = await apiFixture({ operators: { token: TOKEN, emails: ['ope@example.com'] } });
/** A second API with pools, streams and ears of its own, as another process has them. */
const { urls } = fixture.data;
const database = createDatabase({ appUrl: urls.app, adminUrl: urls.admin, secret: SECRET, poolMax: 4 });
const liveCallers = new LiveCallers();
const sentKeys: SentKeys = new KeyMemory();
const heard = (notice: Parameters<typeof liveCallers.cut>[0]): void => {
  sentKeys.forget(notice);
  liveCallers.cut(notice);
};
const ears = hearOfAccess({ url: urls.admin, heard }, () => {});
const second = await startApi({ ...fixture.deps, database, liveCallers, sentKeys });
/** A third, which hears nothing: notices can be lost. */
const deaf = await startApi({ ...fixture.deps, database, sentKeys: new KeyMemory() });
const there = `http://127.0.0.1:${second.port}`;
afterAll(async () => {
  await second.close();
  await deaf.close();
  await ears.close();
  await database.close();
  await fixture.close();
});
const [one, other] = [await fixture.account(), await fixture.account()];

const operator = (path: string, body: object = { reason: 'abuso' }) =>
  fixture.fetch(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const sessionOf = async ({ email, password }: { email: string; password: string }): Promise<string> => {
  const { headers } = await fixture.fetch('/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
};
const ask = (headers: Record<string, string>, path = '/v1/flows') => fetch(there + path, { headers });

/** A live stream of the other process: when it ended. */
async function listen(headers: Record<string, string>): Promise<{ ended: Promise<number> }> {
  const answer = await ask(headers, '/v1/runs/stream');
  expect(answer.status).toBe(200);
  const reader = answer.body?.getReader();
  await reader?.read();
  const untilEnd = async (): Promise<number> => {
    for (;;) if ((await reader?.read())?.done !== false) return performance.now();
  };
  return { ended: untilEnd() };
}

/** Milliseconds from the deed's call to the refusal of the other process, and to the end of its streams. */
async function untilRefused(
  deed: () => Promise<unknown>,
  headers: Record<string, string>,
  streams: { ended: Promise<number> }[],
) {
  const from = performance.now();
  await deed();
  let answer = await ask(headers);
  while (answer.status === 200) answer = await ask(headers);
  const refused = performance.now() - from;
  const ended = (await Promise.all(streams.map(({ ended: at }) => at))).map((at) => at - from);
  return { answer: (await answer.json()) as { code: string; detail: string }, refused, ended: Math.max(...ended) };
}

test('a suspended tenant is refused everywhere within a second, its streams end, and what comes to it is asked to come again', async () => {
  const hook = (name: string) => smallFlow({ trigger: { type: 'webhook', config: { path: name } } });
  await deploy(one, hook('pedidos'));
  await deploy(one, smallFlow({ trigger: { type: 'schedule', config: { cron: '* * * * *' } } }));
  const deliver = (base: string, slug: string) =>
    fetch(`${base}/hooks/${slug}/pedidos`, { method: 'POST', body: '{}' });
  // Both processes remember the webhook.
  for (const base of [fixture.url, there]) expect((await deliver(base, one.slug)).status).toBeLessThan(300);
  const key = { authorization: `Bearer ${one.key}` };
  const session = { cookie: await sessionOf(one) };
  const others = { authorization: `Bearer ${other.key}` };
  const streams = [await listen(key), await listen(session)];
  const stays = await listen(others);
  const took = await untilRefused(() => operator(`/v1/admin/tenants/${one.tenantId}/suspend`), key, streams);
  expect(took.answer.code).toBe('tenant_suspended');
  expect(took.answer.detail).toContain('abuso');
  expect(Math.max(took.refused, took.ended)).toBeLessThan(1_000);
  expect([(await ask(session)).status, (await ask(others)).status, liveCallers.size]).toEqual([403, 200, 1]);
  for (const base of [fixture.url, there]) {
    const late = await deliver(base, one.slug);
    expect([late.status, Number(late.headers.get('retry-after')) > 0]).toEqual([503, true]);
  }
  await database.withTenant(
    one.tenantId,
    (db) => db.sql`update flow_triggers set next_at = now() where tenant_id = ${db.tenant} and next_at is not null`,
  );
  expect((await fireDue(database, readTrigger)).outbox).toEqual([]);

  await operator(`/v1/admin/tenants/${one.tenantId}/resume`);
  expect([(await ask(key)).status, (await deliver(there, one.slug)).status]).toEqual([200, 202]);
  expect((await fireDue(database, readTrigger)).outbox.length).toBeGreaterThan(0);
  const deeds = (await one.call('GET', '/v1/audit')).body.data.map(({ action }: { action: string }) => action);
  expect(deeds).toEqual(expect.arrayContaining(['tenant.suspend', 'tenant.resume']));
  // What has ended is read by then.
  const raced = await Promise.race([stays.ended.then(() => 'ended'), sleep(100, 'open')]);
  expect(raced).toBe('open');
});

test('a blocked person is out everywhere within a second; the keys of the tenant go on', async () => {
  const session = { cookie: await sessionOf(other) };
  const stream = await listen(session);
  const me = (await (await ask(session, '/v1/me')).json()) as { user: { id: string } };
  const took = await untilRefused(() => operator(`/v1/admin/users/${me.user.id}/block`), session, [stream]);
  expect(took.answer.code).toBe('unauthorized');
  expect(Math.max(took.refused, took.ended)).toBeLessThan(1_000);
  expect([(await ask({ authorization: `Bearer ${other.key}` })).status, await sessionOf(other)]).toEqual([200, '']);
  await operator(`/v1/admin/users/${me.user.id}/unblock`);
  expect(await sessionOf(other)).not.toBe('');
});

test('a key that is revoked, and a session that ends, take their streams along', async () => {
  const { body: made } = await one.call('POST', '/v1/api-keys', { name: 'painel', scopes: ['runs:read'] });
  const keyed = await listen({ authorization: `Bearer ${made.key}` });
  const cookie = await sessionOf(one);
  const signed = await listen({ cookie });
  const from = performance.now();
  await one.call('DELETE', `/v1/api-keys/${made.id}`);
  await fixture.fetch('/v1/session', { method: 'DELETE', headers: { cookie } });
  for (const ended of await Promise.all([keyed.ended, signed.ended])) expect(ended - from).toBeLessThan(1_000);
});

test('a token that is revoked, and a key that is changed or gets another secret at once, take their streams along', async () => {
  const { body: made } = await one.call('POST', '/v1/api-keys', { name: 'painel', scopes: ['runs:read'] });
  const form = (path: string, body: Record<string, string>) =>
    fixture.fetch(path, { method: 'POST', body: new URLSearchParams(body) });
  const tokens = async () =>
    (await form('/v1/oauth/token', { grant_type: 'client_credentials', client_secret: made.key })).body;
  const [first, second] = [await tokens(), await tokens()];
  const key = `/v1/api-keys/${made.id}`;
  const deeds: [string, () => Promise<unknown>][] = [
    [first.access_token, () => form('/v1/oauth/revoke', { token: first.access_token })],
    [second.access_token, () => form('/v1/oauth/revoke', { token: second.refresh_token })],
    [made.key, () => one.call('PATCH', key, { scopes: ['flows:read'] })],
  ];
  for (const [credential, deed] of deeds) {
    const { ended } = await listen({ authorization: `Bearer ${credential}` });
    const from = performance.now();
    await deed();
    expect((await ended) - from).toBeLessThan(1_000);
  }
  await one.call('PATCH', key, { scopes: ['runs:read'] });
  const { ended } = await listen({ authorization: `Bearer ${made.key}` });
  const from = performance.now();
  await one.call('POST', `${key}/rotate`, { overlapHours: 0 });
  expect((await ended) - from).toBeLessThan(1_000);
});

test('only operators block, and an owner is none', async () => {
  const body = JSON.stringify({ reason: 'porque sim' });
  const headers = { 'content-type': 'application/json', cookie: await sessionOf(one) };
  for (const path of [`tenants/${other.tenantId}/suspend`, 'impersonations'])
    expect((await fixture.fetch(`/v1/admin/${path}`, { method: 'POST', headers, body })).status).not.toBe(204);
  expect((await fixture.fetch('/v1/admin/tenants', { headers: { cookie: headers.cookie } })).status).toBe(403);
  const keyed = { authorization: `Bearer ${one.key}` };
  expect((await fixture.fetch('/v1/admin/users', { headers: keyed })).status).toBe(401);
});

test('one of ours in somebody’s place is seen in the audit, gives no rights, and is out when told', async () => {
  const { admin } = database;
  const [ope] = [await fixture.account()];
  await admin.sql`update users set email = 'ope@example.com' where email = ${ope.email}`;
  const own = await sessionOf({ email: 'ope@example.com', password: ope.password });
  const user = ((await (await ask({ cookie: await sessionOf(one) }, '/v1/me')).json()) as { user: { id: string } }).user
    .id;
  const begun = await fixture.fetch('/v1/admin/impersonations', {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: own },
    body: JSON.stringify({ tenant: one.tenantId, user, reason: 'chamado 42' }),
  });
  expect(begun.status).toBe(204);
  const cookie = `${own}; ${(begun.headers.get('set-cookie') ?? '').split(';')[0]}`;
  const call = (method: string, path: string, body?: object) =>
    fixture.fetch(path, {
      method,
      headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const me = (await call('GET', '/v1/me')).body;
  expect([me.user.id, me.impersonated, me.operator, me.tenant.id]).toEqual([user, true, false, one.tenantId]);
  expect((await call('POST', '/v1/api-keys', { name: 'x' })).status).toBe(403);
  expect((await call('POST', '/v1/invites', { email: 'x@example.com', role: 'viewer' })).status).toBe(403);
  expect((await call('POST', '/v1/session/workspace', { tenant: one.tenantId })).status).toBe(403);
  expect((await call('PATCH', '/v1/tenant', { name: 'Pelo suporte' })).status).toBe(200);
  const audit = (await call('GET', '/v1/audit')).body.data;
  expect(audit.find(({ action }: { action: string }) => action === 'tenant.update')).toMatchObject({
    actor: `user:${user}`,
    impersonator: expect.stringMatching(/^user:usr_/),
  });
  const told = (await (await ask({ cookie: await sessionOf(one) }, '/v1/notifications')).json()) as { data: object[] };
  expect(JSON.stringify(told.data)).toContain('chamado 42');
  expect((await call('DELETE', '/v1/session/impersonation')).headers.get('set-cookie')).toMatch(/trama_acting=;/);
  expect((await call('GET', '/v1/me')).body.tenant.id).toBe(ope.tenantId);

  // Signing out ends a place, too: nobody who comes next at this browser is in it.
  const again = await fixture.fetch('/v1/admin/impersonations', {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: own },
    body: JSON.stringify({ tenant: one.tenantId, user, reason: 'chamado 43' }),
  });
  const both = `${own}; ${(again.headers.get('set-cookie') ?? '').split(';')[0]}`;
  const me2 = () => fixture.fetch('/v1/me', { headers: { cookie: both } });
  expect((await me2()).body.impersonated).toBe(true);
  await fixture.fetch('/v1/session', { method: 'DELETE', headers: { cookie: both } });
  expect((await me2()).status).toBe(401);
});

const newKey = async (scopes: string[]): Promise<{ id: string; key: string }> =>
  (await one.call('POST', '/v1/api-keys', { name: 'spare', scopes })).body;

test('a revoked key is refused within a second by processes that remember it, also by one that heard nothing', async () => {
  const { id, key } = await newKey(['flows:read']);
  const bases = [there, `http://127.0.0.1:${deaf.port}`];
  const statusAt = async (base: string) =>
    (await fetch(`${base}/v1/flows`, { headers: { authorization: `Bearer ${key}` } })).status;
  for (const base of bases) expect([await statusAt(base), await statusAt(base)]).toEqual([200, 200]);
  const from = performance.now();
  expect((await one.call('DELETE', `/v1/api-keys/${id}`)).status).toBe(204);
  for (const base of bases) {
    let status = await statusAt(base);
    while (status === 200) status = await statusAt(base);
    expect(status).toBe(401);
  }
  expect(performance.now() - from).toBeLessThan(1_000);
});

test('whoever changes a key where it is remembered finds it changed at the next call', async () => {
  const { id, key } = await newKey(['flows:read']);
  const headers = { authorization: `Bearer ${key}` };
  expect((await ask(headers)).status).toBe(200);
  for (const [scopes, status] of [
    [['runs:read'], 403],
    [['flows:read'], 200],
  ] as const) {
    const changed = await fetch(`${there}/v1/api-keys/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${one.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ scopes }),
    });
    expect([changed.status, (await ask(headers)).status]).toEqual([200, status]);
  }
});
