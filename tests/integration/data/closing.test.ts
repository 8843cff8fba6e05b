import { describe, expect, test } from 'vitest';
import { openApproval } from '#domain/approvals/open-approval.ts';
import { subscribe } from '#domain/events/subscribe.ts';
import { parseId } from '#domain/ids.ts';
import { admit } from '#domain/runs/admit.ts';
import type { AdmissionSettings } from '#domain/runs/admit-request.ts';
import { closeRuns } from '#domain/runs/close-runs.ts';
import { getRun } from '#domain/runs/get-run.ts';
import { appendTracePage, readTrace } from '#domain/runs/trace-pages.ts';
import type { FlowEvent } from '#flow/machine/protocol.ts';
import { planOf, publishedFlow, recordFor, requestFor, runsOf, stepOf } from './data-fixture.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db, newFlow, arrive, end, readTrigger } = await oneTenant();

const triggerOf = (runId: string) => db(async (tx) => (await getRun(tx, runId)).trigger);

test('a closed run has all that its record said, and the second record changes nothing', async () => {
  const flowId = await newFlow();
  const { runId } = await arrive(flowId);
  await db((tx) => appendTracePage(tx, runId, 0, [stepOf(1, 'a', { status: 'running', endedAt: null })]));
  const last = { steps: [stepOf(1, 'a'), stepOf(2, 'b')], page: 1, output: { z: 1, a: [2] } };
  expect((await end(flowId, runId, last)).closed).toEqual([runId]);
  const again = await end(flowId, runId, { status: 'failed', output: null, error: { code: 'x', message: '' } });
  expect(again).toEqual({ closed: [], outbox: [], failed: [] });

  const run = await db((tx) => getRun(tx, runId));
  expect(run).toMatchObject({ status: 'succeeded', error: null });
  expect(JSON.stringify(run.output)).toBe('{"z":1,"a":[2]}');
  const steps = await db((tx) => readTrace(tx, runId));
  expect(steps.map(({ n, status }) => [n, status])).toEqual([
    [1, 'succeeded'],
    [2, 'succeeded'],
  ]);
});

test('a part of a long trace is the same part as of the whole, whenever its steps were told', async () => {
  const flowId = await newFlow();
  const { runId } = await arrive(flowId);
  // The loop itself is told last, some steps twice, and of two that run beside each other the later may end first.
  const pages = Array.from({ length: 90 }, (_, page) => [
    stepOf(3 * page + 4, 'c'),
    stepOf(3 * page + 2, 'a'),
    stepOf(3 * page + 3, 'b'),
  ]);
  pages.push([stepOf(7, 'again'), stepOf(1, 'loop')]);
  await db(async (tx) => {
    for (const [page, steps] of pages.entries()) await appendTracePage(tx, runId, page, steps);
  });
  const all = await db((tx) => readTrace(tx, runId));
  expect(all.map(({ n }) => n)).toEqual(Array.from({ length: 271 }, (_, i) => i + 1));
  expect(all[6]?.node).toBe('again');
  const parts = [
    [0, 1],
    [0, 10],
    [5, 4],
    [6, 1],
    [100, 40],
    [268, 50],
    [400, 5],
  ] as const;
  const look = async () => {
    const seen = [];
    for (const [since, most] of parts) seen.push(await db((tx) => readTrace(tx, runId, { since, most })));
    return seen;
  };
  const wanted = parts.map(([since, most]) => all.slice(since, since + most));
  expect(await look()).toEqual(wanted);
  // As a release left them that did not say which steps a page holds.
  await db(
    (tx) =>
      tx.sql`update trace_pages set first_n = null, last_n = null where tenant_id = ${tx.tenant} and page % 3 = 0`,
  );
  expect(await look()).toEqual(wanted);
});

test('text that PostgreSQL does not like comes back as it went in', async () => {
  const flowId = await newFlow();
  const odd = { 'a\u0000b': 'nul \u0000, half \ud800, quote " and \\', z: 1, a: 1 };
  const { runId } = await arrive(flowId, {}, { trigger: { type: 'api', data: odd } });
  await end(flowId, runId, { output: odd });
  const run = await db((tx) => getRun(tx, runId));
  expect(JSON.stringify(run.output)).toBe(JSON.stringify(odd));
  expect(JSON.stringify(run.trigger.data)).toBe(JSON.stringify(odd));
});

