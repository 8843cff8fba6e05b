import type { Logger } from 'pino';
import type { Carrier } from '#domain/dispatch/carry-out.ts';
import { fireDue } from '#domain/schedules/fire-due.ts';
import { readTrigger } from '#flow/admission.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Repeating } from './repeating.ts';

/** How late the first firing after a publish may be: nobody tells us of it. All others are awaited to the instant. */
const LOOK_AGAIN_MS = 1_000;
/** A flow that could not be fired has its turn again. */
const RETRY_MS = 250;

/** Fires the schedules of all tenants when they are due. */
export class Schedules extends Repeating {
  constructor({ database, carrier, log }: { database: Database; carrier: Pick<Carrier, 'soon'>; log: Logger }) {
    super(
      async () => {
        const { outbox, failed, missed, nextMs } = await fireDue(database, readTrigger);
        carrier.soon(outbox);
        for (const { flowId, error } of failed) log.error({ err: error, flowId }, 'a schedule could not be fired');
        for (const { flowId, count, first, last } of missed)
          log.warn({ flowId, count, first, last }, 'a schedule was missed, and is not made up for');
        return Math.min(nextMs ?? LOOK_AGAIN_MS, failed.length > 0 ? RETRY_MS : LOOK_AGAIN_MS);
      },
      (error) => log.warn({ err: error }, 'the schedules cannot be read'),
    );
  }
}
