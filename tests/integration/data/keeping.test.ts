import { describe, expect, test } from 'vitest';
import { cleanUp } from '#domain/clean-up.ts';
import { listConnections, openConnection } from '#domain/connections/read-connection.ts';
import { createConnection, deleteConnection, updateConnection } from '#domain/connections/write-connection.ts';
import {
  beginIdempotent,
  finishIdempotent,
  holdIdempotent,
  releaseIdempotent,
} from '#domain/idempotency/idempotency.ts';
import { createApiKey, revokeApiKey } from '#domain/identity/api-keys.ts';
import { createSession, revokeSession, verifySession } from '#domain/identity/sessions.ts';
import { verifyApiKey } from '#domain/identity/verify-api-key.ts';
import { formatId, newId, parseId } from '#domain/ids.ts';
import { getPayload, putPayload } from '#domain/payloads/payloads.ts';
import { createStateStore } from '#domain/state/state-store.ts';
import { findTenantId } from '#domain/tenants/find-tenant.ts';
import { seedDemo } from '#domain/tenants/seed-demo.ts';
import { answerReceipt, fillReceipt, takeReceipt } from '#domain/webhooks/receipts.ts';
import { planOf, publishedFlow, SECRET } from './data-fixture.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db } = await oneTenant();

const raise = (_tenantId: string, error: unknown): never => {
  throw error;
};

describe('an idempotency key', () => {
  const call = (key: string, bodyHash = 'h') => ({ principal: 'key:1', route: 'POST /v1/flows', key, bodyHash });
  const begin = (key: string, bodyHash?: string) => db((tx) => beginIdempotent(tx, call(key, bodyHash)));

  test('is one caller’s of twenty at once; the others hear that it runs, and then its answer', async () => {
    const claims = await Promise.all(Array.from({ length: 20 }, () => begin('a')));
    expect(claims.map(({ kind }) => kind).toSorted()).toEqual([
      ...Array.from({ length: 19 }, () => 'in_progress'),
      'new',
    ]);
    await db((tx) => finishIdempotent(tx, call('a'), { status: 201, body: null }));
    expect(await begin('a')).toEqual({ kind: 'replay', answer: { status: 201, body: null } });
    await db((tx) => finishIdempotent(tx, call('a'), { status: 500 }));
    expect(await begin('a')).toMatchObject({ answer: { status: 201 } });
  });

  test('with another body is a mismatch, and of another caller or route another key', async () => {
    await begin('b');
    expect(await begin('b', 'other')).toEqual({ kind: 'mismatch' });
    const elsewhere = { ...call('b'), principal: 'key:2' };
    expect(await db((tx) => beginIdempotent(tx, elsewhere))).toMatchObject({ kind: 'new' });
  });

  test('that its caller let go is free; one whose caller died comes back with the same resource', async () => {
    await begin('c');
    await db((tx) => releaseIdempotent(tx, call('c')));
    const first = await begin('c');
    await db((tx) => tx.sql`update idempotency_keys set lease_until = now() - interval '1 second' where key = 'c'`);
    expect(await begin('c')).toEqual(first);
    expect(await begin('c')).toEqual({ kind: 'in_progress' });
  });

  test('of a call of which nobody knows what came is had by the next try, as the same resource; one that is held is not', async () => {
    const first = await begin('left');
    await db((tx) => holdIdempotent(tx, call('left'), 0));
    expect(await begin('left')).toEqual(first);
    await db((tx) => holdIdempotent(tx, call('left')));
    expect(await begin('left')).toEqual({ kind: 'in_progress' });
  });

  test('keeps its answer closed: it may hold what is shown once alone', async () => {
    await begin('closed');
    const answer = { status: 201, body: { key: 'trm_shown-once' } };
    await db((tx) => finishIdempotent(tx, call('closed'), answer));
    const [row] = await db(
      (tx) => tx.sql<{ text: string }>`
      select answer::text as text from idempotency_keys where key = 'closed'`,
    );
    expect(row?.text).not.toContain('shown-once');
    expect(await begin('closed')).toEqual({ kind: 'replay', answer });
  });

  test('is forgotten after 48 hours', async () => {
    await begin('d');
    await db((tx) => finishIdempotent(tx, call('d'), 1));
    await db((tx) => tx.sql`update idempotency_keys set created_at = now() - interval '49 hours' where key = 'd'`);
    expect(await begin('d')).toMatchObject({ kind: 'new' });
  });
});

