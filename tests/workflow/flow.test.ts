import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ShortFlow } from '#flow/testing.ts';
import { workflowBundle } from '#workers/bundle.ts';
import { eventNamed, FlowBench, failing, quiet } from './flow-bench.ts';

let bench: FlowBench;

beforeAll(async () => {
  bench = await FlowBench.open();
});
afterAll(() => bench.close());

test('a wait of ninety days ends ninety days later, and its row was told that it waits', async () => {
  const { result } = await bench.run({
    nodes: [
      { id: 'espera', type: 'wait', config: { for: 'P90D' } },
      { id: 'fim', type: 'set', config: { values: { ok: true } } },
    ],
    edges: ['trigger > espera', 'espera > fim'],
    settings: { timeout: null },
  });
  expect(result).toMatchObject({ status: 'succeeded', output: { ok: true } });
  expect(Date.parse(result.endedAt) - Date.parse(result.startedAt)).toBeGreaterThanOrEqual(90 * 86_400_000);
  expect(bench.asked.marks).toContain('waiting');
});

test('an action fails twice, is tried again under one key, and its attempts are counted', async () => {
  bench.asked.calls.length = 0;
  bench.call = (_call, attempt) => {
    if (attempt < 3) throw failing('http_503', { retry: true });
    return { attempt };
  };
  const { result } = await bench.run({
    nodes: [{ id: 'h', type: 'test.call', retry: { maxAttempts: 3, initialInterval: 'PT1S' } }],
    edges: ['trigger > h'],
  });
  expect(result).toMatchObject({ status: 'succeeded', output: { attempt: 3 } });
  expect(result.steps).toMatchObject([{ node: 'h', attempts: 3 }]);
  expect(new Set(bench.asked.calls.map((call) => call.idempotencyKey)).size).toBe(1);
});

test('an answer that asks to wait parks the node and costs no attempt', async () => {
  let calls = 0;
  bench.call = async () => {
    if (++calls === 1)
      throw failing('http_429', { waitUntil: Number(await bench.environment.currentTimeMs()) + 3_600_000 });
    return 'ok';
  };
  const { result } = await bench.run({
    nodes: [{ id: 'h', type: 'test.call', retry: { maxAttempts: 1 } }],
    edges: ['trigger > h'],
  });
  expect(result).toMatchObject({ status: 'succeeded', output: 'ok' });
  expect(Date.parse(result.endedAt) - Date.parse(result.startedAt)).toBeGreaterThanOrEqual(3_600_000);
});

test('a signalled event ends the wait, and the live query tells what it waits for', async () => {
  bench.call = () => null;
  const { result } = await bench.run(
    {
      nodes: [{ id: 'w', type: 'waitForEvent', config: { events: [{ port: 'pago', name: 'pagamento' }] } }],
      edges: ['trigger > w'],
    },
    {
      during: async ({ signal, query }) => {
        const live = await query<{ status: string; waitingFor: { kind: string }[] }>('trace', 0);
        expect(live).toMatchObject({ status: 'waiting', waitingFor: [{ node: 'w', kind: 'event' }] });
        await signal('event', eventNamed('pagamento', 1, { cents: 100 }));
      },
    },
  );
  expect(result).toMatchObject({ status: 'succeeded', output: { name: 'pagamento', data: { cents: 100 } } });
});

test('an approval that times out leaves by its port, and a decision in the row still counts', async () => {
  const flow: ShortFlow = {
    nodes: [
      { id: 'a', type: 'approval', config: { title: 'Pode?', timeout: 'PT1H' } },
      { id: 'sim', type: 'stop', config: { output: 'sim' } },
      { id: 'tarde', type: 'stop', config: { output: 'tarde' } },
    ],
    edges: ['trigger > a', 'a.approved > sim', 'a.timeout > tarde'],
  };
  expect((await bench.run(flow)).result.output).toBe('tarde');
  bench.decision = { kind: 'ok', output: { decision: 'approved' }, port: 'approved', attempts: 1 };
  expect((await bench.run(flow)).result.output).toBe('sim');
  bench.decision = null;
});

test('a cancelled run ends cancelled with its reason', async () => {
  const { result } = await bench.run(
    { nodes: [{ id: 'w', type: 'wait', config: { for: 'P1D' } }], edges: ['trigger > w'] },
    {
      during: async ({ signal, query }) => {
        // A run that is cancelled before its first task has no step that could be.
        await query('trace', 0);
        await signal('cancel', 'replaced');
      },
    },
  );
  expect(result).toMatchObject({ status: 'cancelled', error: { code: 'replaced' } });
  expect(result.steps).toMatchObject([{ node: 'w', status: 'cancelled' }]);
});

test('a run that outgrows its history goes on in a new one: nothing is lost, its trace is whole', async () => {
  bench.asked.pages.length = 0;
  bench.call = ({ config }) => config;
  const { result, workflowId, firstRunId } = await bench.run({
    vars: { n: 0 },
    nodes: [
      { id: 'w', type: 'while', config: { condition: '{{ index < 900 }}' } },
      { id: 'h', type: 'test.call', parent: 'w', config: { i: '{{ index }}' } },
      { id: 'mais', type: 'assign', parent: 'w', config: { values: { n: '{{ vars.n + 1 }}' } } },
      { id: 'fim', type: 'set', config: { values: { n: '{{ vars.n }}', last: '{{ steps.w }}' } } },
    ],
    edges: ['trigger > w', 'w.each > h', 'h > mais', 'w > fim'],
  });
  expect(result).toMatchObject({ status: 'succeeded', output: { n: 900, last: { n: 900 } } });
  const steps = [
    ...bench.asked.pages.toSorted((a, b) => a.page - b.page).flatMap((page) => page.steps),
    ...result.steps,
  ];
  expect(
    steps
      .filter((step) => step.node === 'h')
      .map((step) => step.path[0]?.index)
      .toSorted((a = 0, b = 0) => a - b),
  ).toEqual(Array.from({ length: 900 }, (_, i) => i));
  const last = await bench.environment.client.workflow.getHandle(workflowId).describe();
  expect(last.runId).not.toBe(firstRunId);
});

