import { expect, test } from 'vitest';
import { parseId } from '#domain/ids.ts';
import { getRun } from '#domain/runs/get-run.ts';
import { loadStart } from '#domain/runs/load-start.ts';
import { markRun } from '#domain/runs/mark-run.ts';
import { retryRequest } from '#domain/runs/retry-run.ts';
import { cancelRun } from '#domain/runs/steer-run.ts';
import type { Plan } from '#flow/plan/plan.ts';
import { planOf, requestFor, stepOf } from './data-fixture.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db, newFlow, arrive, end } = await oneTenant();

test('marks only go forward, and never past the end', async () => {
  const flowId = await newFlow();
  const { runId } = await arrive(flowId);
  const waitingFor = [{ node: 'a', kind: 'timer' as const, since: '2025-06-01T12:00:00.000Z', reason: 'r' }];
  const mark = (n: number, status: 'running' | 'waiting') =>
    db((tx) => markRun(tx, runId, { mark: n, status, waitingFor }));
  expect(await mark(2, 'waiting')).toBe(true);
  expect(await mark(1, 'running')).toBe(false);
  expect(await db((tx) => getRun(tx, runId))).toMatchObject({ status: 'waiting', waitingFor });
  await end(flowId, runId);
  expect(await mark(3, 'waiting')).toBe(false);
  expect(await db((tx) => getRun(tx, runId))).toMatchObject({ status: 'succeeded', waitingFor: [] });
});

test('a queued run that is cancelled ends at once and lets the next one past', async () => {
  const flowId = await newFlow();
  const group = { max: 1, key: 'g' };
  const running = await arrive(flowId, { key: 'a', concurrency: group });
  const queued = await arrive(flowId, { key: 'b', concurrency: group });
  expect(await db((tx) => cancelRun(tx, queued.runId))).toEqual({ status: 'cancelled', outbox: [] });
  await expect(db((tx) => cancelRun(tx, queued.runId))).rejects.toMatchObject({ code: 'run_ended' });
  const told = await db((tx) => cancelRun(tx, running.runId));
  expect(told).toMatchObject({ status: 'running', outbox: [{ runId: running.runId }] });
});

test('what a run keeps of its end is in the language of its tenant', async () => {
  const flowId = await newFlow();
  const reason = { pt: 'Cancelada por ana', en: 'Cancelled by ana' };
  const told: (string | undefined)[] = [];
  for (const locale of ['pt-BR', 'en']) {
    await fixture.database.admin.sql`update tenants set locale = ${locale} where id = ${parseId('ten', tenantId)}`;
    const open = await arrive(flowId, { key: 'said' });
    const queued = await arrive(flowId, { key: 'said' });
    await db((tx) => cancelRun(tx, queued.runId, reason));
    told.push((await db((tx) => getRun(tx, queued.runId))).error?.message);
    await end(flowId, open.runId);
  }
  expect(told).toEqual(['Cancelada por ana', 'Cancelled by ana']);
});

test('a start is loaded the same each time', async () => {
  const flowId = await newFlow();
  const { runId } = await arrive(flowId, { key: 'k' });
  const [a, b] = [await db((tx) => loadStart(tx, runId)), await db((tx) => loadStart(tx, runId))];
  expect(a).toEqual(b);
  expect(a).toMatchObject({
    keyed: true,
    start: { run: { id: runId, rootId: runId }, flow: { id: flowId, version: 1 } },
  });
  expect(a.start.tenant).not.toHaveProperty('name');
});

test('what a run waits for goes as fast as the run, however deep; what it does not wait for does not', async () => {
  const flowId = await newFlow();
  type Wanted = Parameters<typeof requestFor>[2];
  const begin = async (more: Wanted) => (await arrive(flowId, {}, more)).runId;
  const childOf = (runId: string, wait: boolean, depth = 0) =>
    begin({ parent: { runId, workflowId: 'w', call: wait ? 1 : 2, depth, rootRunId: runId, wait } });
  const called = await begin({ answerable: true });
  const child = await childOf(called, true);
  const grandchild = await childOf(child, true, 1);
  const apart = await childOf(called, false);
  const ofApart = await childOf(apart, true, 1);
  const scheduled = await begin({});
  const ofScheduled = await childOf(scheduled, true);
  const waitedFor = async (runId: string) => (await db((tx) => loadStart(tx, runId))).waitedFor;
  for (const run of [called, child, grandchild]) expect(await waitedFor(run)).toBe(true);
  for (const run of [apart, ofApart, scheduled, ofScheduled]) expect(await waitedFor(run)).toBe(false);
});

test('a retry keeps what its node does not lead to, and the keys of what nobody answered', async () => {
  const node = (id: string, type = 'http.request') =>
    ({
      id,
      type,
      v: 1,
      action: true,
      label: '',
      config: {},
      literal: [],
      scope: 0,
      inner: -1,
      disabled: false,
    }) as never;
  const edge = (from: number, to: number) => ({ from, port: 'out', to });
  const plan: Plan = {
    ...planOf(),
    nodes: [node('a'), node('b', 'assign'), node('c'), node('d')],
    scopes: [{ owner: -1, nodes: [0, 1, 2, 3], edges: [edge(-1, 0), edge(0, 1), edge(1, 2), edge(2, 3)] }],
  };
  const flowId = await newFlow(plan);
  const { runId } = await arrive(flowId);
  const timeout = { code: 'timeout', message: '' };
  const steps = [
    stepOf(1, 'a', { output: { x: 1 } }),
    stepOf(2, 'b', { output: { count: 2 } }),
    stepOf(3, 'c', { status: 'failed', port: null, error: timeout }),
    stepOf(4, 'd', { status: 'skipped', port: null }),
  ];
  await end(flowId, runId, { status: 'failed', output: null, error: timeout, steps });
  const settingsOf = () => requestFor(flowId).settings;
  const request = await db((tx) => retryRequest(tx, runId, { from: 'c' }, settingsOf));
  expect(request.retry).toEqual({
    of: runId,
    keep: {
      from: 'c',
      kept: { a: { port: 'out', output: { x: 1 } }, b: { port: 'out', output: { count: 2 } } },
      vars: { count: 2 },
      keys: { c: `${runId}/c/1` },
    },
  });
  await expect(db((tx) => retryRequest(tx, runId, { from: 'nope' }, settingsOf))).rejects.toMatchObject({
    code: 'invalid',
  });
});