describe('kept state', () => {
  const store = () => createStateStore(fixture.database);
  const at = (effectKey: string, nowMs = 1_000_000) => ({ tenantId, scope: 'tenant' as const, effectKey, nowMs });

  test('fifty parallel additions lose nothing, and each counts once however often it is repeated', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => store().add(at(`add-${n % 25}`), 'count', 2, null)));
    expect(await store().get(at('r'), 'count')).toEqual({ value: 50, found: true });
  });

  test('a repeated write gives the first answer again and does not undo a later one', async () => {
    expect(await store().put(at('p1'), 'k', 'one', null)).toEqual({ previous: null });
    expect(await store().put(at('p2'), 'k', 'two', null)).toEqual({ previous: 'one' });
    expect(await store().put(at('p1'), 'k', 'one', null)).toEqual({ previous: null });
    expect(await store().get(at('r'), 'k')).toEqual({ value: 'two', found: true });
  });

  test('once is true for one effect of ten, and for that one again', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => store().once(at(`o${n}`), 'mail', null)));
    expect(answers.filter(({ first }) => first)).toHaveLength(1);
    const winner = answers.findIndex(({ first }) => first);
    expect(await store().once(at(`o${winner}`), 'mail', null)).toEqual({ first: true });
  });

  test('what is past its time is as if it had never been', async () => {
    await store().put(at('t1', 1_000), 'brief', [1], 500);
    expect(await store().get(at('r', 1_499), 'brief')).toEqual({ value: [1], found: true });
    expect(await store().get(at('r', 1_500), 'brief')).toEqual({ value: null, found: false });
  });

  test('a counter over something else fails as `bad_value`', async () => {
    await store().put(at('w1'), 'word', 'x', null);
    await expect(store().add(at('w2'), 'word', 1, null)).rejects.toMatchObject({ code: 'bad_value' });
  });
});

