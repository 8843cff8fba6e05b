import { WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import { claimNextOf, claimRow, failOutbox } from '../outbox/claim-outbox.ts';
import type { OutboxRef, OutboxRow } from '../outbox/outbox-row.ts';
import { FinishBatch } from './finish-batch.ts';
import type { StartFacts } from './fresh-run.ts';
import { type StartDeps, startFrom, startWorkflow } from './start-workflow.ts';

/** Tells Temporal what was committed. Whoever committed a row may try at once; the dispatcher does what is left. */
export class Carrier {
  readonly #deps: StartDeps & { log: Logger };
  readonly #finished: FinishBatch;

  constructor(deps: StartDeps & { log: Logger }) {
    this.#deps = deps;
    this.#finished = new FinishBatch(deps.database.admin, deps.log, (runId) => this.#next(runId));
  }

  /** Never throws, never waits: what fails stays for the dispatcher. */
  soon(rows: readonly OutboxRef[]): void {
    for (const { id } of rows) void this.byId(id);
  }

  /**
   * Carries out the start that this process has just committed. Nobody else looks at the row for some seconds, so it is
   * not claimed; a run that starts has nothing before it that would have to go first.
   */
  async startNow({ tenantId, runId, id }: OutboxRef, facts: StartFacts | null): Promise<void> {
    try {
      if (facts) await startFrom(this.#deps, facts);
      else await startWorkflow(this.#deps, tenantId, runId);
      this.#finished.add(id);
    } catch (error) {
      this.#deps.log.warn({ err: error, runId }, 'accepted, and left to the dispatcher');
    }
  }

  /** Carries out one committed row now, where it is its turn. */
  async byId(id: bigint): Promise<void> {
    try {
      const row = await claimRow(this.#deps.database.admin, id);
      if (row) await this.row(row);
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'outbox row is left to the dispatcher');
    }
  }

  /** Carries out a claimed row; its failure is noted on it, and it comes again later. */
  async row(row: OutboxRow): Promise<void> {
    try {
      await this.#tell(row);
      this.#finished.add(row.id);
    } catch (error) {
      this.#deps.log.warn({ err: error, runId: row.runId, kind: row.kind }, 'outbox row failed');
      await failOutbox(this.#deps.database.admin, row, String(error)).catch(() => undefined);
    }
  }

  async flush(): Promise<void> {
    await this.#finished.flush();
  }

  async #tell(row: OutboxRow): Promise<void> {
    if (row.kind === 'start') {
      await startWorkflow(this.#deps, row.tenantId, row.runId);
      return;
    }
    const handle = this.#deps.client.workflow.getHandle(row.workflowId);
    try {
      if (row.kind === 'cancel') await handle.signal('cancel', row.payload.reason);
      else if (row.payload.signal === 'event') await handle.signal('event', row.payload.event);
      else if (row.payload.signal === 'answer') {
        const { call, outcome } = row.payload;
        await handle.signal('answer', { call, outcome });
      } else await handle.signal(row.payload.signal);
    } catch (error) {
      // The run has ended. Its close hands unread triggers back; nothing else is owed to it.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      if (row.kind === 'signal' && row.payload.signal === 'event' && row.payload.event.name === 'trigger') throw error;
    }
  }

  async #next(runId: string): Promise<void> {
    const row = await claimNextOf(this.#deps.database.admin, runId);
    if (row) await this.row(row);
  }
}
