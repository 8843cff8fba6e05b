import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import { cleanUp } from '#domain/clean-up.ts';
import type { Carrier } from '#domain/dispatch/carry-out.ts';
import { type StartDeps, startWorkflow } from '#domain/dispatch/start-workflow.ts';
import { listOpenRuns, type OpenRun } from '#domain/runs/list-open-runs.ts';
import { claimSweep, startForgotten } from '#domain/runs/sweep.ts';
import type { RunResult } from '#flow/machine/run-result.ts';
import type { ClosingWriter } from './closing-writer.ts';

const EVERY_MS = 15_000;
const CLEAN_EVERY_MS = 3_600_000;
const AT_ONCE = 20;
const PAGE = 500;
/** While something is away. */
const AGAIN_MS = 2_000;
const MOST_AGAIN = 5_000;
const FAILED: ReadonlySet<string> = new Set(['FAILED', 'TERMINATED', 'TIMED_OUT', 'CANCELLED']);

interface SweepDeps extends StartDeps {
  writer: ClosingWriter;
  carrier: Carrier;
  log: Logger;
}

type Place = Pick<OpenRun, 'tenantId' | 'runId' | 'workflowId'>;

/**
 * Finds what a crash left: runs whose workflow has ended and whose row is open, runs that Temporal does not know (a start
 * that was lost with a power cut), and queued runs whose place is free. At the start all open runs are looked at, for a
 * process has just died; after that each has its turn now and then.
 */
export class Sweep {
  readonly #deps: SweepDeps;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #cleaned = Date.now();
  /** Could not be looked at, for something was away. */
  #again: Place[] = [];

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
    let all = false;
    while (!signal.aborted) {
      all ||= await this.#try(() => this.#everything());
      await this.#try(() => this.#turn());
      await sleep(all && this.#again.length === 0 ? EVERY_MS : AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #try(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'the sweep could not finish');
      return false;
    }
  }

  async #turn(): Promise<void> {
    const { database, carrier } = this.#deps;
    const claimed = await claimSweep(database.admin);
    await this.#look([...this.#again.splice(0), ...claimed]);
    const forgotten = await startForgotten(database, undefined, (tenantId, err) =>
      this.#deps.log.warn({ err, tenantId }, 'a queued run could not be started now'),
    );
    carrier.soon(forgotten);
    if (Date.now() - this.#cleaned < CLEAN_EVERY_MS) return;
    this.#cleaned = Date.now();
    await cleanUp(database, (tenantId, err) =>
      this.#deps.log.error({ err, tenantId }, 'a tenant could not be cleaned up'),
    );
  }

  async #everything(): Promise<void> {
    const before = new Date();
    for (let after: string | null = null; !this.#stop.signal.aborted; ) {
      const runs: OpenRun[] = await listOpenRuns(this.#deps.database.admin, { before, after, limit: PAGE });
      await this.#look(runs);
      if (runs.length < PAGE) return;
      after = runs.at(-1)?.runId ?? null;
    }
  }

  async #look(runs: readonly Place[]): Promise<void> {
    for (let i = 0; i < runs.length && !this.#stop.signal.aborted; i += AT_ONCE) {
      await Promise.all(runs.slice(i, i + AT_ONCE).map((run) => this.#tried(run)));
    }
  }

  /** One that cannot be looked at keeps none of the others waiting, and has its turn again with the next. */
  async #tried(run: Place): Promise<void> {
    try {
      await this.#one(run);
    } catch (error) {
      this.#deps.log.warn({ err: error, runId: run.runId }, 'a run cannot be looked at now');
      if (this.#again.length < MOST_AGAIN) this.#again.push(run);
    }
  }

  async #one({ tenantId, runId, workflowId }: Place): Promise<void> {
    const { client, writer, log } = this.#deps;
    const handle = client.workflow.getHandle(workflowId);
    try {
      const { status, startTime } = await handle.describe();
      if (status.name === 'COMPLETED') writer.ended((await handle.result()) as RunResult);
      else if (FAILED.has(status.name)) {
        log.error({ runId, status: status.name }, 'a run was ended from outside');
        writer.ended(endedOutside({ tenantId, runId }, startTime, status.name));
      }
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      log.warn({ runId }, 'Temporal does not know the run; it is started again');
      await startWorkflow(this.#deps, tenantId, runId);
    }
  }
}

/** Somebody terminated the workflow in Temporal, or its code failed it: the run must not stay open for ever. */
const endedOutside = (run: { tenantId: string; runId: string }, startTime: Date, status: string): RunResult => ({
  ...run,
  flowId: '',
  status: status === 'CANCELLED' || status === 'TERMINATED' ? 'cancelled' : 'failed',
  output: null,
  error: { code: 'ended_outside', message: `Temporal: ${status}` },
  answer: null,
  steps: [],
  // No page of the run's own has this number.
  page: 1_000_000,
  startedAt: startTime.toISOString(),
  endedAt: new Date().toISOString(),
  unreadTriggers: [],
  seenTriggers: [],
  discardData: false,
  startsRuns: true,
  mayHearMore: false,
});
