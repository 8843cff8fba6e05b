import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import { claimNextOf, claimRow, failOutbox, releaseOutbox } from '../outbox/claim-outbox.ts';
import type { OutboxRef, OutboxRow } from '../outbox/outbox-row.ts';
import { FinishBatch } from './finish-batch.ts';
import type { StartFacts } from './fresh-run.ts';
import { isAway } from './is-away.ts';
import { type StartDeps, startFrom, startWorkflow } from './start-workflow.ts';

/** Beyond it Temporal is slow or away, and more at once would not help it. */
const MOST_UNDER_WAY = 500;
/** Within the lease of a row (`LEASE_MS`): whoever has not told by then tells no more. */
const DEADLINE_MS = 5_000;
/** With the deadline still within the lease, for the last of what was claimed together. */
const NEXT_MS = 500;
/** While Temporal is away all rows wait, and are not to blame: when it is back they should not wait for minutes. */
const AWAY_PAUSE_MS = 4_000;
const CLAIMS = 4;
const CLAIM_PAUSE_MS = 120;

/** Tells Temporal what was committed. Whoever committed a row may try at once; the dispatcher does what is left. */
export class Carrier {
  readonly #deps: StartDeps & { log: Logger };
  readonly #finished: FinishBatch;
  readonly #underWay = new Set<Promise<void>>();

  constructor(deps: StartDeps & { log: Logger }) {
    this.#deps = deps;
    this.#finished = new FinishBatch(deps.database.admin, deps.log, (runId) => this.#next(runId));
  }

  /** Carries out rows that this process has just committed. Never throws, never waits: what fails is the dispatcher's. */
  soon(rows: readonly OutboxRef[]): void {
    for (const { id } of rows) this.#begin(() => this.#byId(id));
  }

  /**
   * The same for a start. Nobody else looks at the row for some seconds, so it is not claimed; a run that starts has
   * nothing before it that would have to go first.
   */
  startSoon({ tenantId, runId, id }: OutboxRef, facts: StartFacts | null): void {
    this.#begin(async () => {
      if (facts) await startFrom(this.#deps, facts);
      else await startWorkflow(this.#deps, tenantId, runId);
      this.#finished.add(id);
    });
  }

  /** Nobody waits for Temporal: what it cannot take now stays in the outbox. */
  #begin(work: () => Promise<void>): void {
    if (this.#underWay.size >= MOST_UNDER_WAY) return;
    const { client, log } = this.#deps;
    const done = client
      .withDeadline(Date.now() + DEADLINE_MS, work)
      .catch((error: unknown) => log.warn({ err: error }, 'accepted, and left to the dispatcher'))
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  /** What stands before it in its run may be noted as done a moment later: a row is asked for more than once. */
  async #byId(id: bigint): Promise<void> {
    for (let i = 0; i < CLAIMS; i++) {
      const row = await claimRow(this.#deps.database.admin, id);
      if (row) return void (await this.row(row));
      await sleep(CLAIM_PAUSE_MS);
    }
  }

  /** Carries out a claimed row. False: it failed, which is noted on it, and it comes again later. */
  async row(row: OutboxRow): Promise<boolean> {
    try {
      await this.#deps.client.withDeadline(Date.now() + DEADLINE_MS, () => this.#tell(row));
      this.#finished.add(row.id);
      return true;
    } catch (error) {
      this.#deps.log.warn({ err: error, runId: row.runId, kind: row.kind }, 'outbox row failed');
      const mostMs = isAway(error) ? AWAY_PAUSE_MS : undefined;
      await failOutbox(this.#deps.database.admin, row, String(error), mostMs).catch(() => undefined);
      return false;
    }
  }

  /** What is under way ends, and is noted. */
  async flush(): Promise<void> {
    await Promise.all(this.#underWay);
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

  /** All that has gathered for a run, one after another: it may hear a thousand events, or answers, at once. */
  async #next(runId: string): Promise<void> {
    const { admin } = this.#deps.database;
    const stop = Date.now() + NEXT_MS;
    const rows = await claimNextOf(admin, runId);
    let tried = 0;
    for (const row of rows) {
      if (Date.now() > stop) break;
      tried++;
      // What did not go holds up what stands behind it.
      if (!(await this.row(row))) break;
    }
    await releaseOutbox(
      admin,
      rows.slice(tried).map(({ id }) => id),
    );
  }
}
