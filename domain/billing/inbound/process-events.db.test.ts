import { afterAll, beforeEach, expect, test } from 'vitest';
import type {
  BillingProvider,
  ProviderHint,
  ProviderPayment,
  ProviderSubscription,
} from '#flow/contracts/billing-provider.ts';
import { failure } from '#flow/errors.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { formatId, newUuid, parseId } from '../../ids.ts';
import { seedPlans } from '../catalogue/seed-plans.ts';
import { holdSubscription } from '../subscription/hold-subscription.ts';
import type { About } from '../subscription/sync-facts.ts';
import { claimEvents } from './claim-events.ts';
import { keepDelivery, keepHint } from './keep-event.ts';
import { type InboundDeps, processEvents, type SyncTenant } from './process-events.ts';
import { forgetEventsOf, pruneBillingEvents } from './prune-events.ts';
import { deadEvents, openEvent, retryEvent } from './read-events.ts';

const fixture = await dataFixture();
const { database } = fixture;
const { admin } = database;
await seedPlans(database);
afterAll(() => fixture.close());
beforeEach(() => admin.sql`delete from billing_events`);

const signal = new AbortController().signal;
const applied = { outcome: 'applied', changed: true, before: null, after: null } as const;

/** What a provider knows, and how often it was asked. */
const stripeOf = (
  known: { subscriptions?: Record<string, string>; payments?: Record<string, Partial<ProviderPayment>> } = {},
) => {
  const asked: string[] = [];
  const provider = {
    name: 'stripe',
    readSubscription: async (id: string) => {
      asked.push(id);
      const tenantId = known.subscriptions?.[id];
      // Who asks reads nothing else of it.
      return tenantId === undefined ? null : ({ id, tenantId } as ProviderSubscription);
    },
    readPayment: async (id: string) => {
      asked.push(id);
      const payment = known.payments?.[id];
      return payment === undefined ? null : ({ id, subscription: null, request: null, ...payment } as ProviderPayment);
    },
  };
  // A provider with what these tests reach; the rest would be a mistake of theirs.
  return { asked, provider: provider as unknown as BillingProvider };
};

const depsOf = (sync: SyncTenant, more: Partial<InboundDeps> & { provider?: BillingProvider } = {}) => {
  const failed: string[] = [];
  const deps: InboundDeps = {
    database,
    sync,
    providers: { stripe: more.provider ?? stripeOf().provider },
    nowMs: Date.now,
    failed: (event, _error, state) => failed.push(`${event.type} ${state}`),
    ...more,
  };
  return { deps, failed };
};

let n = 0;
const hintOf = (more: Partial<ProviderHint> = {}): ProviderHint => ({
  ...{ eventId: `evt_${++n}`, type: 'invoice.paid', subscription: null, payment: null, customer: null },
  ...{ tenantId: null, request: null, trust: 'signed' },
  ...more,
});
const keep = (hint: ProviderHint, body = '{"ana":1}') => keepDelivery(database, 'stripe', hint, Buffer.from(body));
const states = async () =>
  (
    await admin.sql<{ event_id: string; state: string; subject: string | null }>`
    select event_id, state, subject from billing_events order by seq`
  ).map(({ event_id: id, state }) => `${id} ${state}`);
/** All that waits is due now. */
const hurry = () => admin.sql`update billing_events set next_at = '-infinity'`;

/** A tenant that pays by that subscription. */
const subscribed = async (subscription: string): Promise<string> => {
  const tenantId = await fixture.tenant();
  await database.withTenant(tenantId, async (db) => {
    await holdSubscription(db);
    await db.sql`
      insert into subscription_links (tenant_id, provider, provider_id, role, status, raw_status, read_at)
      values (${db.tenant}, 'stripe', ${subscription}, 'current', 'active', 'active', now())`;
    await db.sql`insert into billing_customers (tenant_id, provider, customer) values (${db.tenant}, 'stripe', ${`cus_of_${subscription}`})`;
  });
  return tenantId;
};

test('a delivery is kept once and read once, however often it comes', async () => {
  const tenantId = await subscribed('sub_twice');
  const hint = hintOf({ subscription: 'sub_twice' });
  expect([await keep(hint), await keep(hint), await keep(hint)]).toEqual([true, false, false]);
  const synced: (About | null)[] = [];
  const { deps } = depsOf(async (_, about) => {
    synced.push(about);
    return applied;
  });
  expect(await processEvents(deps, signal)).toBe(1);
  expect(await keep(hint)).toBe(false);
  expect(await processEvents(deps, signal)).toBe(0);
  expect(synced).toEqual([{ provider: 'stripe', subscription: 'sub_twice', payment: null }]);
  const [row] = await admin.sql<{ subject: string; state: string }>`select subject, state from billing_events`;
  expect(row).toEqual({ subject: parseId('ten', tenantId), state: 'done' });
});

test('what is not signed cannot take the place of what is', async () => {
  await keep(hintOf({ eventId: 'evt_same', trust: 'unsigned' }));
  expect(await keep(hintOf({ eventId: 'evt_same', trust: 'signed' }))).toBe(true);
});

