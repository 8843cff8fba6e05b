import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Carrier } from '#domain/dispatch/carry-out.ts';
import { fireDue } from '#domain/schedules/fire-due.ts';
import { readTrigger } from '#flow/admission.ts';
import type { Database } from '#prisma/with-tenant.ts';

/** How late a firing may be. */
const EVERY_MS = 250;

/** Fires the schedules of all tenants when they are due. */
export class Schedules {
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
        const { outbox, failed } = await fireDue(database, readTrigger);
        carrier.soon(outbox);
        for (const { flowId, error } of failed) log.error({ err: error, flowId }, 'a schedule could not be fired');
      } catch (error) {
        log.warn({ err: error }, 'the schedules cannot be read');
      }
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
