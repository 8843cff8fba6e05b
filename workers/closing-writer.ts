import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Carrier } from '#domain/dispatch/carry-out.ts';
import type { LiveHub } from '#domain/dispatch/live-hub.ts';
import { closeRuns } from '#domain/runs/close-runs.ts';
import { readTrigger } from '#flow/admission.ts';
import { isUnavailable } from '#flow/errors.ts';
import type { RunResult } from '#flow/machine/run-result.ts';
import type { Database } from '#prisma/with-tenant.ts';

/** Long enough to gather what ends together, short beside what a caller feels. */
const GATHER_MS = 2;
const MOST_AT_ONCE = 100;
/** The server answers within milliseconds, when it has the time; a run that goes on says so again at its end. */
const LOOK_MS = 5;
const LONGEST_LOOK_MS = 500;
/** Past this it is the sweep's, which takes minutes. */
const WATCH_MS = 30_000;
/** While PostgreSQL or Temporal is away. */
const AGAIN_MS = 1_000;
/** Ends that are kept meanwhile, here in memory; the sweep finds the others, in minutes rather than seconds. */
const MOST_KEPT = 5_000;

export interface ClosingDeps {
  database: Database;
  client: Client;
  carrier: Carrier;
  hub: LiveHub;
  log: Logger;
}

/**
 * Writes how runs ended, many in one transaction. It is told at most once and outside the history; what a crash swallows
 * the sweep brings again from Temporal.
 */
export class ClosingWriter {
  readonly #deps: ClosingDeps;
  #waiting: RunResult[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  /** Runs whose end Temporal has yet to confirm. */
  #unsure = 0;
  #stopped = false;

  constructor(deps: ClosingDeps) {
    this.#deps = deps;
  }

  /**
   * A workflow says that it has ended, just before its server hears of it. Where a signal may come in between, the server
   * hands the task out again and the run goes on: such a run is closed only when the server has said that it is over.
   */
  add(result: RunResult, workflowId: string): void {
    if (!result.mayHearMore) this.ended(result);
    else void this.#whenOver(result, workflowId);
  }

  /** It has ended for sure. */
  ended(result: RunResult): void {
    this.#waiting.push(result);
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }

  async #whenOver(result: RunResult, workflowId: string): Promise<void> {
    const { client, log } = this.#deps;
    const handle = client.workflow.getHandle(workflowId);
    if (this.#unsure >= MOST_KEPT) return;
    this.#unsure += 1;
    let end = Date.now() + WATCH_MS;
    for (let looks = 0; Date.now() < end && !this.#stopped; ) {
      await sleep(Math.min(LOOK_MS * (looks + 1), LONGEST_LOOK_MS));
      try {
        const { status } = await handle.describe();
        looks += 1;
        if (status.name === 'RUNNING') continue;
        if (status.name === 'COMPLETED') this.ended((await handle.result()) as RunResult);
        break;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) break;
        log.warn({ err: error, runId: result.runId }, 'Temporal cannot be asked for the end of a run');
        await sleep(AGAIN_MS);
        // Nobody has said anything yet.
        end = Date.now() + WATCH_MS;
      }
    }
    this.#unsure -= 1;
  }

  /** Writes what it holds, once more; what cannot be written now is found at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const results = this.#waiting.splice(0, MOST_AT_ONCE);
    if (results.length > 0) this.#writing = this.#writing.then(() => this.#write(results));
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => void this.flush(), 0);
    await this.#writing;
  }

  async #write(results: RunResult[]): Promise<void> {
    const { database, carrier, hub, log } = this.#deps;
    try {
      const { closed, outbox, failed } = await closeRuns(database, results, { readTrigger });
      carrier.soon(outbox);
      const later = failed.filter(({ error }) => isUnavailable(error));
      for (const { record, error } of failed)
        if (!isUnavailable(error)) log.error({ err: error, runId: record.runId }, 'run is not closed yet');
      this.#again(later.map(({ record }) => record));
      const now = new Set(closed);
      for (const result of results) if (now.has(result.runId)) hub.closed(result);
    } catch (error) {
      log.warn({ err: error, runs: results.length }, 'ends of runs are left to the sweep');
    }
  }

  #again(results: RunResult[]): void {
    if (results.length === 0 || this.#stopped) return;
    const room = Math.max(0, MOST_KEPT - this.#waiting.length);
    this.#deps.log.warn({ runs: results.length, kept: Math.min(room, results.length) }, 'runs are not closed yet');
    this.#waiting.unshift(...results.slice(0, room));
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), AGAIN_MS);
  }
}
