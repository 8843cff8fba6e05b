import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actionActivity, type Made } from '#activities/action-activity.ts';
import { actionActivities } from '#activities/create-activities.ts';
import { OpenAttempts } from '#activities/open-attempts.ts';
import { LET_GO, type LetGo } from '#flow/contracts/let-go.ts';
import { FlowBench } from './flow-bench.ts';
import { bareDeps, testAction } from './test-action.ts';

const OWN_QUEUE = 'the queue of one process';

let bench: FlowBench;
beforeAll(async () => {
  bench = await FlowBench.open();
});
afterAll(() => bench.close());

test('an attempt that goes on is ended with its run, also where its wait was cancelled before it was taken up', async () => {
  let end: (reason: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  const hangs = testAction(
    (_config, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          end(String(signal.reason));
          reject(signal.reason);
        });
      }),
  );
  const open = new OpenAttempts<Made>(OWN_QUEUE);
  const letGo: LetGo = async ({ key }) => open.letGo(key);
  bench.real = { 'test.call': actionActivity(hangs, bareDeps, open) };
  const { client, nativeConnection } = bench.environment;

  const flow = { nodes: [{ id: 'h', type: 'test.call', retry: { maxAttempts: 1 } }], edges: ['trigger > h'] };
  const { result } = await bench.run(flow, {
    callerWaits: true,
    during: async ({ workflowId, signal }) => {
      const scheduled = async (): Promise<string[]> => {
        const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
        return (events ?? []).flatMap((one) => one.activityTaskScheduledEventAttributes?.activityType?.name ?? []);
      };
      await expect.poll(scheduled, { timeout: 10_000 }).toContain('test.call');
      // Nobody listens there yet: the server cancels the wait by itself.
      await signal('cancel', 'cancelled');
      await expect.poll(scheduled, { timeout: 10_000 }).toContain(LET_GO);
      const own = await Worker.create({
        connection: nativeConnection,
        taskQueue: OWN_QUEUE,
        activities: { [LET_GO]: letGo },
      });
      expect(await own.runUntil(ended)).toContain('nobody waits');
    },
  });
  expect(result.status).toBe('cancelled');
});

test('every worker listens to it where its attempts go on', () => {
  expect(Object.keys(actionActivities(bareDeps, OWN_QUEUE))).toContain(LET_GO);
});
