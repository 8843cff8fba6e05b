import { describe, expect, test } from 'vitest';
import type { WhenBusy } from '#domain/runs/admit-request.ts';
import { runsOf } from './data-fixture.ts';
import { oneTenant } from './one-tenant.ts';

const { tenantId, db, newFlow, arrive, end } = await oneTenant();

const states = (flowId: string) => db((tx) => runsOf(tx, flowId));
const openOf = async (flowId: string) => (await states(flowId)).filter(({ status }) => status === 'running');

interface Told {
  kind: string;
  payload: { signal?: string; reason?: string; event?: { id: string; data: unknown; receivedAt: string } } | null;
}
const outboxOf = (runId: string) =>
  db(
    (tx) => tx.sql<Told>`select kind, payload from outbox
      where run_id = ${runId.slice(4)}::uuid and done_at is null and not held order by id`,
  );

test('an accepted run stands in the database with its start, under the id that Temporal will know', async () => {
  const flowId = await newFlow();
  const admission = await arrive(flowId);
  expect(admission).toMatchObject({ kind: 'started', workflowId: `${tenantId}/run/${admission.runId}` });
  expect(admission.outboxId).toBeTypeOf('bigint');
  expect(await outboxOf(admission.runId)).toEqual([{ kind: 'start', payload: null }]);
});

test('the key of a run shows neither in its workflow id nor in its row', async () => {
  const flowId = await newFlow();
  const { workflowId } = await arrive(flowId, { key: '+5511999998888' });
  expect(workflowId).toMatch(new RegExp(`^${tenantId}/key/${flowId}/[0-9a-f]{32}/run_[0-9a-f]{32}$`));
});

test('a request asked twice under one run id makes one run', async () => {
  const flowId = await newFlow();
  const { runId } = await arrive(flowId, {}, {});
  const again = await arrive(flowId, {}, { runId });
  expect(again.runId).toBe(runId);
  expect(await states(flowId)).toHaveLength(1);
});

test('a test run has no key, no group and no queue', async () => {
  const flowId = await newFlow();
  const settings = { key: 'k', concurrency: { max: 1, key: null } };
  const first = await arrive(flowId, settings);
  const tests = [await arrive(flowId, settings, { test: true }), await arrive(flowId, settings, { test: true })];
  expect(first.kind).toBe('started');
  expect(tests.map(({ kind }) => kind)).toEqual(['started', 'started']);
  expect(tests[0]?.workflowId).toBe(`${tenantId}/test/${tests[0]?.runId}`);
});

describe('fifty triggers of one key at once', () => {
  const storm = async (whenBusy: WhenBusy) => {
    const flowId = await newFlow();
    const admissions = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        arrive(flowId, { whenBusy, key: 'one' }, { trigger: { type: 'manual', data: n } }),
      ),
    );
    const count = (kind: string) => admissions.filter((each) => each.kind === kind).length;
    return { flowId, admissions, count };
  };

  test('queue: one runs, the others wait, and each gets its turn in the order of arrival', async () => {
    const { flowId, count } = await storm('queue');
    expect([count('started'), count('queued')]).toEqual([1, 49]);
    const order = (await states(flowId)).map(({ id }) => id);
    const ran: string[] = [];
    for (;;) {
      const open = await openOf(flowId);
      if (open.length === 0) break;
      expect(open).toHaveLength(1);
      const [{ id } = { id: '' }] = open;
      ran.push(id);
      await end(flowId, id);
    }
    expect(ran).toEqual(order);
  });

  test('skip: one runs, and the others name it', async () => {
    const { flowId, admissions, count } = await storm('skip');
    expect([count('started'), count('skipped')]).toEqual([1, 49]);
    expect(new Set(admissions.map(({ runId }) => runId)).size).toBe(1);
    expect(await states(flowId)).toHaveLength(1);
  });

  test('signal: one runs, and the others are its events, each once', async () => {
    const { admissions, count } = await storm('signal');
    expect([count('started'), count('delivered')]).toEqual([1, 49]);
    const [start, ...signals] = await outboxOf(admissions[0]?.runId ?? '');
    expect(start?.kind).toBe('start');
    expect(signals).toHaveLength(49);
    expect(new Set(signals.map(({ payload }) => payload?.event?.data)).size).toBe(49);
  });

  test('replace: the open run is asked to end once, the newest of the rest wins, the others end as replaced', async () => {
    const { flowId, count } = await storm('replace');
    expect(count('started')).toBe(1);
    const before = await states(flowId);
    const [open] = before.filter(({ status }) => status === 'running');
    const queued = before.filter(({ status }) => status === 'queued');
    expect(queued.map(({ id }) => id)).toEqual([before.at(-1)?.id]);
    expect(before.filter(({ status }) => status === 'cancelled').map(({ error }) => error?.code)).toEqual(
      Array.from({ length: 48 }, () => 'replaced'),
    );
    expect((await outboxOf(open?.id ?? '')).filter(({ kind }) => kind === 'cancel')).toEqual([
      { kind: 'cancel', payload: { reason: 'replaced' } },
    ]);
    await end(flowId, open?.id ?? '', { status: 'cancelled', error: { code: 'replaced', message: '' } });
    expect((await openOf(flowId)).map(({ id }) => id)).toEqual([before.at(-1)?.id]);
  });
});

