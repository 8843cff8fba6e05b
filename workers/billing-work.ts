import type { Logger } from 'pino';
import type { BillingDeps } from '#domain/billing/billing-deps.ts';
import type { SyncTenant } from '#domain/billing/inbound/process-events.ts';
import { syncFacts } from '#domain/billing/subscription/sync-facts.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { BillingEvents } from './billing-events.ts';
import { BillingReconciliation } from './billing-reconciliation.ts';
import { BillingUsage } from './billing-usage.ts';

/** What this process does about payments, where it takes any. */
export interface BillingWorkDeps {
  database: Database;
  deps: BillingDeps;
  /** ms between two passes over a provider's subscriptions. */
  everyMs: number;
  log: Logger;
}

/** Reads what providers told us of, compares all of it with them each day, and charges use when a month is over. */
export class BillingWork {
  readonly #loops: readonly { stop(): Promise<void> }[];

  constructor({ database, deps, everyMs, log }: BillingWorkDeps) {
    const sync: SyncTenant = (tenantId, about, signal) => syncFacts(deps, tenantId, about, signal);
    const shared = { database, providers: deps.providers, sync, nowMs: deps.nowMs, log };
    this.#loops = [
      new BillingEvents(shared),
      new BillingReconciliation({ ...shared, everyMs }),
      new BillingUsage({ database, nowMs: deps.nowMs, log }),
    ];
  }

  async stop(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}
