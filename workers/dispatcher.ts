import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Carrier } from '#domain/dispatch/carry-out.ts';
import { claimOutbox } from '#domain/outbox/claim-outbox.ts';
import type { Database } from '#prisma/with-tenant.ts';

const EVERY_MS = 500;
const AT_ONCE = 50;

/** Carries out what was committed and not told to Temporal: the process died, or Temporal was away. */
export class Dispatcher {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  constructor(deps: { database: Database; carrier: Carrier; log: Logger }) {
    this.#running = this.#run(deps);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run({ database, carrier, log }: { database: Database; carrier: Carrier; log: Logger }): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const rows = await claimOutbox(database.admin, { limit: AT_ONCE });
        await Promise.all(rows.map((row) => carrier.row(row)));
        if (rows.length === AT_ONCE) continue;
      } catch (error) {
        log.warn({ err: error }, 'the outbox cannot be read');
      }
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
