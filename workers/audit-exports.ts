import type { Logger } from 'pino';
import { type AuditExportDeps, carryAuditExport } from '#activities/audit/carry-audit-export.ts';
import { claimExport } from '#domain/audit/export-turns.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Repeating } from './repeating.ts';

const LOOK_MS = 10_000;
/** Tenants at once: a bucket that hangs keeps one of these places, and then waits minutes for the next. */
const AT_ONCE = 4;

interface Deps extends AuditExportDeps {
  database: Database;
  log: Logger;
}

/** Writes the audit of tenants to their buckets, each at its hour. */
export class AuditExports {
  readonly #places: readonly Repeating[];

  constructor(deps: Deps) {
    this.#places = Array.from({ length: AT_ONCE }, () => placeFor(deps));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#places.map((place) => place.stop()));
  }
}

const placeFor = (deps: Deps): Repeating =>
  new Repeating(
    async (signal) => {
      const tenantId = await claimExport(deps.database.admin);
      if (tenantId === null) return LOOK_MS;
      try {
        const outcome = await carryAuditExport(deps, tenantId, signal);
        if (outcome === 'failed') deps.log.warn({ tenantId }, 'the audit does not reach its bucket');
      } catch (error) {
        // Its lease ends, and somebody takes it up again.
        if (!signal.aborted) deps.log.warn({ err: error, tenantId }, 'an export of the audit broke off');
      }
      return 0;
    },
    (err) => deps.log.warn({ err }, 'exports of the audit cannot be looked at'),
  );