test('a concurrency group is never passed, whoever comes and ends meanwhile, and nobody is forgotten', async () => {
  const flowId = await newFlow();
  const concurrency = { max: 3, key: 'g' };
  let highest = 0;
  const finish = async () => {
    for (;;) {
      const open = await openOf(flowId);
      highest = Math.max(highest, open.length);
      const all = await states(flowId);
      if (all.length === 40 && all.every(({ status }) => status === 'succeeded')) return;
      await Promise.all(open.map(({ id }) => end(flowId, id)));
    }
  };
  await Promise.all([
    ...Array.from({ length: 40 }, (_, n) => arrive(flowId, { concurrency, key: `k${n % 7}` })),
    finish(),
  ]);
  expect(highest).toBeGreaterThan(0);
  expect(highest).toBeLessThanOrEqual(3);
});

test('in a group the lower number goes first, and among equals the older', async () => {
  const flowId = await newFlow();
  const concurrency = { max: 1, key: null };
  const first = await arrive(flowId, { concurrency });
  const late = await arrive(flowId, { concurrency, priority: 5 });
  const normal = await arrive(flowId, { concurrency, priority: 3 });
  const urgent = await arrive(flowId, { concurrency, priority: 1 });
  const ran: string[] = [];
  for (let { runId } = first; ; ) {
    ran.push(runId);
    await end(flowId, runId);
    const [open] = await openOf(flowId);
    if (!open) break;
    runId = open.id;
  }
  expect(ran).toEqual([first, urgent, normal, late].map(({ runId }) => runId));
});

test('what comes for an open run counts in order of acceptance, also where the clock of who accepted it went back', async () => {
  const flowId = await newFlow();
  const settings = { key: 'c', whenBusy: 'signal' as const };
  const { runId } = await arrive(flowId, settings);
  for (const hour of ['14', '13'])
    await arrive(flowId, settings, {
      trigger: { type: 'manual', data: hour, receivedAt: `2025-06-01T${hour}:00:00.000Z` },
    });
  const events = (await outboxOf(runId)).flatMap(({ payload }) => payload?.event ?? []);
  expect(events.toSorted((a, b) => a.receivedAt.localeCompare(b.receivedAt)).map(({ data }) => data)).toEqual([
    '14',
    '13',
  ]);
});

test('what comes for a run that still waits for its place is told to it right after its start', async () => {
  const flowId = await newFlow();
  const concurrency = { max: 1, key: null };
  const first = await arrive(flowId, { concurrency, key: 'a', whenBusy: 'signal' });
  const waiting = await arrive(flowId, { concurrency, key: 'b', whenBusy: 'signal' });
  const delivered = await arrive(flowId, { concurrency, key: 'b', whenBusy: 'signal' });
  expect([waiting.kind, delivered.kind, delivered.runId]).toEqual(['queued', 'delivered', waiting.runId]);
  expect(await outboxOf(waiting.runId)).toEqual([]);
  await end(flowId, first.runId);
  expect((await outboxOf(waiting.runId)).map(({ kind }) => kind)).toEqual(['start', 'signal']);
});

test('a flow node that waits is told that the other flow is busy; one that asks twice gets one run', async () => {
  const flowId = await newFlow();
  const parent = await arrive(flowId, { key: 'busy', whenBusy: 'skip' });
  const call = {
    runId: parent.runId,
    workflowId: parent.workflowId,
    call: 1,
    depth: 0,
    rootRunId: parent.runId,
    wait: true,
  };
  await expect(arrive(flowId, { key: 'busy', whenBusy: 'skip' }, { parent: call })).rejects.toMatchObject({
    code: 'flow_busy',
  });
  const child = await arrive(flowId, {}, { parent: call });
  expect((await arrive(flowId, {}, { parent: call })).runId).toBe(child.runId);
  await end(flowId, child.runId);
  expect((await outboxOf(parent.runId)).at(-1)?.payload).toMatchObject({
    signal: 'answer',
    call: 1,
    outcome: { kind: 'ok', output: { done: true } },
  });
});

test('flows start one another ten deep and no deeper', async () => {
  const flowId = await newFlow();
  const root = await arrive(flowId);
  const at = (depth: number) =>
    arrive(flowId, {}, { parent: { ...root, call: depth + 1, depth, rootRunId: root.runId, wait: false } });
  expect((await at(9)).kind).toBe('started');
  await expect(at(10)).rejects.toMatchObject({ code: 'too_many_runs' });
});
