import { ApplicationFailure } from '@temporalio/common';
import { type TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, type InjectedSinks, Runtime, Worker } from '@temporalio/worker';
import type { Json } from '#flow/json.ts';
import type { FlowEvent, Outcome, TraceStep } from '#flow/machine/protocol.ts';
import type { RunResult } from '#flow/machine/run-result.ts';
import { sampleStart } from '#flow/simulator/sample-run.ts';
import { planOf, type ShortFlow } from '#flow/testing.ts';
import { workflowBundle } from '#workers/bundle.ts';
import type { ActionCall, EngineActivities } from '#workflows/engine-activities.ts';
import { FLOW_WORKFLOW, type FlowInput } from '#workflows/flow-input.ts';
import type { EngineSinks } from '#workflows/sinks.ts';
import { timeSkippingEnvironment } from '../time-skipping.ts';
import { resultInTime } from './in-time.ts';

type Call = (call: ActionCall, attempt: number) => Json | Promise<Json>;

/** What the workflow asked of the engine's activities, in order. */
interface Asked {
  pages: { page: number; steps: TraceStep[] }[];
  marks: string[];
  subscriptions: { name: string; key: string | null }[][];
  approvals: number[];
  cancelledRuns: string[];
  calls: ActionCall[];
}

/** A time-skipping server with the real workflow code, and activities that the test makes up. */
export class FlowBench {
  readonly environment: TestWorkflowEnvironment;
  readonly asked: Asked = { pages: [], marks: [], subscriptions: [], approvals: [], cancelledRuns: [], calls: [] };
  call: Call = () => null;
  before: FlowEvent[] = [];
  /** While a page of the trace is on its way to PostgreSQL. */
  whileSaving: () => Promise<void> = () => Promise.resolve();
  decision: Outcome | null = null;
  /** Activities of the product, in place of the made-up ones. */
  real: Record<string, (...args: never[]) => Promise<unknown>> = {};
  startRun: EngineActivities['trama.startRun'] = () => Promise.resolve({ runId: 'run_child' });
  #turn = 0;

  private constructor(environment: TestWorkflowEnvironment) {
    this.environment = environment;
  }

  static async open(): Promise<FlowBench> {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    return new FlowBench(await timeSkippingEnvironment());
  }

  close(): Promise<void> {
    return this.environment.teardown();
  }

  /** Runs a flow with a worker of its own; `during` sees the handle while it runs. */
  async run(
    flow: ShortFlow,
    {
      data = {},
      during,
      callerWaits = false,
      planApart = false,
    }: { data?: Json; during?: (run: OpenFlow) => Promise<void>; callerWaits?: boolean; planApart?: boolean } = {},
  ): Promise<Finished> {
    const taskQueue = `flows-${++this.#turn}`;
    const { client, nativeConnection } = this.environment;
    const worker = await Worker.create({
      connection: nativeConnection,
      taskQueue,
      workflowBundle: await workflowBundle(),
      activities: this.activities(),
      sinks: quiet,
    });
    const start = sampleStart(data);
    start.run.startedAt = new Date(Number(await this.environment.currentTimeMs())).toISOString();
    const plan = planOf(flow);
    const input: Omit<FlowInput, 'plan'> = { start, weight: 1, priority: 1, ...(callerWaits && { callerWaits }) };
    return await worker.runUntil(async () => {
      const handle = await client.workflow.start(FLOW_WORKFLOW, {
        taskQueue,
        workflowId: `ten_1/run/${taskQueue}`,
        args: planApart ? [input, plan] : [{ plan, ...input }],
      });
      await during?.({
        workflowId: handle.workflowId,
        firstRunId: handle.firstExecutionRunId,
        signal: (name, ...args) => handle.signal(name, ...args),
        query: (name, ...args) => handle.query(name, ...args),
      });
      const result = (await resultInTime(this.environment, handle)) as RunResult;
      // A long action that is left without a worker would keep the server's clock from running ahead.
      await client.workflow
        .getHandle(`${handle.workflowId}/call/1`)
        .result()
        .catch(() => undefined);
      return { result, workflowId: handle.workflowId, firstRunId: handle.firstExecutionRunId };
    });
  }

  /** What a worker needs beside the workflows. */
  activities(): Record<string, (...args: never[]) => Promise<unknown>> {
    const { asked } = this;
    const engine: EngineActivities = {
      'trama.subscribe': ({ names, mark }) => {
        asked.subscriptions.push(names);
        if (mark) asked.marks.push(mark.status);
        return Promise.resolve(this.before);
      },
      'trama.openApproval': ({ call, mark }) => {
        asked.approvals.push(call);
        if (mark) asked.marks.push(mark.status);
        return Promise.resolve(null);
      },
      'trama.closeApproval': () => Promise.resolve(this.decision),
      'trama.startRun': (ask) => this.startRun(ask),
      'trama.cancelRun': ({ child }) => {
        asked.cancelledRuns.push(child);
        return Promise.resolve();
      },
      'trama.savePage': async ({ page, steps }) => {
        asked.pages.push({ page, steps });
        await this.whileSaving();
      },
      'trama.markRun': ({ status }) => {
        asked.marks.push(status);
        return Promise.resolve();
      },
    };
    const attempts = new Map<string, number>();
    const action = async (call: ActionCall): Promise<{ output: Json; attempt: number }> => {
      asked.calls.push(call);
      const attempt = (attempts.get(call.idempotencyKey) ?? 0) + 1;
      attempts.set(call.idempotencyKey, attempt);
      return { output: await this.call(call, attempt), attempt };
    };
    return { ...engine, 'test.call': action, code: action, ...this.real };
  }
}

export interface OpenFlow {
  workflowId: string;
  firstRunId: string;
  signal(name: string, ...args: unknown[]): Promise<void>;
  query<T>(name: string, ...args: unknown[]): Promise<T>;
}

export interface Finished {
  result: RunResult;
  workflowId: string;
  firstRunId: string;
}

export const quiet: InjectedSinks<EngineSinks> = {
  engine: {
    answered: { fn: () => undefined },
    ended: { fn: () => undefined },
    changed: { fn: () => undefined },
  },
};

/** What an action throws as its activity would: `retry` by the policy, `waitUntil` to park. */
export const failing = (
  code: string,
  { retry = false, waitUntil }: { retry?: boolean; waitUntil?: number } = {},
): Error =>
  ApplicationFailure.create({
    message: code,
    type: code,
    nonRetryable: !retry,
    details: [{ attempt: 1, details: null, ...(waitUntil === undefined ? {} : { waitUntil }) }],
  });

export const eventNamed = (name: string, n = 1, data: Json = null): FlowEvent => ({
  id: `evt_${name}_${n}`,
  name,
  key: null,
  data,
  source: 'run',
  receivedAt: new Date(Date.parse('2026-11-21T12:00:00.000Z') + n).toISOString(),
});
