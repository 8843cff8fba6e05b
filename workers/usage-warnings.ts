import type { Logger } from 'pino';
import type { Carrier } from '#domain/dispatch/carry-out.ts';
import { tellWarnings } from '#domain/entitlements/tell-warnings.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Repeating } from './repeating.ts';

const LOOK_MS = 5_000;

interface Deps {
  database: Database;
  carrier: Pick<Carrier, 'soon'>;
  log: Logger;
}

/** Tells tenants that a share of one of their limits was reached. */
export class UsageWarnings {
  readonly #loop: Repeating;

  constructor({ database, carrier, log }: Deps) {
    this.#loop = new Repeating(
      async () => {
        const { outbox, failed } = await tellWarnings(database);
        carrier.soon(outbox);
        for (const { tenantId, error } of failed)
          log.warn({ err: error, tenantId }, 'a warning of usage cannot be told');
        return LOOK_MS;
      },
      (error) => log.warn({ err: error }, 'warnings of usage cannot be read'),
    );
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }
}
