import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import { type StartDeps, startWorkflow } from '#domain/dispatch/start-workflow.ts';
import { listOpenRuns, type OpenRun } from '#domain/runs/list-open-runs.ts';
import type { RunResult } from '#workflows/flow-input.ts';
import type { ClosingWriter } from './closing-writer.ts';

const EVERY_MS = 15_000;
/** A run is looked at when its worker has had time to close it by itself. */
const YOUNG_MS = 10_000;
const AT_ONCE = 20;
const PAGE = 500;
const FAILED: ReadonlySet<string> = new Set(['FAILED', 'TERMINATED', 'TIMED_OUT', 'CANCELLED']);

interface SweepDeps extends StartDeps {
  client: Client;
  writer: ClosingWriter;
  log: Logger;
}

/**
 * Finds what a crash left: runs whose workflow has ended and whose row is open, and runs that Temporal does not know (a
 * start that was lost with a power cut). The first are closed, the second started again under their own ids.
 */
export class Sweep {
  readonly #deps: SweepDeps;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  constructor(deps: SweepDeps) {
    this.#deps = deps;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#all();
      } catch (error) {
        this.#deps.log.warn({ err: error }, 'the sweep could not finish');
      }
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #all(): Promise<void> {
    const before = new Date(Date.now() - YOUNG_MS);
    for (let after: string | null = null; !this.#stop.signal.aborted; ) {
      const runs: OpenRun[] = await listOpenRuns(this.#deps.database.admin, { before, after, limit: PAGE });
      for (let i = 0; i < runs.length; i += AT_ONCE) {
        await Promise.all(runs.slice(i, i + AT_ONCE).map((run) => this.#one(run)));
      }
      if (runs.length < PAGE) return;
      after = runs.at(-1)?.runId ?? null;
    }
  }

  async #one({ tenantId, flowId, runId, workflowId, startedAt }: OpenRun): Promise<void> {
    const { client, writer, log } = this.#deps;
    const handle = client.workflow.getHandle(workflowId);
    try {
      const { status } = await handle.describe();
      if (status.name === 'COMPLETED') writer.add((await handle.result()) as RunResult);
      else if (FAILED.has(status.name)) {
        log.error({ runId, status: status.name }, 'a run was ended from outside');
        writer.add(endedOutside({ tenantId, flowId, runId, startedAt }, status.name));
      }
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      log.warn({ runId }, 'Temporal does not know the run; it is started again');
      await startWorkflow(this.#deps, tenantId, runId);
    }
  }
}

/** Somebody terminated the workflow in Temporal, or its code failed it: the run must not stay open for ever. */
const endedOutside = (run: Omit<OpenRun, 'workflowId'>, status: string): RunResult => ({
  tenantId: run.tenantId,
  flowId: run.flowId,
  runId: run.runId,
  status: status === 'CANCELLED' || status === 'TERMINATED' ? 'cancelled' : 'failed',
  output: null,
  error: { code: 'ended_outside', message: `Temporal: ${status}` },
  answer: null,
  steps: [],
  page: 1_000_000,
  startedAt: run.startedAt,
  endedAt: new Date().toISOString(),
  unreadTriggers: [],
  seenTriggers: [],
  discardData: false,
});