describe('connections', () => {
  const make = (name: string, hosts = ['api.example.com']) =>
    db((tx) =>
      createConnection(tx, {
        connector: 'http',
        name,
        config: { auth: 'bearer' },
        secret: { token: 't0p' },
        hosts,
        by: 'test',
      }),
    );

  test('are never read back with their secret, which opens by id or name', async () => {
    const made = await make('ERP');
    expect(JSON.stringify(await db((tx) => listConnections(tx, {}, {})))).not.toContain('t0p');
    for (const reference of [made.id, 'ERP'])
      expect(await db((tx) => openConnection(tx, reference))).toMatchObject({ id: made.id, secret: { token: 't0p' } });
    await expect(db((tx) => openConnection(tx, 'nope'))).rejects.toMatchObject({ code: 'missing_connection' });
  });

  test('have names of their own', async () => {
    await make('Twice');
    await expect(make('Twice')).rejects.toMatchObject({ code: 'conflict', errors: [{ pointer: '/name' }] });
  });

  test('change their hosts only together with their secret', async () => {
    const made = await make('Hosts');
    const change = (more: object) => db((tx) => updateConnection(tx, made.id, more, 'test'));
    await expect(change({ hosts: ['evil.example'] })).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ pointer: '/secret' }],
    });
    await change({ hosts: ['b.example'], secret: { token: 'new' } });
    await change({ name: 'Hosts 2', hosts: ['b.example'] });
    expect(await db((tx) => openConnection(tx, 'Hosts 2'))).toMatchObject({
      hosts: ['b.example'],
      secret: { token: 'new' },
    });
  });

  test('a row that was given other hosts behind our back opens no more', async () => {
    const made = await make('Tampered');
    await db((tx) => tx.sql`update connections set hosts = '{evil.example}' where id = ${parseId('con', made.id)}`);
    await expect(db((tx) => openConnection(tx, made.id))).rejects.toMatchObject({ retry: 'operator' });
  });

  test('that a published flow uses stay, under their name', async () => {
    const made = await make('100%_used');
    const auth = { type: 'hmac', connection: '100%_used' };
    const plan = planOf({}, { type: 'webhook', config: { path: 'used', auth } });
    await db((tx) => publishedFlow(tx, plan));
    await expect(db((tx) => deleteConnection(tx, made.id, 'test'))).rejects.toMatchObject({ code: 'conflict' });
    await expect(db((tx) => updateConnection(tx, made.id, { name: 'x' }, 'test'))).rejects.toMatchObject({
      code: 'conflict',
    });
    const free = await make('Free');
    await db((tx) => deleteConnection(tx, free.id, 'test'));
  });

  test('that stand in for one which a published flow uses stay as long as they do', async () => {
    const config = (fallback?: string) => ({ provider: 'openai', ...(fallback && { fallbackConnection: fallback }) });
    const model = (name: string, fallback?: string) =>
      db((tx) =>
        createConnection(tx, { connector: 'ai', name, config: config(fallback), secret: {}, hosts: [], by: 'test' }),
      );
    const [second, third] = [await model('Segunda'), await model('Terceira')];
    const [first, unused] = [await model('Primeira', 'Segunda'), await model('Sem uso', third.id)];
    const auth = { type: 'hmac', connection: first.id };
    await db((tx) => publishedFlow(tx, planOf({}, { type: 'webhook', config: { path: 'falls-back', auth } })));
    const remove = (id: string) => db((tx) => deleteConnection(tx, id, 'test'));
    await expect(remove(second.id)).rejects.toMatchObject({ code: 'conflict', details: { flows: [{ name: 'F' }] } });
    await expect(db((tx) => updateConnection(tx, second.id, { name: 'x' }, 'test'))).rejects.toMatchObject({
      code: 'conflict',
    });
    await remove(third.id);
    await remove(unused.id);
    await db((tx) => updateConnection(tx, first.id, { config: config() }, 'test'));
    await remove(second.id);
  });
});

describe('identity', () => {
  test('the demo can be seeded by many starts at once, and has the same credentials each time', async () => {
    const seed = () => seedDemo({ database: fixture.database, secret: SECRET });
    const demos = await Promise.all([seed(), seed(), seed()]);
    expect(new Set(demos.map((demo) => JSON.stringify(demo))).size).toBe(1);
    const [demo] = demos;
    const known = await verifyApiKey(fixture.database.admin, demo.apiKey, '');
    expect(known).toMatchObject({ scopes: ['*'], tenant: { id: demo.tenantId, slug: 'demo', plan: 'ENTERPRISE' } });
    expect(await findTenantId(fixture.database.admin, 'demo')).toBe(demo.tenantId);

    const [owner] = await fixture.database.admin.sql<{ id: string }>`select id from users where email = ${demo.email}`;
    const userId = formatId('usr', owner?.id ?? '');
    const { admin } = fixture.database;
    const { token } = await createSession(admin.sql, { userId, tenantId: demo.tenantId, method: 'password' });
    expect(await verifySession(admin, token)).toMatchObject({ role: 'owner', tenant: { id: demo.tenantId } });
    await revokeSession(admin, token);
    expect(await verifySession(admin, token)).toBeNull();
  });

  test('a session of somebody who is disabled is good for nothing meanwhile', async () => {
    const { admin } = fixture.database;
    const demo = await seedDemo({ database: fixture.database, secret: SECRET });
    const [owner] = await admin.sql<{ id: string }>`select id from users where email = ${demo.email}`;
    const given = { userId: formatId('usr', owner?.id ?? ''), tenantId: demo.tenantId, method: 'password' };
    const { token } = await createSession(admin.sql, given);
    await admin.sql`update users set disabled_at = now() where email = ${demo.email}`;
    expect(await verifySession(admin, token)).toBeNull();
    await admin.sql`update users set disabled_at = null where email = ${demo.email}`;
    expect(await verifySession(admin, token)).not.toBeNull();
  });

  test('an API key is good until it is revoked or over, and is kept nowhere in clear', async () => {
    const { admin } = fixture.database;
    const { key, view } = await db((tx) => createApiKey(tx, { name: 'k', scopes: ['runs:read'], by: 'test' }));
    expect(key).toMatch(/^trm_[\w-]{43}$/);
    expect(await verifyApiKey(admin, key, '192.0.2.1')).toMatchObject({
      keyId: view.id,
      scopes: ['runs:read'],
      tenant: { id: tenantId },
    });
    expect(await verifyApiKey(admin, `${key}x`, '')).toBeNull();
    const expiresAt = new Date(Date.now() - 1_000).toISOString();
    const old = await db((tx) => createApiKey(tx, { name: 'old', scopes: [], by: 'test', expiresAt }));
    expect(await verifyApiKey(admin, old.key, '')).toBeNull();
    await db((tx) => revokeApiKey(tx, view.id, 'test'));
    expect(await verifyApiKey(admin, key, '')).toBeNull();
    const rows = await db((tx) => tx.sql`select * from api_keys`);
    expect(JSON.stringify(rows)).not.toContain(key);
  });
});