test('what comes while a run changes over to a new execution is neither lost nor taken twice', async () => {
  bench.asked.pages.length = 0;
  bench.asked.calls.length = 0;
  bench.call = ({ config }) => config;
  let sent = 0;
  const { result, workflowId, firstRunId } = await bench.run(
    {
      vars: { n: 0 },
      nodes: [
        { id: 'w', type: 'while', config: { condition: '{{ index < 800 }}' } },
        { id: 'h', type: 'test.call', parent: 'w', config: { i: '{{ index }}' } },
        { id: 'ouve', type: 'while', config: { condition: '{{ index === 0 || last.ok !== "fim" }}' } },
        { id: 'e', type: 'waitForEvent', parent: 'ouve', config: { events: [{ port: 'ok', name: 'x' }] } },
        { id: 'conta', type: 'assign', parent: 'ouve', config: { values: { n: '{{ vars.n + 1 }}' } } },
        { id: 'eco', type: 'test.call', parent: 'ouve', config: { ok: '{{ steps.e.data }}' } },
        { id: 'fim', type: 'set', config: { values: { n: '{{ vars.n }}' } } },
      ],
      edges: [
        'trigger > w',
        'w.each > h',
        'trigger > ouve',
        'ouve.each > e',
        'e.ok > conta',
        'conta > eco',
        'ouve > fim',
      ],
    },
    {
      during: async ({ signal }) => {
        bench.whileSaving = async () => await signal('event', eventNamed('x', ++sent));
        await until(() => bench.asked.calls.some(({ config }) => JSON.stringify(config) === '{"i":799}'));
        bench.whileSaving = () => Promise.resolve();
        await signal('event', eventNamed('x', ++sent, 'fim'));
      },
    },
  );
  bench.whileSaving = () => Promise.resolve();
  expect(result.status).toBe('succeeded');
  expect(sent).toBeGreaterThan(4);
  const last = await bench.environment.client.workflow.getHandle(workflowId).describe();
  expect(last.runId).not.toBe(firstRunId);
  const steps = [...bench.asked.pages.flatMap((page) => page.steps), ...result.steps];
  expect(steps.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(steps.map((_, i) => i + 1));
  expect(steps.filter(({ node }) => node === 'eco')).toHaveLength(sent);
  expect(steps.find(({ node }) => node === 'fim')?.output).toEqual({ n: sent });
});

/** Looks again until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}

test('a run of many steps that ends in one go keeps every step', async () => {
  bench.asked.pages.length = 0;
  const { result } = await bench.run({
    nodes: [
      { id: 'w', type: 'while', config: { condition: '{{ index < 450 }}' } },
      { id: 's', type: 'set', parent: 'w', config: { values: { i: '{{ index }}' } } },
    ],
    edges: ['trigger > w', 'w.each > s'],
  });
  const steps = [...bench.asked.pages.flatMap((page) => page.steps), ...result.steps];
  expect(new Set(steps.map((step) => step.n)).size).toBe(451);
});

test('a stored history replays to the same commands', async () => {
  bench.call = ({ config }) => config;
  const { workflowId } = await bench.run({
    nodes: [
      { id: 'cada', type: 'forEach', config: { items: '{{ range(5) }}', concurrency: 2 } },
      { id: 'h', type: 'test.call', parent: 'cada', config: { v: '{{ random() }}' } },
      { id: 'w', type: 'wait', config: { for: 'PT1H' } },
    ],
    edges: ['trigger > cada', 'cada.each > h', 'cada > w'],
  });
  const history = await bench.environment.client.workflow.getHandle(workflowId).fetchHistory();
  await expect(
    Worker.runReplayHistory({ workflowBundle: await workflowBundle(), sinks: quiet }, history),
  ).resolves.toBeUndefined();
});

test('actions inside the workflow task end with half a second gathered, and their history replays the same', async () => {
  bench.call = async ({ config }) => {
    await sleep(200);
    return config;
  };
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const { result, workflowId } = await bench.run(
    {
      nodes: ids.map((id) => ({ id, type: 'test.call', config: { id } })),
      edges: ids.map((id, i) => `${ids[i - 1] ?? 'trigger'} > ${id}`),
    },
    { callerWaits: true },
  );
  expect(result).toMatchObject({ status: 'succeeded', output: { id: 'f' } });
  const history = await bench.environment.client.workflow.getHandle(workflowId).fetchHistory();
  const events = history.events ?? [];
  const local = events.filter((event) => event.markerRecordedEventAttributes).length;
  const ordinary = events.filter((event) => event.activityTaskScheduledEventAttributes).length;
  expect(local + ordinary).toBe(6);
  // Three times 200 ms pass the half second: the fourth is an ordinary one, which begins another task.
  expect([local >= 3, ordinary >= 1]).toEqual([true, true]);
  await expect(
    Worker.runReplayHistory({ workflowBundle: await workflowBundle(), sinks: quiet }, history),
  ).resolves.toBeUndefined();
});

test('a plan that comes as a value of its own means the same', async () => {
  const flow = { nodes: [{ id: 'a', type: 'set', config: { values: { n: '{{ trigger.data.n + 1 }}' } } }] };
  const edges = ['trigger > a'];
  const { result } = await bench.run({ ...flow, edges }, { data: { n: 1 }, planApart: true });
  expect(result).toMatchObject({ status: 'succeeded', output: { n: 2 } });
});
