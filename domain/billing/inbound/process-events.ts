import type { BillingProviders, ProviderName } from '#flow/contracts/billing-provider.ts';
import type { Database } from '#prisma/with-tenant.ts';
import type { About, Synced } from '../subscription/sync-facts.ts';
import { type ClaimedEvent, claimEvents } from './claim-events.ts';
import { findSubject } from './find-subject.ts';
import { closeEvent, failEvent, putOffEvent } from './finish-event.ts';

/** Reads what is named at its provider, alone for that tenant, and takes it in. */
export type SyncTenant = (
  tenantId: string,
  about: About | null,
  signal: AbortSignal,
) => Promise<Pick<Synced, 'outcome' | 'changed' | 'before' | 'after'>>;

export interface InboundDeps {
  database: Pick<Database, 'admin'>;
  providers: BillingProviders;
  sync: SyncTenant;
  nowMs(): number;
  /** An event failed; `dead`: for the last time. */
  failed(event: ClaimedEvent, error: unknown, state: 'open' | 'dead'): void;
}

const MOST = 50;
/** Tenants at once. */
const AT_ONCE = 8;
/** Somebody else reads that tenant just now. */
const BUSY_PAUSE_MS = 500;

/** Each in turn, some at once. */
const eachOf = async <T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> => {
  const left = [...all];
  const next = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, next));
};

const fail = async (deps: InboundDeps, event: ClaimedEvent, error: unknown, subject: string | null): Promise<void> => {
  const state = await failEvent(deps.database.admin, event, error, { nowMs: deps.nowMs(), subject });
  deps.failed(event, error, state);
};

/** What is to be read: events that came together, and name the same, are one reading. */
const readingsOf = (events: readonly ClaimedEvent[]): { about: About; events: ClaimedEvent[] }[] => {
  const readings = new Map<string, { about: About; events: ClaimedEvent[] }>();
  for (const event of events) {
    const { subscription, payment } = event.hint;
    // A subscription is read with its payments.
    const about: About = { provider: event.provider, subscription, payment: subscription === null ? payment : null };
    const name = JSON.stringify(about);
    const known = readings.get(name) ?? { about, events: [] };
    known.events.push(event);
    readings.set(name, known);
  }
  return [...readings.values()];
};

const processTenant = async (
  deps: InboundDeps,
  tenantId: string,
  claimed: readonly ClaimedEvent[],
  signal: AbortSignal,
): Promise<void> => {
  const { admin } = deps.database;
  for (const { about, events } of readingsOf(claimed)) {
    try {
      const { outcome } = await deps.sync(tenantId, about, signal);
      for (const event of events)
        if (outcome === 'applied') await closeEvent(admin, event, 'done', tenantId);
        else await putOffEvent(admin, event, BUSY_PAUSE_MS);
    } catch (error) {
      // Their leases end, and somebody takes them up again.
      signal.throwIfAborted();
      for (const event of events) await fail(deps, event, error, tenantId);
    }
  }
};

/**
 * Takes what providers told us and reads what it names: nothing that stands in an event is believed but whom it is about. So it
 * does not matter how often, how late and in which order events come. @returns how many were taken
 */
export const processEvents = async (deps: InboundDeps, signal: AbortSignal): Promise<number> => {
  const { admin } = deps.database;
  const names = Object.keys(deps.providers) as ProviderName[]; // the record's own keys
  const events = await claimEvents(admin, { limit: MOST, providers: names });
  const byTenant = new Map<string, ClaimedEvent[]>();
  await eachOf(events, async (event) => {
    const provider = deps.providers[event.provider];
    if (!provider) return;
    try {
      const tenantId = await findSubject(admin, provider, event, signal);
      if (tenantId === null) await closeEvent(admin, event, 'foreign', null);
      else byTenant.set(tenantId, [...(byTenant.get(tenantId) ?? []), event]);
    } catch (error) {
      signal.throwIfAborted();
      await fail(deps, event, error, null);
    }
  });
  await eachOf([...byTenant], ([tenantId, some]) => processTenant(deps, tenantId, some, signal));
  return events.length;
};
