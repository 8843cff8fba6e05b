import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import temporal from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { actions } from '#connectors/actions.ts';
import type { BillingDesk } from '#flow/contracts/billing-desk.ts';
import type { Json } from '#flow/json.ts';
import { workflowBundle } from '#workers/bundle.ts';
import type { ActionCall } from '#workflows/engine-activities.ts';
import { FLOW_WORKFLOW, type FlowInput, type LiveState } from '#workflows/flow-input.ts';
import { type FlowBench, quiet } from './flow-bench.ts';
import { type Clock, callAction, type Heard, lifeEvent, lifePlan, lifeStart, SUBJECT } from './life-bench.ts';

/** The real workflow code on a server whose clock runs ahead. */
export interface Living {
  hear(heard: Heard): Promise<void>;
  /** Time passes, and what is due is done. */
  pass(days: number): Promise<void>;
  /** The same to an instant (ISO 8601), and a minute on. */
  until(instant: string): Promise<void>;
  /** Events of all its histories so far, and how many histories. `deeds`: without the workflow's own tasks, of which a busy machine makes more. */
  events(): Promise<{ events: number; deeds: number; histories: number }>;
  waitsAt(): Promise<string[]>;
  /** States that a look of the document saw, in order, each as often as it was come to. */
  readonly seen: string[];
}

/** Who is lived for, on which desk; its clock is the server's. */
interface Lived {
  name: string;
  clock: Clock;
  desk: BillingDesk;
  subject?: string;
}

const { EventType } = temporal.temporal.api.enums.v1;
/** What a task leaves behind that waits. */
const AFTER_A_TASK = new Set([
  ...[EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED, EventType.EVENT_TYPE_MARKER_RECORDED],
  ...[EventType.EVENT_TYPE_TIMER_STARTED, EventType.EVENT_TYPE_TIMER_CANCELED],
]);

/**
 * Nothing is under way; gives the execution that waits. Its history is looked at, for this server answers no query that
 * comes while a run goes on as new.
 */
const settled = async (handle: WorkflowHandle): Promise<string> => {
  for (;;) {
    const { runId } = await handle.describe();
    const { events } = await handle.client.getHandle(handle.workflowId, runId).fetchHistory();
    const last = events?.at(-1)?.eventType;
    if (last && AFTER_A_TASK.has(last)) return runId;
    await sleep(5);
  }
};

/** Lives the lifecycle's document; it ends with its tenant. */
export async function live(
  bench: FlowBench,
  { name, clock, desk, subject = SUBJECT }: Lived,
  work: (living: Living) => Promise<void>,
): Promise<void> {
  const { environment } = bench;
  const { client, nativeConnection } = environment;
  const seen: string[] = [];
  const act = async (
    { config, idempotencyKey }: ActionCall,
    type: string,
  ): Promise<{ output: Json; attempt: number }> => {
    clock.ms = await environment.currentTimeMs();
    const output = await callAction(desk, { type, config, idempotencyKey }, subject);
    const state = type === 'billing.look' ? (output as { state: string }).state : null; // facts have one
    if (state !== null && seen.at(-1) !== state) seen.push(state);
    return { output, attempt: 1 };
  };
  const billing = actions.filter((one) => one.subject).map(({ id }) => [id, (call: ActionCall) => act(call, id)]);
  const worker = await Worker.create({
    connection: nativeConnection,
    taskQueue: name,
    workflowBundle: await workflowBundle(),
    activities: { ...bench.activities(), ...Object.fromEntries(billing) },
    sinks: quiet,
  });
  await worker.runUntil(async () => {
    const start = lifeStart(new Date(clock.ms).toISOString(), subject);
    const input: FlowInput = { plan: lifePlan(), start, weight: 1, priority: 3, thrifty: true };
    const { workflowId } = await client.workflow.start(FLOW_WORKFLOW, {
      ...{ taskQueue: name, workflowId: name, args: [input] },
    });
    const handle = client.workflow.getHandle(workflowId);
    const histories = new Set<string>();
    const settle = async () => {
      histories.add(await settled(handle));
    };
    const pass = async (ms: number) => {
      await environment.sleep(ms);
      clock.ms = await environment.currentTimeMs();
      await settle();
    };
    let heard = 0;
    await settle();
    await work({
      seen,
      hear: async (what) => {
        await handle.signal('event', lifeEvent(what, ++heard, await environment.currentTimeMs(), subject));
        await settle();
      },
      pass: (days) => pass(days * 86_400_000),
      until: (instant) => pass(Date.parse(instant) + 60_000 - clock.ms),
      waitsAt: async () =>
        (await handle.query<LiveState, [number]>('trace', Number.MAX_SAFE_INTEGER)).waitingFor.map(({ node }) => node),
      events: async () => {
        const all = await Promise.all(
          [...histories].map((runId) => client.workflow.getHandle(workflowId, runId).fetchHistory()),
        );
        const events = all.flatMap((one) => one.events ?? []);
        const deeds = events.filter(({ workflowTaskScheduledEventAttributes: scheduled, ...rest }) => {
          const { workflowTaskStartedEventAttributes: started, workflowTaskCompletedEventAttributes: done } = rest;
          return !(scheduled || started || done);
        });
        return { events: events.length, deeds: deeds.length, histories: histories.size };
      },
    });
    await handle.signal('event', lifeEvent('closed', ++heard, await environment.currentTimeMs(), subject));
    await handle.result();
  });
}
