import type { BillingProvider, ProviderName } from '#flow/contracts/billing-provider.ts';
import { failure } from '#flow/errors.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { openWishes } from '../requests/wish.ts';
import { applyFacts, applyPayment } from './apply-facts.ts';
import { finishWork } from './finish-work.ts';
import { readSubscription } from './hold-subscription.ts';
import { type Held, underLease } from './lease.ts';
import { readLinks } from './links.ts';
import { iso, type Subscription } from './subscription.ts';

/** What a delivery named, as far as it did; each may be something that we do not know yet. */
export interface About {
  provider: ProviderName;
  subscription: string | null;
  payment: string | null;
}

export interface Synced {
  /** `busy`: somebody else is at it for this tenant just now. */
  outcome: 'applied' | 'busy';
  changed: boolean;
  /**
   * The subscription that counts could not be read: its provider is not set up here, or knows of none under that id. That is about
   * a key of ours, and no word about what was paid.
   */
  unread: boolean;
  before: Subscription | null;
  after: Subscription | null;
}

/** One object that is to be read: under `kind`, by the provider's id. */
interface Look {
  provider: ProviderName;
  kind: 'subscription' | 'payment' | 'asked';
  id: string;
  /** It is what the tenant's access hangs on. */
  counts?: boolean;
}

/** All that may say something new: what counts and what will, what waits for money, and what the caller names. */
const looksOf = async ({ database }: BillingDeps, tenantId: string, about: About | null): Promise<Look[]> =>
  await database.withTenant(tenantId, async (db) => {
    const [facts, links, wishes] = [await readSubscription(db), await readLinks(db), await openWishes(db)];
    const looks: Look[] = links
      .filter(({ role, status }) => role !== 'past' || status !== 'ended')
      .map(({ provider, id, role, status }) => ({
        ...{ provider, kind: 'subscription', id },
        counts: role === 'current' && status !== 'ended',
      }));
    for (const { provider, ref } of wishes) if (provider && ref) looks.push({ provider, kind: 'asked', id: ref });
    if (facts?.renewal && facts.provider)
      looks.push({ provider: facts.provider, kind: 'asked', id: facts.renewal.ref });
    if (about?.subscription) looks.push({ provider: about.provider, kind: 'subscription', id: about.subscription });
    if (about?.payment) looks.push({ provider: about.provider, kind: 'payment', id: about.payment });
    return looks;
  });

interface Reader {
  deps: BillingDeps;
  tenantId: string;
  held: Held;
  signal: AbortSignal;
  seen: Set<string>;
  changed: boolean;
  unread: boolean;
}

/** @returns false where the provider knows of none */
const takeSubscription = async (reader: Reader, provider: BillingProvider, id: string): Promise<boolean> => {
  const { deps, tenantId, held, signal, seen } = reader;
  if (seen.has(`${provider.name}/${id}`)) return true;
  seen.add(`${provider.name}/${id}`);
  const readAt = iso(deps.nowMs());
  const reading = await provider.readSubscription(id, signal);
  if (!reading) return false;
  const applied = await deps.database.withTenant(tenantId, async (db) => {
    await held.check(db);
    return await applyFacts(deps, db, { provider: provider.name, reading, readAt });
  });
  reader.changed ||= applied.changed;
  return true;
};

const takePayment = async (
  reader: Reader,
  provider: BillingProvider,
  read: () => Promise<Awaited<ReturnType<BillingProvider['readPayment']>>>,
): Promise<void> => {
  const { deps, tenantId, held } = reader;
  const readAt = iso(deps.nowMs());
  const payment = await read();
  if (!payment) return;
  // First what it is of: a payment of a subscription that nobody knows yet begins that.
  if (payment.subscription !== null && payment.kind === 'period')
    await takeSubscription(reader, provider, payment.subscription);
  const applied = await deps.database.withTenant(tenantId, async (db) => {
    await held.check(db);
    return await applyPayment(deps, db, { provider: provider.name, payment, readAt });
  });
  reader.changed ||= applied.changed;
};

const take = async (reader: Reader, { provider: name, kind, id, counts = false }: Look): Promise<void> => {
  const { deps, signal } = reader;
  const provider = deps.providers[name];
  if (kind === 'subscription') {
    const isRead = provider !== undefined && (await takeSubscription(reader, provider, id));
    reader.unread ||= counts && !isRead;
    return;
  }
  if (!provider) return;
  if (kind === 'payment') return await takePayment(reader, provider, () => provider.readPayment(id, signal));
  const asked = await provider.readAsked(id, signal);
  if (asked.subscription !== null) await takeSubscription(reader, provider, asked.subscription);
  const { payment } = asked;
  if (payment) await takePayment(reader, provider, () => Promise.resolve(payment));
};

/** The same for whoever has to know what came of it. @throws `unavailable` where somebody else does not come to an end */
export const syncNow = async (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<Synced> => {
  const synced = await syncFacts(deps, tenantId, null, signal, true);
  if (synced.outcome === 'applied') return synced;
  throw failure('unavailable', 'A assinatura está sendo lida agora.', 'The subscription is being read just now.');
};

/**
 * Reads all of a tenant's objects at its providers again, alone for this tenant, takes in what they say, and tells providers what
 * is left to be told. `patient`: waits for whoever is at it. @throws `billing_unreachable`; what was read before it is taken in
 */
export const syncFacts = async (
  deps: BillingDeps,
  tenantId: string,
  about: About | null,
  signal: AbortSignal,
  patient = false,
): Promise<Synced> => {
  const read = () => deps.database.withTenant(tenantId, readSubscription);
  const before = await read();
  const done = await underLease(deps, tenantId, patient, async (held) => {
    const reader: Reader = { deps, tenantId, held, signal, seen: new Set(), changed: false, unread: false };
    for (const look of await looksOf(deps, tenantId, about)) await take(reader, look);
    await finishWork(deps, tenantId, signal);
    return reader;
  });
  if (!done) return { outcome: 'busy', changed: false, unread: false, before, after: before };
  return { outcome: 'applied', changed: done.changed, unread: done.unread, before, after: await read() };
};