test('what anybody may have sent is kept without its body, once while it waits, and read behind what is signed', async () => {
  await subscribed('sub_flooded');
  const forged = { subscription: 'sub_flooded', trust: 'unsigned' } as const;
  expect([await keep(hintOf(forged), 'x'.repeat(100_000)), await keep(hintOf(forged))]).toEqual([true, false]);
  expect(await keep(hintOf({ ...forged, subscription: null, payment: 'pay_1' }))).toBe(true);
  expect(await keep(hintOf({ subscription: 'sub_flooded' }))).toBe(true);
  const rows = await admin.sql<{ trust: string; raw: unknown }>`select trust, raw from billing_events order by seq`;
  expect(rows.map(({ trust, raw }) => [trust, raw !== null])).toEqual([
    ...[['unsigned', false] as const, ['unsigned', false] as const],
    ['signed', true],
  ]);
  const [first] = await claimEvents(admin, { limit: 1, providers: ['stripe'] });
  expect(first?.hint.trust).toBe('signed');
  // Once it is being read, the next may tell of something newer.
  await claimEvents(admin, { limit: 5, providers: ['stripe'] });
  expect(await keep(hintOf(forged))).toBe(true);
});

test('events that name the same are one reading; what is named alone is read by itself', async () => {
  const tenantId = await subscribed('sub_burst');
  for (const type of ['customer.subscription.created', 'invoice.paid', 'checkout.session.completed'])
    await keep(hintOf({ type, subscription: 'sub_burst', payment: 'in_1' }));
  await keep(hintOf({ type: 'charge.refunded', payment: 'pi_1', customer: 'cus_of_sub_burst' }));
  const synced: string[] = [];
  const { deps } = depsOf(async (tenant, about) => {
    synced.push(`${tenant === tenantId} ${about?.subscription ?? ''} ${about?.payment ?? ''}`);
    return applied;
  });
  await processEvents(deps, signal);
  expect(synced).toEqual(['true sub_burst ', 'true  pi_1']);
  expect((await states()).every((one) => one.endsWith('done'))).toBe(true);
});

test('whose a new object is, is told by a signature or by the provider, never by an unsigned word', async () => {
  const [mine, other] = [await fixture.tenant(), await fixture.tenant()];
  await keep(hintOf({ subscription: 'sub_signed', tenantId: mine }));
  await keep(hintOf({ subscription: 'sub_claimed', tenantId: other, trust: 'unsigned' }));
  await keep(hintOf({ payment: 'in_of_asked' }));
  await keep(hintOf({ subscription: 'sub_of_nobody' }));
  await keep(hintOf({ payment: 'pix_of_a_wish', trust: 'unsigned' }));
  const wish = newUuid();
  await database.withTenant(mine, async (db) => {
    await holdSubscription(db);
    await db.sql`
      insert into subscription_requests (tenant_id, id, kind, input, asked_by, idempotency_key)
      values (${db.tenant}, ${wish}::uuid, 'change', '{}', 'user:1', 'k')`;
  });
  const { provider } = stripeOf({
    subscriptions: { sub_claimed: mine, sub_asked: mine },
    payments: { in_of_asked: { subscription: 'sub_asked' }, pix_of_a_wish: { request: formatId('sreq', wish) } },
  });
  const synced = new Set<string>();
  const { deps } = depsOf(
    async (tenantId, about) => {
      synced.add(`${tenantId === mine} ${about?.subscription ?? about?.payment}`);
      return applied;
    },
    { provider },
  );
  await processEvents(deps, signal);
  expect(synced).toEqual(new Set(['true sub_signed', 'true sub_claimed', 'true in_of_asked', 'true pix_of_a_wish']));
  expect((await states()).map((one) => one.split(' ')[1])).toEqual(['done', 'done', 'done', 'foreign', 'done']);
});

test('an object that is a tenant’s stays its own, whatever a signature names', async () => {
  const [owner, other] = [await subscribed('sub_owned'), await fixture.tenant()];
  await keep(hintOf({ subscription: 'sub_owned', tenantId: other }));
  const tenants: string[] = [];
  await processEvents(
    depsOf(async (tenantId) => {
      tenants.push(tenantId);
      return applied;
    }).deps,
    signal,
  );
  expect(tenants).toEqual([owner]);
});

test('while somebody else reads the tenant it waits, and that is no failure', async () => {
  await subscribed('sub_busy');
  await keep(hintOf({ subscription: 'sub_busy' }));
  let free = false;
  const { deps, failed } = depsOf(async () => (free ? applied : { ...applied, outcome: 'busy' }));
  await processEvents(deps, signal);
  expect(await processEvents(deps, signal)).toBe(0);
  free = true;
  await hurry();
  await processEvents(deps, signal);
  expect(failed).toEqual([]);
  expect((await admin.sql<{ attempts: number }>`select attempts, state from billing_events`)[0]).toEqual({
    ...{ attempts: 0, state: 'done' },
  });
});

