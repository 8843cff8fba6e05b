import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { ensureSubscription } from '#domain/billing/subscription/hold-subscription.ts';
import { findLifecycleRun } from '#domain/platform/find-lifecycle.ts';
import { PLATFORM_ID } from '#domain/platform/platform.ts';
import { publishSystemFlows } from '#domain/platform/publish-system-flows.ts';
import { startLifecycle } from '#domain/platform/start-lifecycle.ts';
import { appendTracePage } from '#domain/runs/trace-pages.ts';
import { systemCatalogue } from '#scripts/catalogues.ts';
import { stepOf } from '../data/data-fixture.ts';
import { type Account, type ApiFixture, apiFixture } from './api-fixture.ts';

const TOKEN = 'an-operator-token-for-tests-of-a-story-32';
let fixture: ApiFixture;
let account: Account;
let runId: string;

beforeAll(async () => {
  fixture = await apiFixture({ operators: { token: TOKEN, emails: [] } });
  const { database } = fixture.data;
  await publishSystemFlows({ database, catalogue: systemCatalogue() });
  account = await fixture.account();
  ({ runId } = await startLifecycle(database, { tenantId: account.tenantId, timezone: 'America/Sao_Paulo' }));
});
afterAll(() => fixture.close());

const story = (language: string, who = account, query = '') =>
  who.call('GET', `/v1/subscription/story${query}`, undefined, { 'accept-language': language });

test('a tenant reads what happened to its subscription in its own words, newest first, and nothing of the run', async () => {
  const at = (n: number) => ({ endedAt: `2026-11-0${n}T12:00:00.000Z` });
  await fixture.data.database.withTenant(PLATFORM_ID, (db) =>
    appendTracePage(db, runId, 0, [
      stepOf(1, 'olhar', { output: { secret: 'x' }, ...at(1) }),
      stepOf(2, 'atender', { output: { outcome: 'done', kind: 'trial', reason: null }, ...at(2) }),
      stepOf(3, 'testeLembra', at(3)),
      stepOf(4, 'testeConta', { status: 'failed', port: 'error', ...at(4) }),
    ]),
  );
  const until = '2026-11-14T03:00:00.000Z';
  fixture.dispatch.live.set(runId, {
    status: 'waiting',
    waitingFor: [{ node: 'testeEspera', kind: 'event', since: until, until, reason: 'trama.subscription.paid' }],
    steps: [stepOf(5, 'gratisEspera', { port: 'pago', ...at(5) })],
  });
  const { status, body, text } = await story('en');
  expect([status, body]).toEqual([
    200,
    {
      data: [
        { at: at(5).endedAt, kind: 'payment', text: 'A payment came in.' },
        { at: at(3).endedAt, kind: 'notice', text: 'We reminded you that the trial ends soon.' },
        { at: at(2).endedAt, kind: 'wish', text: 'Done as asked: the trial.' },
      ],
      nextCursor: null,
      waits: { text: 'The end of the trial, or of a request that waits for a payment.', until },
    },
  ]);
  expect(text).not.toMatch(/run_|trama\.|secret/);
  expect((await story('pt-BR')).body.waits).toEqual({
    text: 'O fim do teste, ou de um pedido que espera pagamento.',
    until,
  });
});

test('the story of years goes on where a page ends, each line once', async () => {
  const { database } = fixture.data;
  const old = await fixture.account();
  const { runId: life } = await startLifecycle(database, { tenantId: old.tenantId, timezone: 'America/Sao_Paulo' });
  const day = (n: number) => ({ endedAt: new Date(Date.UTC(2020, 0, n)).toISOString() });
  // Years of months, a page of the trace each; each tells its last step again, as the one before it had.
  const line = (n: number) => stepOf(n, 'testeLembra', day(n));
  await database.withTenant(PLATFORM_ID, async (db) => {
    for (let n = 1; n <= 70; n++) await appendTracePage(db, life, n, n === 1 ? [line(1)] : [line(n - 1), line(n)]);
  });
  const page = async (cursor: string | null) =>
    (await old.call('GET', `/v1/subscription/story?limit=30${cursor === null ? '' : `&cursor=${cursor}`}`)).body;
  const told: string[] = [];
  let cursor: string | null = null;
  const lengths: number[] = [];
  do {
    const { data, nextCursor } = await page(cursor);
    lengths.push(data.length);
    told.push(...data.map(({ at }: { at: string }) => at));
    // What is told meanwhile moves no page.
    if (cursor === null) await database.withTenant(PLATFORM_ID, (db) => appendTracePage(db, life, 71, [line(71)]));
    cursor = nextCursor;
  } while (cursor !== null);
  expect(lengths).toEqual([30, 30, 10]);
  expect(told).toEqual(Array.from({ length: 70 }, (_, i) => day(70 - i).endedAt));
  const { nextCursor } = await page(null);
  expect((await story('en', account, `?cursor=${nextCursor}`)).status).toBe(400);
});