test('with the run go its subscriptions, its open approvals, and what Temporal had yet to hear', async () => {
  const flowId = await newFlow();
  const { runId } = await arrive(flowId);
  const request = {
    title: 'T',
    details: null,
    fields: {},
    assignees: [],
    via: [],
    message: null,
    remind: [],
    accept: null,
  };
  await db((tx) => subscribe(tx, runId, [{ name: 'e', key: 'k' }]));
  await db((tx) => openApproval(tx, { runId, visit: 'v', call: 1, node: 'a', path: [], request, expiresAt: null }));
  await end(flowId, runId);
  const run = parseId('run', runId);
  expect(await db((tx) => tx.sql`select 1 from subscriptions where run_id = ${run}`)).toEqual([]);
  expect(await db((tx) => tx.sql`select 1 from outbox where run_id = ${run} and done_at is null`)).toEqual([]);
  expect(await db((tx) => tx.sql`select status from approvals where run_id = ${run}`)).toEqual([
    { status: 'cancelled' },
  ]);
});

test('of a run whose data is not to be kept the shape stays, and its parent has heard the output', async () => {
  const flowId = await newFlow();
  const parent = await arrive(flowId);
  const call = { ...parent, call: 1, depth: 0, rootRunId: parent.runId, wait: true };
  const { runId } = await arrive(flowId, {}, { parent: call, trigger: { type: 'flow', data: 'secret' } });
  await db((tx) => appendTracePage(tx, runId, 0, [stepOf(1, 'a', { output: 'secret' })]));
  await end(flowId, runId, {
    output: 'told',
    steps: [stepOf(2, 'b', { input: 'secret' })],
    page: 1,
    discardData: true,
  });
  const run = await db((tx) => getRun(tx, runId));
  const steps = await db((tx) => readTrace(tx, runId));
  expect(JSON.stringify([run, steps])).not.toMatch(/secret|told/);
  expect(steps.map(({ node, status }) => [node, status])).toEqual([
    ['a', 'succeeded'],
    ['b', 'succeeded'],
  ]);
  const told = await db(
    (tx) => tx.sql`select payload from outbox where kind = 'signal' and run_id = ${parseId('run', parent.runId)}`,
  );
  expect(told).toMatchObject([{ payload: { outcome: { output: 'told' } } }]);
});

test('one record that cannot be closed stops no other of its batch', async () => {
  const flowId = await newFlow();
  const [a, b] = [await arrive(flowId), await arrive(flowId)];
  const bad = recordFor(tenantId, flowId, a.runId, { endedAt: 'not a time' });
  const result = await closeRuns(fixture.database, [bad, recordFor(tenantId, flowId, b.runId)], { readTrigger });
  expect(result.closed).toEqual([b.runId]);
  expect(result.failed.map(({ record }) => record.runId)).toEqual([a.runId]);
});

test('records of many tenants, doubled and mixed, close each run once', async () => {
  const other = await fixture.tenant();
  const flows = [await newFlow(), await fixture.database.withTenant(other, (tx) => publishedFlow(tx))];
  const [mine, theirs] = flows as [string, string];
  const a = await arrive(mine);
  const b = await fixture.database.withTenant(other, (tx) => admit(tx, requestFor(theirs)));
  const records = [
    recordFor(tenantId, mine, a.runId),
    recordFor(other, theirs, b.runId),
    recordFor(tenantId, mine, a.runId),
  ];
  const both = await Promise.all([
    closeRuns(fixture.database, records, { readTrigger }),
    closeRuns(fixture.database, records.toReversed(), { readTrigger }),
  ]);
  expect(both.flatMap(({ closed }) => closed).toSorted()).toEqual([a.runId, b.runId].toSorted());
});

