import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { actionActivity, type Made } from '#activities/action-activity.ts';
import { OpenAttempts } from '#activities/open-attempts.ts';
import { TramaError } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import type { ShortFlow } from '#flow/testing.ts';
import { FlowBench } from './flow-bench.ts';
import { bareDeps, testAction } from './test-action.ts';

let bench: FlowBench;
/** What the action does at its next attempt, in turn; then it succeeds. */
let turns: (() => Promise<Json> | Json)[];

const call = testAction(async () => (await turns.shift()?.()) ?? 'ok');

const fails = (code: 'unavailable' | 'timeout', message: string) => (): never => {
  throw new TramaError(code, message);
};

const flow: ShortFlow = {
  nodes: [{ id: 'h', type: 'test.call', retry: { maxAttempts: 4, initialInterval: 'PT1S' } }],
  edges: ['trigger > h'],
};

beforeAll(async () => {
  bench = await FlowBench.open();
  bench.real = { 'test.call': actionActivity(call, bareDeps, new OpenAttempts<Made>('own')) };
});
beforeEach(() => {
  turns = [];
});
afterAll(() => bench.close());

test('a step tells each of its attempts: when it was, what it said, and which one came out well', async () => {
  turns = [fails('unavailable', 'x'.repeat(400)), fails('timeout', 'Sem resposta em 10 s')];
  const { result } = await bench.run(flow);
  const [step] = result.steps;
  expect(step).toMatchObject({ status: 'succeeded', attempts: 3 });
  expect(step?.tries).toMatchObject([
    { n: 1, error: { code: 'unavailable', message: `${'x'.repeat(300)}…` } },
    { n: 2, error: { code: 'timeout', message: 'Sem resposta em 10 s' } },
    { n: 3, error: null },
  ]);
  for (const { startedAt, endedAt } of step?.tries ?? []) expect(startedAt <= endedAt).toBe(true);
});

test('the last error is told with those before it; of many attempts the last ten are', async () => {
  turns = Array.from({ length: 12 }, (_, n) => fails('unavailable', `erro ${n + 1}`));
  const many = {
    ...flow,
    nodes: [{ id: 'h', type: 'test.call', timeout: 'PT2S', retry: { maxAttempts: 12, maxInterval: 'PT1S' } }],
  };
  const { result } = await bench.run(many);
  expect(result.steps).toMatchObject([{ status: 'failed', attempts: 12, error: { message: 'erro 12' } }]);
  expect(result.steps[0]?.tries?.map(({ n, error }) => [n, error?.message])).toEqual(
    Array.from({ length: 10 }, (_, n) => [n + 3, `erro ${n + 3}`]),
  );
});

test('a caller waits: the attempt inside the task is told, too', async () => {
  turns = [fails('unavailable', 'um'), fails('unavailable', 'dois')];
  const { result } = await bench.run(flow, { callerWaits: true });
  expect(result.steps[0]?.tries?.map(({ n, error }) => [n, error?.message])).toEqual([
    [1, 'um'],
    [2, 'dois'],
    [3, undefined],
  ]);
});

test('being told to wait is told, and is no attempt', async () => {
  const until = Number(await bench.environment.currentTimeMs()) + 3_600_000;
  const parks = (): never => {
    throw new TramaError('rate_limited', 'Muitos pedidos', { waitUntil: until });
  };
  turns = [fails('unavailable', 'um'), parks, fails('unavailable', 'dois')];
  const { result } = await bench.run(flow);
  expect(result.steps).toMatchObject([{ status: 'succeeded', attempts: 3 }]);
  expect(result.steps[0]?.tries).toMatchObject([
    { n: 1, error: { message: 'um' } },
    { n: 2, error: { code: 'rate_limited' }, until: new Date(until).toISOString() },
    { n: 2, error: { message: 'dois' } },
    { n: 3, error: null },
  ]);
});

test('what succeeds at once, or fails for good at once, says nothing of attempts', async () => {
  expect((await bench.run(flow)).result.steps[0]).not.toHaveProperty('tries');
  turns = [
    () => {
      throw new TramaError('invalid', 'não', {});
    },
  ];
  const { result } = await bench.run(flow);
  expect(result.steps[0]).toMatchObject({ status: 'failed', attempts: 1 });
  expect(result.steps[0]).not.toHaveProperty('tries');
});