test('who was granted a plan is told that an end led back to it', async () => {
  const { database } = fixture.data;
  await seedPlans(database);
  const one = await fixture.account();
  const { runId: life } = await startLifecycle(database, { tenantId: one.tenantId, timezone: 'America/Sao_Paulo' });
  await database.withTenant(one.tenantId, ensureSubscription);
  const end = stepOf(1, 'testeConta', { endedAt: '2026-11-01T12:00:00.000Z' });
  await database.withTenant(PLATFORM_ID, (db) => appendTracePage(db, life, 0, [end]));
  const told = async (language: string) => (await story(language, one)).body.data[0].text;
  expect(await told('pt-BR')).toBe('O teste acabou, e a conta voltou ao plano Corporativo. Nada foi apagado.');
  expect(await told('en')).toBe(
    'The trial ended, and the account went back to the Enterprise plan. Nothing was deleted.',
  );
});

test('who never asked for anything has no story yet', async () => {
  expect((await story('en', await fixture.account())).body).toEqual({ data: [], nextCursor: null, waits: null });
});

test.each([
  ['GET', ''],
  ['GET', '/trace'],
  ['POST', '/cancel', {}],
  ['POST', '/pause', {}],
  ['POST', '/events', { name: 'trama.subscription.paid', data: {} }],
  ['POST', '/retry', { from: 'olhar' }],
])('%s of its own lifecycle%s is not there for a tenant', async (method, path, body?: object) => {
  const { status } = await account.call(method, `/v1/runs/${runId}${path}`, body);
  // The name of the event is refused before anybody looks for the run.
  expect(status).toBe(path === '/events' ? 403 : 404);
});

test('nobody outside says what happened to a subscription', async () => {
  const event = { name: 'trama.subscription.paid', key: account.tenantId, data: {} };
  expect((await account.call('POST', '/v1/events', event)).status).toBe(403);
});

test('a tenant’s flows know no step of the product’s own, and none can be tried', async () => {
  const types = await account.call('GET', '/v1/node-types');
  expect(types.text).not.toContain('billing.look');
  const definition = {
    language: 'trama/1',
    name: 'x',
    trigger: { type: 'api', config: {} },
    nodes: [{ id: 'a', type: 'billing.downgrade', config: { reason: 'unpaid' } }],
    edges: [{ from: 'trigger', to: 'a' }],
  };
  const checked = await account.call('POST', '/v1/flows/validate', { definition });
  expect(checked.body.problems).toMatchObject([{ code: 'unknown_node_type', node: 'a' }]);
  const tried = await account.call('POST', '/v1/node-types/billing.look/test', { config: {} });
  expect(tried.status).toBe(404);
});

test('an operator is led to the workflow that carries it in Temporal’s pages, where somebody said where they are', async () => {
  const { settings, database } = fixture.deps;
  const life = await database.withTenant(PLATFORM_ID, (db) => findLifecycleRun(db, account.tenantId));
  const look = async () => {
    const place = `/v1/admin/billing/subscriptions/${account.tenantId}/run`;
    return (await fixture.fetch(place, { headers: { authorization: `Bearer ${TOKEN}` } })).body;
  };
  expect(await look()).toMatchObject({ run: { id: runId }, temporalUrl: null });
  settings.temporalPages = { url: 'http://ui:8233', namespace: 'default' };
  expect(await look()).toMatchObject({
    temporalUrl: `http://ui:8233/namespaces/default/workflows/${encodeURIComponent(life?.workflowId ?? '')}`,
  });
});
