import { describe, expect, test } from 'vitest';
import { archiveFlow } from '#domain/flows/archive-flow.ts';
import { createFlow } from '#domain/flows/create-flow.ts';
import { findPublished } from '#domain/flows/find-published.ts';
import { getVersion, listVersions } from '#domain/flows/find-version.ts';
import type { FlowView } from '#domain/flows/flow-view.ts';
import { getFlow } from '#domain/flows/get-flow.ts';
import { listFlows } from '#domain/flows/list-flows.ts';
import { publishFlow, rollbackFlow } from '#domain/flows/publish-flow.ts';
import { saveDraft } from '#domain/flows/save-draft.ts';
import { settleOpenRuns } from '#domain/flows/settle-open-runs.ts';
import { findWebhook, isCurrentWebhook, type WebhookStamp, webhookHolder } from '#domain/flows/webhook-holder.ts';
import { parseId } from '#domain/ids.ts';
import { admit } from '#domain/runs/admit.ts';
import type { AdmissionSettings } from '#domain/runs/admit-request.ts';
import { listRuns } from '#domain/runs/list-runs.ts';
import type { ReadTrigger } from '#domain/runs/read-trigger.ts';
import type { Json } from '#flow/json.ts';
import { planOf, requestFor, runsOf } from './data-fixture.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db } = await oneTenant();

const create = (definition: Json = { name: 'Pedido' }) => db((tx) => createFlow(tx, { definition, by: 'test' }));
const webhook = (path: string) => planOf({}, { type: 'webhook', config: { path } });
const publish = (flow: FlowView, plan = planOf()) =>
  db((tx) => publishFlow(tx, flow.id, { plan, revision: flow.draftRevision, by: 'test' }));

test('flows of one name get slugs of their own, even when they are made at once', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => create({ name: 'Açúcar & Café' })));
  expect(made.map(({ slug }) => slug).toSorted()).toEqual(
    ['', '-2', '-3', '-4', '-5', '-6', '-7', '-8'].map((end) => `acucar-cafe${end}`),
  );
  const [one] = made as [FlowView];
  expect(await db((tx) => getFlow(tx, one.slug))).toEqual(await db((tx) => getFlow(tx, one.id)));
});

test('a flow that is made twice under one id is made once', async () => {
  const first = await create({ name: 'Once' });
  const again = await db((tx) => createFlow(tx, { definition: { name: 'Once' }, by: 'test', id: first.id }));
  expect(again).toEqual(first);
});

test.each<Json>([null, 5, 'text', [], {}, { name: 7 }])('the draft may be any JSON: %j', async (definition) => {
  const flow = await create(definition);
  expect(flow.draft).toEqual(definition);
  expect(flow.name).toBe('Sem nome');
});

test('of two who save the same revision the second is told that it is stale', async () => {
  const flow = await create();
  const save = (n: number, revision: number | null) =>
    db((tx) => saveDraft(tx, flow.id, { definition: { name: `v${n}`, z: 1, a: n }, revision }));
  const results = await Promise.allSettled([save(1, 1), save(2, 1)]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'stale' } });
  const forced = await save(3, null);
  expect(forced).toMatchObject({ draftRevision: 3, name: 'v3' });
  expect(JSON.stringify(forced.draft)).toBe('{"name":"v3","z":1,"a":3}');
});

test('versions are numbered from 1, keep what they were, and can come back', async () => {
  const flow = await create({ name: 'V', n: 1 });
  expect(await publish(flow)).toMatchObject({ version: 1, flowId: flow.id });
  const saved = await db((tx) => saveDraft(tx, flow.id, { definition: { name: 'V', n: 2 }, revision: 1 }));
  await expect(publish(flow)).rejects.toMatchObject({ code: 'stale' });
  expect(await publish(saved)).toMatchObject({ version: 2 });
  expect(await db((tx) => rollbackFlow(tx, flow.id, { version: 1, by: 'test' }))).toMatchObject({ version: 3 });
  expect((await db((tx) => getVersion(tx, flow.slug, 3))).definition).toEqual({ name: 'V', n: 1 });
  expect(await db((tx) => getFlow(tx, flow.id))).toMatchObject({ publishedVersion: 3, draft: { n: 2 } });
  expect((await db((tx) => listVersions(tx, flow.id, {}))).data.map(({ version }) => version)).toEqual([3, 2, 1]);
  await expect(db((tx) => getVersion(tx, flow.id, 9))).rejects.toMatchObject({ code: 'not_found' });
});