test('a provider that is away is asked again, later each time, for three days; then an operator may', async () => {
  await subscribed('sub_away');
  const hint = hintOf({ subscription: 'sub_away', type: 'invoice.payment_failed' });
  await keep(hint, '{"whole":"body"}');
  let [away, now] = [true, Date.now()];
  const { deps, failed } = depsOf(
    async () => {
      if (away) throw failure('billing_unreachable', 'fora', 'away', { waitUntil: now + 40_000 });
      return applied;
    },
    { nowMs: () => now },
  );
  await processEvents(deps, signal);
  // As long as it asked us to wait, and not at our own pace.
  const [{ ms } = { ms: 0 }] = await admin.sql<{ ms: number }>`
    select extract(epoch from next_at - clock_timestamp())::float8 * 1000 as ms from billing_events`;
  expect(ms).toBeGreaterThan(30_000);
  now += 3 * 86_400_000 + 1_000;
  await hurry();
  await processEvents(deps, signal);
  expect(failed).toEqual(['invoice.payment_failed open', 'invoice.payment_failed dead']);
  const [dead] = (await deadEvents(database)).data;
  expect(dead).toMatchObject({ state: 'dead', problem: 'billing_unreachable', eventId: hint.eventId, attempts: 2 });
  const id = dead?.id ?? '';
  expect((await openEvent(database, id)).raw).toBe('{"whole":"body"}');
  away = false;
  await retryEvent(admin, id);
  await processEvents(deps, signal);
  expect(await openEvent(database, id)).toMatchObject({ state: 'done', problem: null });
  expect((await deadEvents(database)).data).toEqual([]);
});

test('two processes share the work: each event is done once', async () => {
  const subscriptions = Array.from({ length: 12 }, (_, index) => `sub_shared_${index}`);
  for (const subscription of subscriptions) await subscribed(subscription);
  for (let round = 0; round < 10; round++)
    for (const subscription of subscriptions) await keep(hintOf({ subscription }));
  const busy = new Set<string>();
  const { deps } = depsOf(async (tenantId) => {
    // As the tenant's lease has it.
    if (busy.has(tenantId)) return { ...applied, outcome: 'busy' };
    busy.add(tenantId);
    await admin.sql`select 1`;
    busy.delete(tenantId);
    return applied;
  });
  const work = async () => {
    for (let left = 30; left > 0 && (await states()).some((one) => one.endsWith('open')); left--) {
      await hurry();
      await processEvents(deps, signal);
    }
  };
  await Promise.all([work(), work()]);
  const done = await admin.sql<{ n: number }>`
    select count(*)::int as n from billing_events where state = 'done' and subject is not null`;
  expect(done[0]?.n).toBe(120);
});

test('what a process that died had taken is taken up again when its lease ends', async () => {
  await subscribed('sub_lease');
  await keep(hintOf({ subscription: 'sub_lease' }));
  const dying = new AbortController();
  const { deps, failed } = depsOf(async () => {
    dying.abort();
    throw new Error('gone');
  });
  await expect(processEvents(deps, dying.signal)).rejects.toThrow();
  expect(await processEvents(depsOf(async () => applied).deps, signal)).toBe(0);
  await admin.sql`update billing_events set lease_until = '-infinity'`;
  expect(await processEvents(depsOf(async () => applied).deps, signal)).toBe(1);
  expect(failed).toEqual([]);
});

test('a tenant’s own transaction may write a hint and read none', async () => {
  const tenantId = await fixture.tenant();
  const hint = hintOf({ eventId: 'pay_1/paid', tenantId, payment: 'pay_1' });
  await database.withTenant(tenantId, async (db) => {
    await keepHint(db.sql, 'manual', hint);
    await keepHint(db.sql, 'manual', hint);
  });
  expect(await states()).toEqual(['pay_1/paid open']);
  await expect(database.withTenant(tenantId, (db) => db.sql`select id from billing_events`)).rejects.toThrow();
});

test('bodies go after a month, rows after half a year, and what is open stays', async () => {
  await keep(hintOf());
  await keep(hintOf());
  await keep(hintOf());
  await admin.sql`update billing_events set received_at = now() - interval '31 days'`;
  await admin.sql`
    update billing_events set state = 'done', processed_at = now() where seq > (select min(seq) from billing_events)`;
  await admin.sql`
    update billing_events set received_at = now() - interval '181 days' where seq = (select max(seq) from billing_events)`;
  await pruneBillingEvents(admin);
  const rows = await admin.sql<{ state: string; hasBody: boolean }>`
    select state, raw is not null as "hasBody" from billing_events order by seq`;
  expect(rows).toEqual([
    { state: 'open', hasBody: true },
    { state: 'done', hasBody: false },
  ]);
});

test('what was told of a tenant goes with it', async () => {
  const [tenantId, other] = [await subscribed('sub_leaving'), await subscribed('sub_staying')];
  await keep(hintOf({ subscription: 'sub_leaving' }));
  await keep(hintOf({ subscription: 'sub_staying' }));
  await processEvents(depsOf(async () => applied).deps, signal);
  await forgetEventsOf(admin, parseId('ten', tenantId));
  const left = await admin.sql<{ subject: string }>`select subject from billing_events`;
  expect(left.map(({ subject }) => subject)).toEqual([parseId('ten', other)]);
});