describe('triggers that a run did not read', () => {
  const settings: Partial<AdmissionSettings> = { key: 'c', whenBusy: 'signal' };
  const say = (flowId: string, text: string) =>
    arrive(flowId, settings, { trigger: { type: 'message', data: text, headers: { h: text } } });
  const eventsTold = async (runId: string): Promise<FlowEvent[]> => {
    const rows = await db(
      (tx) => tx.sql<{ payload: { event: FlowEvent } }>`
        select payload from outbox where run_id = ${parseId('run', runId)} and kind = 'signal' order by id`,
    );
    return rows.map(({ payload }) => payload.event);
  };

  test('begin the next run: the oldest as its trigger, headers and all, the others as its events', async () => {
    const flowId = await newFlow();
    const first = await say(flowId, 'one');
    for (const text of ['two', 'three', 'four']) await say(flowId, text);
    const told = await eventsTold(first.runId);
    // It read `two`; `three` reached it too late; `four` was never delivered.
    const [two, three] = told as [FlowEvent, FlowEvent];
    const { outbox } = await end(flowId, first.runId, { unreadTriggers: [three], seenTriggers: [two.id, three.id] });

    const [, next] = await db((tx) => runsOf(tx, flowId));
    expect(next?.status).toBe('running');
    expect(outbox.map(({ runId }) => runId)).toEqual([next?.id]);
    expect(await triggerOf(next?.id ?? '')).toMatchObject({ type: 'message', data: 'three', headers: { h: 'three' } });
    expect((await eventsTold(next?.id ?? '')).map(({ data }) => data)).toEqual(['four']);
  });

  test('go before what is queued, and nothing is lost over many rounds', async () => {
    const flowId = await newFlow();
    const first = await say(flowId, 'one');
    await say(flowId, 'two');
    const queued = await arrive(flowId, { ...settings, whenBusy: 'queue' });
    await end(flowId, first.runId);
    const [, , next] = await db((tx) => runsOf(tx, flowId));
    expect(next?.status).toBe('running');
    expect(await triggerOf(next?.id ?? '')).toMatchObject({ data: 'two' });
    await end(flowId, next?.id ?? '');
    expect((await db((tx) => getRun(tx, queued.runId))).status).toBe('running');
  });

  test('that come while the run closes are delivered to it or begin another, each once', async () => {
    const flowId = await newFlow();
    const seen: unknown[] = [];
    let open = (await say(flowId, 'start')).runId;
    const texts = Array.from({ length: 30 }, (_, n) => `m${n}`);
    const talk = Promise.all(texts.map((text) => say(flowId, text)));
    seen.push((await triggerOf(open)).data);
    await end(flowId, open); // while they talk
    await talk;
    for (;;) {
      const next = (await db((tx) => runsOf(tx, flowId))).find(({ status }) => status === 'running');
      if (!next) break;
      open = next.id;
      seen.push((await triggerOf(open)).data);
      await end(flowId, open);
    }
    expect(seen).toHaveLength(31);
    expect(new Set(seen)).toEqual(new Set(['start', ...texts]));
  });
});

describe('onFailure', () => {
  test('starts the flow that the failed one names, with the run and the error', async () => {
    const alarm = await newFlow(planOf(), 'alarm');
    const flowId = await newFlow(planOf({ onFailure: 'alarm' }));
    const { runId } = await arrive(flowId);
    const error = { code: 'http_500', message: 'no', node: 'a', attempts: 3 };
    const { outbox } = await end(flowId, runId, { status: 'failed', output: null, error });
    const [started] = await db((tx) => runsOf(tx, alarm));
    expect(outbox.map((ref) => ref.runId)).toEqual([started?.id]);
    expect((await triggerOf(started?.id ?? '')).data).toEqual({ run: { id: runId, flowId, flowVersion: 1 }, error });
  });

  test('starts nothing for a test run, a cancelled one, or a flow that is not there', async () => {
    const alarm = await newFlow(planOf(), 'quiet');
    const flowId = await newFlow(planOf({ onFailure: 'quiet' }));
    const failed = { status: 'failed' as const, output: null, error: { code: 'x', message: '' } };
    await end(flowId, (await arrive(flowId, {}, { test: true })).runId, failed);
    await end(flowId, (await arrive(flowId)).runId, { ...failed, status: 'cancelled' });
    const orphan = await newFlow(planOf({ onFailure: 'nowhere' }));
    expect((await end(orphan, (await arrive(orphan)).runId, failed)).closed).toHaveLength(1);
    expect(await db((tx) => runsOf(tx, alarm))).toEqual([]);
  });

  test('a failure flow that fails and names itself ends at the limit', async () => {
    const flowId = await newFlow(planOf({ onFailure: 'loop' }), 'loop');
    await arrive(flowId);
    for (let round = 0; round < 20; round += 1) {
      const open = (await db((tx) => runsOf(tx, flowId))).find(({ status }) => status === 'running');
      if (!open) break;
      await end(flowId, open.id, { status: 'failed', output: null, error: { code: 'x', message: '' } });
    }
    expect(await db((tx) => runsOf(tx, flowId))).toHaveLength(11);
  });
});