test('two who publish at once make two versions', async () => {
  const flow = await create();
  const made = await Promise.all([publish(flow), publish(flow), publish(flow)]);
  expect(made.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
});

describe('a webhook address', () => {
  test('belongs to one published flow of the tenant, and is free again when that is archived', async () => {
    const [a, b] = [await create(), await create()];
    await publish(a, webhook('/pedidos/'));
    expect(await db((tx) => webhookHolder(tx, 'pedidos'))).toBe(a.id);
    await expect(publish(b, webhook('pedidos'))).rejects.toMatchObject({
      code: 'flow_has_problems',
      details: { problems: [{ code: 'duplicate_path', severity: 'error' }] },
    });
    expect(await db((tx) => getFlow(tx, b.id))).toMatchObject({ publishedVersion: null });
    await publish(a, webhook('pedidos'));
    await db((tx) => archiveFlow(tx, a.id, 'test'));
    expect(await db((tx) => findWebhook(tx, 'pedidos'))).toBeNull();
    await publish(b, webhook('pedidos'));
    expect(await db((tx) => findWebhook(tx, 'pedidos/'))).toMatchObject({ flow: { flowId: b.id, version: 1 } });
  });

  test('what was read of a webhook holds until its flow is published again, archived, or its tenant changes', async () => {
    const a = await create();
    const read = async () => (await db((tx) => findWebhook(tx, 'lidos')))?.stamp ?? { path: 'lidos', rows: '' };
    const holds = (stamp: WebhookStamp) => db((tx) => isCurrentWebhook(tx, stamp));
    await publish(a, webhook('lidos'));
    const first = await read();
    expect(await holds(first)).toBe(true);
    await publish(a, webhook('lidos'));
    expect(await holds(first)).toBe(false);
    const second = await read();
    await fixture.database.admin.sql`update tenants set plan = 'STARTER' where id = ${parseId('ten', tenantId)}`;
    expect(await holds(second)).toBe(false);
    const third = await read();
    await db((tx) => archiveFlow(tx, a.id, 'test'));
    expect(await holds(third)).toBe(false);
  });

  test('may be the same in another tenant', async () => {
    const other = await fixture.tenant();
    await publish(await create(), webhook('same'));
    const flow = await fixture.database.withTenant(other, (tx) => createFlow(tx, { definition: {}, by: 'test' }));
    const plan = webhook('same');
    await fixture.database.withTenant(other, (tx) => publishFlow(tx, flow.id, { plan, revision: 1, by: 'test' }));
    expect(await fixture.database.withTenant(other, (tx) => webhookHolder(tx, 'same'))).toBe(flow.id);
  });
});

test('an archived flow starts nothing, gives its slug back, and cannot be edited; its runs stay', async () => {
  const flow = await create({ name: 'Old' });
  await publish(flow);
  const { runId } = await db((tx) => admit(tx, requestFor(flow.id)));
  await db((tx) => archiveFlow(tx, flow.id, 'test'));
  expect(await db((tx) => findPublished(tx, flow.id))).toBeNull();
  expect((await db((tx) => listFlows(tx, { q: 'old' }, {}))).data).toEqual([]);
  await expect(db((tx) => saveDraft(tx, flow.id, { definition: {}, revision: null }))).rejects.toMatchObject({
    code: 'conflict',
  });
  expect((await create({ name: 'Old' })).slug).toBe('old');
  expect((await db((tx) => listRuns(tx, { flow: flow.id }, {}))).data.map(({ id }) => id)).toEqual([runId]);
  expect((await db((tx) => getFlow(tx, flow.id))).archivedAt).not.toBeNull();
});

describe('publishing over open runs', () => {
  const prepare = async (settings: Partial<AdmissionSettings>) => {
    const flow = await create();
    await publish(flow);
    const open = await db((tx) => admit(tx, requestFor(flow.id, settings)));
    const queued = await db((tx) => admit(tx, requestFor(flow.id, settings)));
    await publish(flow);
    const readTrigger: ReadTrigger = () => ({ kind: 'admit', settings: requestFor(flow.id, settings).settings });
    const settle = (openRuns: 'keep' | 'cancel' | 'restart') =>
      settleOpenRuns(fixture.database, tenantId, { flowId: flow.id, version: 2, openRuns }, readTrigger);
    return { flow, open, queued, settle };
  };

  test('keep leaves them', async () => {
    const { settle } = await prepare({ key: 'k' });
    expect(await settle('keep')).toEqual({ settled: 0, outbox: [] });
  });

  test('cancel asks the open ones to end and ends the queued', async () => {
    const { flow, open, settle } = await prepare({ key: 'k' });
    const { settled, outbox } = await settle('cancel');
    expect([settled, outbox.map(({ runId }) => runId)]).toEqual([2, [open.runId]]);
    expect((await db((tx) => runsOf(tx, flow.id))).map(({ status }) => status)).toEqual(['running', 'cancelled']);
  });

  test('restart brings each trigger again on the new version, behind what holds its key', async () => {
    const { flow, settle } = await prepare({ key: 'k' });
    await settle('restart');
    expect((await db((tx) => runsOf(tx, flow.id))).map(({ status }) => status)).toEqual([
      'running',
      'cancelled',
      'queued',
      'queued',
    ]);
    const { data } = await db((tx) => listRuns(tx, { flow: flow.id, status: ['queued'] }, {}));
    expect(data.map(({ flowVersion }) => flowVersion)).toEqual([2, 2]);
  });

  test('restart of runs without a key begins the new ones at once', async () => {
    const { flow, settle } = await prepare({});
    const { settled, outbox } = await settle('restart');
    expect([settled, outbox.length]).toEqual([2, 4]);
    expect(await db((tx) => runsOf(tx, flow.id))).toHaveLength(4);
  });
});

test('runs are found by flow, status, time and text, page by page', async () => {
  const flow = await create({ name: 'Search' });
  await publish(flow);
  const runs: string[] = [];
  for (const text of ['alpha 100%', 'beta', 'gamma'])
    runs.push(
      (await db((tx) => admit(tx, requestFor(flow.id, {}, { trigger: { type: 'api', data: { text } } })))).runId,
    );
  const find = async (filters: Parameters<typeof listRuns>[1]) =>
    (await db((tx) => listRuns(tx, filters, {}))).data.map(({ id }) => runs.indexOf(id));
  expect(await find({ flow: 'search' })).toEqual([2, 1, 0]);
  expect(await find({ flow: flow.id, status: ['failed'] })).toEqual([]);
  expect(await find({ flow: flow.id, q: '100%' })).toEqual([0]);
  expect(await find({ flow: flow.id, q: 'GAMMA' })).toEqual([2]);
  expect(await find({ flow: flow.id, q: '%' })).toEqual([0]);
  expect(await find({ q: runs[1] })).toEqual([1]);
  expect(await find({ flow: flow.id, from: '2999-01-01T00:00:00Z' })).toEqual([]);
  expect(await find({ flow: flow.id, to: '2999-01-01T00:00:00Z' })).toEqual([2, 1, 0]);
  expect(await find({ flow: 'no-such-flow' })).toEqual([]);
  const first = await db((tx) => listRuns(tx, { flow: flow.id }, { limit: 2 }));
  const rest = await db((tx) => listRuns(tx, { flow: flow.id }, { limit: 2, cursor: first.nextCursor }));
  expect([first.data.length, rest.data.length, rest.nextCursor]).toEqual([2, 1, null]);
});
