import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBillingProviders } from '#activities/billing/create-billing-providers.ts';
import { createApp } from '#api/create-app.ts';
import { readEnv } from '#config/env.ts';
import { parseId } from '#domain/ids.ts';
import { actingAs, type Origin } from '#prisma/origin.ts';
import { createDatabase } from '#prisma/with-tenant.ts';
import { type ApiFixture, apiFixture, deploy, smallFlow } from './api-fixture.ts';

let fixture: ApiFixture;
beforeAll(async () => {
  fixture = await apiFixture();
});
afterAll(() => fixture.close());

test('without PostgreSQL every call is 503 with Retry-After, and readiness names it', async () => {
  const nowhere = 'postgres://trama_app:x@127.0.0.1:9/none';
  const database = createDatabase({ appUrl: nowhere, adminUrl: nowhere, secret: 's'.repeat(32) });
  const { dispatch } = fixture;
  const deps = {
    settings: {
      production: false,
      port: 0,
      publicUrl: null,
      hooksUrl: null,
      builderFolder: null,
      version: 'test',
      operators: { token: null, emails: [] },
      temporalUiOrigins: [],
    },
    ...{ database, dispatch, log: pino({ level: 'silent' }), catalogue: new Map(), now: Date.now },
  };
  const app = createApp(deps as unknown as Parameters<typeof createApp>[0]);
  const server = app.listen(0);
  const { port } = server.address() as { port: number };
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const calls = [
    get('/v1/flows', { authorization: 'Bearer trm_x' }),
    get('/v1/me', { cookie: 'trama_session=x' }),
    get('/hooks/demo/x'),
    get('/a/token'),
  ];
  for (const answer of await Promise.all(calls)) {
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ code: 'unavailable' });
  }
  const ready = await get('/readyz');
  expect([ready.status, (await ready.json()).checks.database.status]).toEqual([503, 'down']);
  expect((await get('/healthz')).status).toBe(200);
  server.close();
  await database.close();
});

test('whoever takes the money is named where it is set up; that it is away makes nothing unready, and it is left alone', async () => {
  const ready = async () => {
    const answer = await fixture.fetch('/readyz');
    return [answer.status, answer.body.outside];
  };
  expect((await ready())[1]).not.toHaveProperty('mercado_pago');
  const env = { ...readEnv({}), MERCADOPAGO_API_BASE: 'http://127.0.0.1:9', MERCADOPAGO_ACCESS_TOKEN: 'APP_USR-test' };
  const { providers, close } = createBillingProviders(env, { database: fixture.deps.database });
  expect(await ready()).toEqual([200, expect.objectContaining({ mercado_pago: 'closed' })]);
  expect((await ready())[1]).not.toHaveProperty('stripe');
  const read = () =>
    providers.mercado_pago?.readSubscription('2c938084726fca480172750000000000', AbortSignal.timeout(5_000));
  for (let n = 0; n < 5; n++) await expect(read()).rejects.toMatchObject({ details: { code: 'ECONNREFUSED' } });
  await expect(read()).rejects.toMatchObject({ code: 'billing_unreachable', details: { code: 'left_alone' } });
  expect(await ready()).toEqual([200, expect.objectContaining({ mercado_pago: 'open' })]);
  await close();
});

test('without Temporal a run is accepted all the same', async () => {
  const account = await fixture.account();
  const flow = await deploy(account);
  fixture.dispatch.healthy = false;
  const answer = await account.call('POST', `/v1/flows/${flow}/runs`, { data: {} }, { prefer: 'wait=0' });
  fixture.dispatch.healthy = true;
  expect([answer.status, answer.body.status]).toEqual([202, 'running']);
});

test('a stop ends live streams, lets what is under way end, and takes nothing new', async () => {
  const stopping = await apiFixture();
  const account = await stopping.account();
  const flow = await deploy(
    account,
    smallFlow({ trigger: { type: 'webhook', config: { path: 'x', respond: 'atEnd' } } }),
  );
  const { id } = (await account.call('POST', `/v1/flows/${flow}/runs`, { data: {} })).body;
  const stream = account.call('GET', `/v1/runs/${id}/stream`);
  const waiting = stopping.fetch(`/hooks/${account.slug}/x`, { method: 'POST' });
  await new Promise((done) => setTimeout(done, 300));
  const began = Date.now();
  const closed = stopping.api.close();
  stopping.dispatch.answers.set('*', { kind: 'answer', status: 200, headers: {}, body: 'pronto' });
  expect([(await stream).status, (await waiting).body]).toEqual([200, 'pronto']);
  await closed;
  expect(Date.now() - began).toBeLessThan(3_000);
  await expect(fetch(`${stopping.url}/healthz`)).rejects.toThrow();
  await stopping.data.close();
});

test('what a call does after its time is over is rolled back, and what it would begin is not begun', async () => {
  const { tenantId } = await fixture.account();
  const stop = new AbortController();
  const origin: Origin = {
    ...{ actor: 'user:usr_1', name: null, impersonator: null, via: null, ip: '', userAgent: '', traceId: '' },
  };
  const { withTenant, admin } = actingAs(fixture.deps.database, origin, stop.signal);
  const put = (key: string, meanwhile = (): void => {}) =>
    withTenant(tenantId, async (db) => {
      await db.sql`insert into state_entries (tenant_id, scope, key, value) values (${db.tenant}, 'tenant', ${key}, '1')`;
      meanwhile();
    });
  await put('before');
  const told = admin.transaction(async (sql) => {
    await sql`update tenants set status_reason = 'late' where id = ${parseId('ten', tenantId)}`;
    await expect(put('during', () => stop.abort(new Error('late')))).rejects.toThrow('late');
  });
  await expect(told).rejects.toThrow('late');
  await expect(put('after')).rejects.toThrow('late');
  await expect(admin.sql`select 1`).rejects.toThrow('late');
  await expect(admin.transaction((sql) => sql`select 1`)).rejects.toThrow('late');
  const [tenant] = await fixture.deps.database.admin.sql`
    select status_reason from tenants where id = ${parseId('ten', tenantId)}`;
  expect(tenant).toEqual({ status_reason: null });
  const rows = await fixture.deps.database.withTenant(
    tenantId,
    (db) => db.sql<{ key: string }>`select key from state_entries where tenant_id = ${db.tenant}`,
  );
  expect(rows).toEqual([{ key: 'before' }]);
});
