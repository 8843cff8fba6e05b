import { Worker, type WorkerOptions } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleStart } from '#flow/simulator/sample-run.ts';
import { planOf } from '#flow/testing.ts';
import { workflowBundle } from '#workers/bundle.ts';
import { FLOW_WORKFLOW } from '#workflows/flow-input.ts';
import { eventNamed, FlowBench, quiet } from './flow-bench.ts';

let bench: FlowBench;

beforeAll(async () => {
  bench = await FlowBench.open();
});
afterAll(() => bench.close());

const SIGNALS = 4_000;
const EVENTS = 200;

test('what came by the thousand while no worker was there is one long task, which ends neither the process nor the run', async () => {
  const { client, nativeConnection } = bench.environment;
  const plan = planOf({
    nodes: [
      { id: 'w', type: 'while', config: { condition: `{{ index < ${EVENTS} }}`, result: '{{ index }}' } },
      { id: 'e', type: 'waitForEvent', parent: 'w', config: { events: [{ port: 'ok', name: 'veio' }] } },
    ],
    edges: ['trigger > w', 'w.each > e'],
    settings: { timeout: null },
  });
  const handle = await client.workflow.start(FLOW_WORKFLOW, {
    taskQueue: 'burst',
    workflowId: 'ten_1/run/burst',
    args: [{ plan, start: sampleStart({}), weight: 1, priority: 1 }],
  });
  for (let n = 0; n < SIGNALS; n += 100) {
    await Promise.all(Array.from({ length: 100 }, () => handle.signal('resume')));
  }
  for (let n = 0; n < EVENTS; n++) await handle.signal('event', eventNamed('veio', n, n));
  // Of the SDK, and in none of its types: by default 5 s, which a faster machine than this one would not reach here.
  const clock = { isolateExecutionTimeout: '100ms' } as Partial<WorkerOptions>;
  const worker = await Worker.create({
    connection: nativeConnection,
    taskQueue: 'burst',
    workflowBundle: await workflowBundle(),
    activities: bench.activities(),
    sinks: quiet,
    ...clock,
  });
  const result = await worker.runUntil(handle.result());
  expect(result).toMatchObject({ status: 'succeeded', output: EVENTS - 1 });
});
