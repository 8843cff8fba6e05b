import type { Logger } from 'pino';
import type { Carrier } from '#domain/dispatch/carry-out.ts';
import { claimOutbox } from '#domain/outbox/claim-outbox.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Repeating } from './repeating.ts';

const EVERY_MS = 500;
const AT_ONCE = 50;

/** Carries out what was committed and not told to Temporal: the process died, or Temporal was away. */
export class Dispatcher extends Repeating {
  constructor({ database, carrier, log }: { database: Database; carrier: Carrier; log: Logger }) {
    super(
      async () => {
        const rows = await claimOutbox(database.admin, { limit: AT_ONCE });
        await Promise.all(rows.map((row) => carrier.row(row)));
        return rows.length === AT_ONCE ? 0 : EVERY_MS;
      },
      (error) => log.warn({ err: error }, 'the outbox cannot be read'),
    );
  }
}
