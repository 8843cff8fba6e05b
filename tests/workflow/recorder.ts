import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { durationMs } from '#flow/expressions/dates/durations.ts';
import type { Plan } from '#flow/plan/plan.ts';
import { FLOW_WORKFLOW, type FlowInput, SIGNALS } from '#workflows/flow-input.ts';
import type { Expectation } from '../docs/expectation.ts';
import { eventOf, startOf } from '../docs/run-example.ts';
import { timeSkippingEnvironment } from '../time-skipping.ts';
import { quiet } from './flow-bench.ts';
import { recordedActivities } from './recorded-activities.ts';
import type { StoredHistory } from './stored-histories.ts';

/** A run to be recorded. */
export interface Recording {
  name: string;
  plan: Plan;
  expected: Expectation;
  /** A caller waits: short actions run inside the workflow's tasks. */
  callerWaits?: boolean;
  /** Sent at their times, beside the events. */
  signals?: { after: string; name: 'pause' | 'resume' }[];
  /** The plan is a value of its own, as large ones are (docs/decisions/016). */
  planApart?: true;
  /** As runs of the product's own flows (docs/decisions/812). */
  thrifty?: true;
  /** Says something that changes nothing, so often: the run goes on as a new execution. */
  chatter?: number;
}

/** What waits for ever is recorded as it stands after this. */
const PATIENCE_MS = 10_000;

/** Runs of flows by the real workflow code on a server that skips time, and what the server wrote down of them. */
export class Recorder {
  #environment: TestWorkflowEnvironment;
  readonly #bundle: WorkflowBundleOption;
  /** A run was left open: the test server's clock runs ahead for nobody any more. */
  #worn = false;

  private constructor(environment: TestWorkflowEnvironment, bundle: WorkflowBundleOption) {
    this.#environment = environment;
    this.#bundle = bundle;
  }

  static async open(bundle: WorkflowBundleOption): Promise<Recorder> {
    return new Recorder(await timeSkippingEnvironment(), bundle);
  }

  close(): Promise<void> {
    return this.#environment.teardown();
  }

  /** One history an execution of the run, and one a long action. */
  async record(recording: Recording): Promise<StoredHistory[]> {
    if (this.#worn) await this.#renew();
    const { name, plan, expected, callerWaits, planApart, thrifty } = recording;
    const { client, nativeConnection: connection } = this.#environment;
    const workflowId = `ten_1/run/${name}`;
    const [taskQueue, ownQueue] = [`flows-${name}`, `flows-${name}/own`];
    const nowMs = () => this.#environment.currentTimeMs().then(Number);
    const start = startOf(plan, expected);
    const around = { client: client.workflow, workflowId, ownQueue, beganMs: Date.parse(start.run.startedAt), nowMs };
    start.run.startedAt = new Date(await nowMs()).toISOString();
    const activities = recordedActivities(expected, around);
    const worker = await Worker.create({
      ...{ connection, taskQueue, activities, workflowBundle: this.#bundle, sinks: quiet },
      shutdownForceTime: '1s',
    });
    const own = await Worker.create({ connection, taskQueue: ownQueue, activities, shutdownForceTime: '1s' });
    const input: Omit<FlowInput, 'plan'> = {
      start,
      weight: 1,
      priority: 1,
      ...(callerWaits && { callerWaits }),
      ...(thrifty && { thrifty }),
    };
    const args = planApart ? [input, plan] : [{ plan, ...input }];
    return await own.runUntil(
      worker.runUntil(async () => {
        const handle = await client.workflow.start(FLOW_WORKFLOW, { taskQueue, workflowId, args });
        await this.#during(handle, recording);
        const result = handle.result().catch(() => undefined);
        const waits = Symbol();
        this.#worn = (await Promise.race([result, sleep(PATIENCE_MS, waits)])) === waits;
        const histories = await this.#histories(name, workflowId, handle.firstExecutionRunId);
        await handle.terminate().catch(() => undefined);
        await result;
        return histories;
      }),
    );
  }

  async #renew(): Promise<void> {
    await this.close();
    this.#environment = await timeSkippingEnvironment();
    this.#worn = false;
  }

  /** Sends what comes from outside, each at its time. */
  async #during(handle: WorkflowHandle, { expected, signals = [], chatter = 0 }: Recording): Promise<void> {
    const { events = [], cancelAfter } = expected;
    const due: { atMs: number; send: () => Promise<void> }[] = [
      ...events.map((one, i) => ({
        atMs: durationMs(one.after),
        send: () => handle.signal(SIGNALS.event, eventOf(one, i)),
      })),
      ...signals.map(({ after, name }) => ({ atMs: durationMs(after), send: () => handle.signal(name) })),
    ];
    if (cancelAfter !== undefined)
      due.push({ atMs: durationMs(cancelAfter), send: () => handle.signal(SIGNALS.cancel, 'cancelled') });
    for (let i = 0; i < chatter; i += 100)
      await Promise.all(Array.from({ length: 100 }, () => handle.signal(SIGNALS.resume)));
    let nowMs = 0;
    for (const { atMs, send } of due.toSorted((a, b) => a.atMs - b.atMs)) {
      // Time stands still while an action is under way that never ends.
      await Promise.race([this.#environment.sleep(atMs - nowMs), sleep(PATIENCE_MS)]);
      nowMs = atMs;
      await send().catch(() => undefined);
    }
  }

  async #histories(name: string, workflowId: string, firstRunId: string): Promise<StoredHistory[]> {
    const { client } = this.#environment;
    const found: StoredHistory[] = [];
    const calls: string[] = [];
    for (let runId: string | null | undefined = firstRunId, n = 1; runId; n++) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      found.push({ name: n === 1 ? name : `${name}.${n}`, workflowId, history: JSON.parse(historyToJSON(history)) });
      runId = undefined;
      for (const event of history.events ?? []) {
        runId ??= event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
        const call = event.childWorkflowExecutionStartedEventAttributes?.workflowExecution?.workflowId;
        if (call) calls.push(call);
      }
    }
    for (const [i, call] of calls.entries()) {
      const history = await client.workflow.getHandle(call).fetchHistory();
      found.push({ name: `${name}.action-${i + 1}`, workflowId: call, history: JSON.parse(historyToJSON(history)) });
    }
    return found;
  }
}