test('a webhook that repeats gets the first one’s answer; one that failed has not counted', async () => {
  const flowId = await db((tx) => publishedFlow(tx));
  const take = () => db((tx) => takeReceipt(tx, flowId, 'order-1'));
  await expect(
    db(async (tx) => {
      await takeReceipt(tx, flowId, 'order-1');
      throw new Error('not admitted');
    }),
  ).rejects.toThrow('not admitted');
  const claims = await Promise.all(Array.from({ length: 10 }, take));
  expect(claims.filter(({ kind }) => kind === 'first')).toHaveLength(1);
  const runId = newId('run');
  await db((tx) => fillReceipt(tx, { flowId, dedupeKey: 'order-1', runId }));
  expect(await take()).toEqual({ kind: 'repeat', runId, answer: null });
  await db((tx) => answerReceipt(tx, { flowId, dedupeKey: 'order-1' }, { total: 1 }));
  await db((tx) => answerReceipt(tx, { flowId, dedupeKey: 'order-1' }, { total: 2 }));
  expect(await take()).toEqual({ kind: 'repeat', runId, answer: { total: 1 } });
  await db((tx) => tx.sql`update webhook_receipts set received_at = now() - interval '8 days'`);
  expect(await take()).toEqual({ kind: 'first' });
});

test('bytes are kept once under their hash, and are one tenant’s own', async () => {
  const bytes = Buffer.from([0, 1, 2, 255]);
  const [a, b] = [await db((tx) => putPayload(tx, bytes)), await db((tx) => putPayload(tx, bytes))];
  expect(a).toBe(b);
  expect(await db((tx) => getPayload(tx, a))).toEqual(bytes);
  const other = await fixture.tenant();
  await expect(fixture.database.withTenant(other, (tx) => getPayload(tx, a))).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('cleaning up forgets what is past its time and nothing else', async () => {
  await db((tx) => putPayload(tx, Buffer.from('young')));
  const before = await db((tx) => tx.sql<{ n: number }>`select count(*)::int as n from payloads`);
  await db((tx) => tx.sql`update idempotency_keys set created_at = now() - interval '3 days'`);
  expect(await cleanUp(fixture.database, raise)).toBeGreaterThan(0);
  expect(await db((tx) => tx.sql`select 1 from idempotency_keys`)).toEqual([]);
  expect(await db((tx) => tx.sql`select count(*)::int as n from payloads`)).toEqual(before);
});
