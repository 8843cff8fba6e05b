import type { Logger } from 'pino';
import type { AdminDb } from '#prisma/admin-db.ts';
import { finishOutbox } from '../outbox/claim-outbox.ts';

/** Most short runs end within this time, and their close notes the rows itself. */
const PAUSE_MS = 100;
const AGAIN_MS = 1_000;

/** Notes rows as done, many at a time: nobody waits for it, and a row that is noted too late is a repeat that changes nothing. */
export class FinishBatch {
  readonly #admin: AdminDb;
  readonly #log: Logger;
  readonly #next: (runId: string) => Promise<void>;
  #ids: bigint[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(admin: AdminDb, log: Logger, next: (runId: string) => Promise<void>) {
    this.#admin = admin;
    this.#log = log;
    this.#next = next;
  }

  add(id: bigint): void {
    this.#ids.push(id);
    this.#timer ??= setTimeout(() => void this.flush(), PAUSE_MS);
  }

  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const ids = this.#ids;
    this.#ids = [];
    if (ids.length > 0) this.#writing = this.#writing.then(() => this.#write(ids));
    await this.#writing;
  }

  async #write(ids: bigint[]): Promise<void> {
    try {
      for (const runId of await finishOutbox(this.#admin, ids)) {
        void this.#next(runId).catch((error: unknown) => this.#log.warn({ err: error, runId }, 'next outbox row'));
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'outbox rows are not noted as done yet');
      this.#ids.push(...ids);
      this.#timer ??= setTimeout(() => void this.flush(), AGAIN_MS);
    }
  }
}
