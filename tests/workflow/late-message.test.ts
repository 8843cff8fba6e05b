import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '#flow/machine/run-result.ts';
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

test('a chat message that comes between a run saying that it ended and the server hearing it is told as unread, and the first word was not final', async () => {
  const { client, nativeConnection } = bench.environment;
  // No key of its own: messages of one chat take turns all the same.
  const plan = planOf({
    trigger: { type: 'message', config: { channel: 'telegram', account: 'bot' } },
    nodes: [{ id: 'a', type: 'set', config: { values: { ok: true } } }],
    edges: ['trigger > a'],
  });
  const handle = await client.workflow.start(FLOW_WORKFLOW, {
    taskQueue: 'late',
    workflowId: 'ten_1/key/flw_1/late/run_1',
    args: [{ plan, start: sampleStart({}), weight: 1, priority: 1 }],
  });
  const told: RunResult[] = [];
  const worker = await Worker.create({
    connection: nativeConnection,
    taskQueue: 'late',
    workflowBundle: await workflowBundle(),
    activities: bench.activities(),
    sinks: {
      engine: {
        ...quiet.engine,
        ended: {
          // The SDK waits for this before it tells the server.
          fn: async (_info, result) => {
            told.push(result as RunResult);
            if (told.length === 1) await handle.signal('event', eventNamed('trigger', 1, { text: 'mais uma' }));
          },
        },
      },
    },
  });
  const result = (await worker.runUntil(handle.result())) as RunResult;
  expect(told).toMatchObject([
    { mayHearMore: true, unreadTriggers: [] },
    { mayHearMore: true, unreadTriggers: [{ id: 'evt_trigger_1' }], seenTriggers: ['evt_trigger_1'] },
  ]);
  expect(result.unreadTriggers).toHaveLength(1);
});
