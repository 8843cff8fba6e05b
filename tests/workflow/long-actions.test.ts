import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Json } from '#flow/json.ts';
import type { ShortFlow } from '#flow/testing.ts';
import type { LiveState } from '#workflows/flow-input.ts';
import { FlowBench, failing } from './flow-bench.ts';

// Thousands of events, on two cores that may be shared.
vi.setConfig({ testTimeout: 180_000 });

let bench: FlowBench;

beforeAll(async () => {
  bench = await FlowBench.open();
});
afterAll(() => bench.close());
beforeEach(() => {
  bench.asked.calls.length = 0;
  bench.asked.pages.length = 0;
});

/** A loop of many quick actions beside a branch with one that may take two hours. */
const beside = (long: ShortFlow['nodes'][number], rounds: number): ShortFlow => ({
  vars: { n: 0 },
  nodes: [
    { timeout: 'PT2H', retry: { maxAttempts: 1 }, ...long, id: 'longa', type: 'test.call', config: { long: true } },
    { id: 'w', type: 'while', config: { condition: `{{ index < ${rounds} }}` } },
    { id: 'h', type: 'test.call', parent: 'w', config: { i: '{{ index }}' } },
    { id: 'fim', type: 'set', config: { values: { longa: '{{ steps.longa }}', last: '{{ steps.w }}' } } },
  ],
  edges: ['trigger > longa', 'trigger > w', 'w.each > h', 'longa > fim', 'w > fim'],
});

const isLong = ({ config }: { config: Json }): boolean => JSON.stringify(config) === '{"long":true}';

/** As the real activities do: a sign of life now and then, until `done` or a cancel. */
async function beating(done: Promise<Json>): Promise<Json> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 200);
  try {
    return await Promise.race([done, context.cancelled]);
  } finally {
    clearInterval(beat);
  }
}

function withResolvers(): { promise: Promise<Json>; resolve: (value: Json) => void } {
  let resolve: (value: Json) => void = () => undefined;
  const promise = new Promise<Json>((given) => {
    resolve = given;
  });
  return { promise, resolve };
}

const executionsOf = async (workflowId: string, firstRunId: string): Promise<'one' | 'more'> =>
  (await bench.environment.client.workflow.getHandle(workflowId).describe()).runId === firstRunId ? 'one' : 'more';

test('a long action is tried again by its policy, under one key, and parks where it is told to', async () => {
  let calls = 0;
  bench.call = async () => {
    calls++;
    if (calls < 3) throw failing('http_503', { retry: true });
    if (calls === 3)
      throw failing('http_429', { waitUntil: Number(await bench.environment.currentTimeMs()) + 3_600_000 });
    return 'ok';
  };
  const { result } = await bench.run({
    nodes: [{ id: 'h', type: 'test.call', timeout: 'PT2H', retry: { maxAttempts: 3 } }],
    edges: ['trigger > h'],
  });
  expect(result).toMatchObject({ status: 'succeeded', output: 'ok' });
  expect(calls).toBe(4);
  expect(new Set(bench.asked.calls.map((call) => call.idempotencyKey)).size).toBe(1);
  expect(Date.parse(result.endedAt) - Date.parse(result.startedAt)).toBeGreaterThanOrEqual(3_600_000);
});

test('a long action that fails fails its node, with its attempts', async () => {
  bench.call = () => {
    throw failing('http_500', { retry: true });
  };
  const { result } = await bench.run({
    nodes: [{ id: 'h', type: 'test.call', timeout: 'PT2H', retry: { maxAttempts: 2 } }],
    edges: ['trigger > h'],
  });
  expect(result).toMatchObject({ status: 'failed', error: { code: 'http_500', node: 'h' } });
});

test('many attempts of a short action are long, too, and one attempt of a minute is not', async () => {
  bench.call = () => 'ok';
  const started = async (node: Partial<ShortFlow['nodes'][number]>): Promise<boolean> => {
    const { workflowId } = await bench.run({
      nodes: [{ ...node, id: 'h', type: 'test.call' }],
      edges: ['trigger > h'],
    });
    const { events } = await bench.environment.client.workflow.getHandle(workflowId).fetchHistory();
    return (events ?? []).some((event) => event.childWorkflowExecutionStartedEventAttributes);
  };
  expect(await started({ timeout: 'PT1M' })).toBe(false);
  expect(await started({ timeout: 'PT61S' })).toBe(true);
  expect(await started({ retry: { maxAttempts: 10, initialInterval: 'PT1M' } })).toBe(true);
});

// The last two: after a new execution the test server's clock runs ahead no more.
test('a long action holds up no new execution, and its answer reaches the run in whichever it is', async () => {
  const { promise: done, resolve: finish } = withResolvers();
  let movedOn = false;
  bench.call = (call) => (isLong(call) ? beating(done) : call.config);
  const { result, workflowId, firstRunId } = await bench.run(beside({ id: '', type: '' }, 700), {
    during: async ({ workflowId, firstRunId }) => {
      while ((await executionsOf(workflowId, firstRunId)) === 'one') await sleep(50);
      movedOn = true;
      finish({ chegou: 1 });
    },
  });
  expect(movedOn).toBe(true);
  expect(result).toMatchObject({ status: 'succeeded', output: { longa: { chegou: 1 }, last: { i: 699 } } });
  expect(await executionsOf(workflowId, firstRunId)).toBe('more');
  const steps = [...bench.asked.pages.flatMap((page) => page.steps), ...result.steps];
  expect(steps.filter(({ node }) => node === 'longa')).toMatchObject([{ status: 'succeeded', attempts: 1 }]);
  expect(bench.asked.calls.filter(isLong)).toHaveLength(1);
});

test('a cancel reaches a long action that an execution before this one began', async () => {
  let ended = false;
  bench.call = async (call) => {
    if (!isLong(call)) return call.config;
    try {
      return await beating(new Promise<Json>(() => undefined));
    } finally {
      ended = true;
    }
  };
  const { result } = await bench.run(beside({ id: '', type: '' }, 700), {
    during: async ({ workflowId, firstRunId, query, signal }) => {
      while ((await executionsOf(workflowId, firstRunId)) === 'one') await sleep(50);
      const loops = async (): Promise<boolean> =>
        (await query<LiveState>('trace', 0)).steps.some(({ node, endedAt }) => node === 'w' && endedAt === null);
      // The test server loses its way where an activity ends in the very moment in which it is cancelled.
      while (await loops()) await sleep(50);
      expect(ended).toBe(false);
      await signal('cancel', 'cancelled');
    },
  });
  expect(result.status).toBe('cancelled');
  expect(ended).toBe(true);
  expect(result.steps.find(({ node }) => node === 'longa')).toMatchObject({ status: 'cancelled' });
});
