import type { Logger } from 'pino';
import { moveTenants } from '#domain/placement/move-tenant.ts';
import { tellBirths } from '#domain/placement/place-at-birth.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Repeating } from './repeating.ts';

const LOOK_MS = 2_000;

/** Moves of tenants between places: whoever dies in one leaves it to the next, at the step where it was. */
export class PlacementWork extends Repeating {
  constructor({ database, log }: { database: Database; log: Logger }) {
    super(
      async (stopped) => {
        await moveTenants(
          database.admin,
          ({ tenantId, target, step }) =>
            log.info({ tenantId, target, after: step }, 'a move of a tenant went a step on'),
          stopped,
        );
        await tellBirths(database);
        return LOOK_MS;
      },
      (error) => log.warn({ err: error }, 'a move of a tenant broke off; it is tried again'),
    );
  }
}
