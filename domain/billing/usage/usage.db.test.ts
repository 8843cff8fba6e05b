import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { sql } from '#prisma/sql.ts';
import { type BillingFixture, billingFixture } from '#tests/billing/billing-fixture.ts';
import { type DataFixture, dataFixture } from '#tests/integration/data/data-fixture.ts';
import { chargeUsage } from '#workers/billing-usage.ts';
import { newId, parseId } from '../../ids.ts';
import { livePlanVersion } from '../catalogue/plan-version.ts';
import { rateLeaving, rateSoFar, rateUsage } from '../catalogue/rate-usage.ts';
import { askRequest } from '../requests/ask-request.ts';
import { findWish, openWishes } from '../requests/wish.ts';
import { enterCredit } from '../subscription/account-credit.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';
import { syncFacts } from '../subscription/sync-facts.ts';
import { findOwing } from './ask-usage.ts';
import { viewUsage } from './view-usage.ts';

const DAY = 86_400_000;
let data: DataFixture;
let billing: BillingFixture;
/** First day of the month that is over, and of the one that runs, in a zone where no month has just begun: one is rated an hour late. */
let months: { zone: string; last: string; running: string };

beforeAll(async () => {
  data = await dataFixture();
  const [row] = await data.database.admin.sql<typeof months>`
    select zone, date_trunc('month', now() at time zone zone)::date::text as running,
      (date_trunc('month', now() at time zone zone) - interval '1 month')::date::text as last
    from unnest(array['America/Sao_Paulo', 'America/Los_Angeles']) zone
    where now() at time zone zone > date_trunc('month', now() at time zone zone) + interval '2 hours' limit 1`;
  if (!row) throw new Error('A month has just begun everywhere');
  months = row;
  billing = await billingFixture(data.database);
  // Else operators alone give it.
  await data.database.admin.sql`update plans set public = true where tier = 'MESSAGING_USAGE'`;
});
afterAll(() => data.close());

const within = <T>(tenantId: string, work: Parameters<typeof data.database.withTenant<T>>[1]): Promise<T> =>
  data.database.withTenant(tenantId, work);
const sync = (tenantId: string) => syncFacts(billing.deps, tenantId, null, AbortSignal.timeout(10_000));
const carry = async (tenantId: string, kind: 'subscribe' | 'change' | 'cancel' | 'revoke', input: JsonObject) => {
  const asked = { kind, by: 'user:eva', data: input, source: newId('sreq'), nowMs: billing.clock.ms };
  const wish = await within(tenantId, (db) => askRequest(db, asked));
  await billing.desk.carryOut(tenantId, wish.id, 'k');
  return await within(tenantId, (db) => findWish(db, wish.id));
};

const PERIOD = 30 * DAY;

/** Pays for messages by use for so many periods, the last of which has just begun: since before the month that is over. */
const subscriber = async (periods = 3): Promise<string> => {
  const tenantId = await billing.tenant();
  await data.database.admin.sql`update tenants set timezone = ${months.zone} where id = ${parseId('ten', tenantId)}`;
  billing.clock.ms = Date.now() - periods * PERIOD;
  const plan = { tier: 'MESSAGING_USAGE', interval: 'month', provider: 'stripe' };
  billing.stripe.pay((await carry(tenantId, 'subscribe', plan))?.ref ?? '');
  await sync(tenantId);
  for (let n = 0; n < periods; n++) {
    billing.clock.ms += PERIOD;
    billing.stripe.tick();
    await sync(tenantId);
  }
  expect(await within(tenantId, readSubscription)).toMatchObject({ state: 'active', tier: 'MESSAGING_USAGE' });
  return tenantId;
};

const use = (tenantId: string, feature: string, n: number, month = months.last): Promise<unknown> =>
  within(
    tenantId,
    (db) => db.sql`
      insert into usage_entries (tenant_id, feature, source, source_id, n, period, at)
      values (${db.tenant}, ${feature}, 'test', ${newId('run')}, ${n}, ${month}::date,
        ${month}::timestamptz + interval '10 days')`,
  );

/** The worker looks, and lifecycles carry out what it asks for, as often as they are told. */
const charge = async (tenantId: string): Promise<string[]> => {
  const { database } = data;
  await chargeUsage({ database, nowMs: () => billing.clock.ms, log: pino({ enabled: false }) });
  const open = await within(tenantId, openWishes);
  const outcomes: string[] = [];
  for (const { id, kind } of open) {
    const done = await billing.desk.carryOut(tenantId, id, 'k').catch((error: Error) => ({ outcome: error.message }));
    outcomes.push(`${kind} ${done.outcome}`);
  }
  return outcomes;
};
const charged = (tenantId: string): number[] =>
  [...billing.stripe.charges.values()]
    .filter((one) => one.tenantId === tenantId && one.kind === 'once' && one.status === 'paid')
    .map(({ amount }) => amount);

test('a month of use is charged once, with an invoice that has its lines, and nobody else pays for it', async () => {
  const [tenantId, other] = [await subscriber(), await subscriber()];
  await use(tenantId, 'messages', 3_150);
  await use(tenantId, 'runs', 1_100);
  await use(tenantId, 'messages', 1_040, months.running);
  expect(await charge(tenantId)).toEqual(['usage done']);
  expect(await charge(tenantId)).toEqual([]);
  expect([charged(tenantId), charged(other)]).toEqual([[10_900], []]);
  const seen = await within(tenantId, viewUsage);
  expect(seen.data).toEqual([
    {
      ...{ month: months.last, amount: 10_900, status: 'paid', nextAt: null },
      lines: [
        { feature: 'messages', used: 3_150, included: 1_000, quantity: 2_150, amount: 10_750 },
        { feature: 'runs', used: 1_100, included: 1_000, quantity: 100, amount: 150 },
      ],
    },
  ]);
  expect(seen.running).toMatchObject({ month: months.running, amount: 200 });
  expect((await within(other, viewUsage)).data).toEqual([]);
  const lines = await within(
    tenantId,
    (db) => db.sql<{ name: string; amount: number }>`
      select l.name, l.amount_cents as amount from invoice_lines l
      join invoices i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
      where l.tenant_id = ${db.tenant} and i.total_cents = 10900 order by l.n`,
  );
  expect(lines.map(({ name, amount }) => [name.replace(/, .*/, ''), amount])).toEqual([
    ['2.150 mensagens além do incluído', 10_750],
    ['100 execuções além do incluído', 150],
  ]);
});

test('what is too little stays for the next month, and what the account has to its credit comes first', async () => {
  const tenantId = await subscriber();
  await use(tenantId, 'messages', 1_080);
  expect(await charge(tenantId)).toEqual([]);
  expect((await within(tenantId, viewUsage)).data).toMatchObject([{ amount: 400, status: 'open' }]);
  await within(tenantId, async (db) => {
    await db.sql`
      insert into usage_ratings (tenant_id, period, feature, version_id, used, included, amount)
      select tenant_id, period - interval '1 month', feature, version_id, used, included, amount from usage_ratings
      where tenant_id = ${db.tenant}`;
    await db.sql`
      insert into usage_charges (tenant_id, period, amount)
      values (${db.tenant}, ${months.last}::date - interval '1 month', 400)`;
    await enterCredit(db, { source: 'test', sourceId: 'a', amount: 450, note: 'test' });
  });
  billing.clock.ms = Date.now();
  expect(await charge(tenantId)).toEqual(['usage done']);
  expect(charged(tenantId)).toEqual([350]);
  expect((await within(tenantId, viewUsage)).data.map(({ status }) => status)).toEqual(['paid', 'paid']);
});

test('use before the plan is another plan’s; who leaves it owes what was used until then', async () => {
  const tenantId = await subscriber(0);
  await use(tenantId, 'messages', 9_000);
  await within(
    tenantId,
    (db) => db.sql`
      insert into usage_entries (tenant_id, feature, source, source_id, n, period)
      values (${db.tenant}, 'messages', 'test', 'now', 2_000, ${months.running}::date)`,
  );
  expect(await charge(tenantId)).toEqual([]);
  await carry(tenantId, 'change', { tier: 'BUSINESS' });
  billing.clock.ms = Date.now();
  const { data: seen, running } = await within(tenantId, viewUsage);
  expect([seen, running]).toMatchObject([[{ month: months.running, amount: 5_000, status: 'open' }], null]);
  expect(await charge(tenantId)).toEqual(['usage done']);
  expect(charged(tenantId).at(-1)).toBe(5_000);
});

test('who does not pay for use is asked again, keeps what they paid for, is not renewed, and goes on once it is paid', async () => {
  const tenantId = await subscriber();
  await use(tenantId, 'messages', 3_000);
  billing.hands.cards.set(tenantId, false);
  const plan = await within(tenantId, readSubscription);
  const outcomes: string[] = [];
  for (let day = 0; day < 25 && outcomes.at(-1) !== 'cancel done'; day++) {
    outcomes.push(...(await charge(tenantId)));
    billing.clock.ms += DAY;
  }
  expect(new Set(outcomes)).toEqual(new Set(['usage refused', 'cancel done']));
  expect(outcomes.length).toBeGreaterThan(2);
  expect(await within(tenantId, readSubscription)).toMatchObject({
    ...{ state: 'active', access: 'full', failedAt: null, paidThrough: plan?.paidThrough },
    pending: { kind: 'cancel', reason: 'unpaid' },
  });
  expect((await within(tenantId, viewUsage)).data).toMatchObject([{ amount: 10_000, status: 'failed' }]);
  billing.hands.cards.set(tenantId, true);
  billing.clock.ms += 7 * DAY;
  expect(await charge(tenantId)).toEqual(['usage done']);
  expect(await charge(tenantId)).toEqual(['revoke done']);
  expect(await within(tenantId, readSubscription)).toMatchObject({ pending: null });
  expect(charged(tenantId)).toEqual([10_000]);
});

test('who pays just before what was called off for it is carried out is not called off', async () => {
  const tenantId = await subscriber();
  await use(tenantId, 'messages', 3_000);
  const unpaid = { kind: 'cancel' as const, by: 'system', data: { reason: 'usage_unpaid' }, source: newId('sreq') };
  await within(tenantId, (db) => askRequest(db, { ...unpaid, nowMs: billing.clock.ms }));
  billing.hands.isAway = true;
  expect(await charge(tenantId)).toEqual(expect.arrayContaining([expect.stringMatching(/^cancel (?!done)/)]));
  billing.hands.isAway = false;
  const [, usage] = await within(tenantId, openWishes);
  expect(await billing.desk.carryOut(tenantId, usage?.id ?? '', 'k')).toMatchObject({ kind: 'usage', outcome: 'done' });
  expect(await charge(tenantId)).toEqual(['revoke done']);
  await sync(tenantId);
  expect(await within(tenantId, readSubscription)).toMatchObject({ state: 'active', pending: null });
});

test('a process that dies behind any call, and a provider that is away, charge it once', async () => {
  const tenantId = await subscriber();
  await use(tenantId, 'messages', 3_000);
  billing.hands.isAway = true;
  const [away] = await charge(tenantId);
  billing.hands.isAway = false;
  let left = 1;
  billing.hands.dies = () => left-- > 0;
  const died = await charge(tenantId);
  billing.hands.dies = () => false;
  const [twice, again] = await Promise.all([charge(tenantId), charge(tenantId)]);
  expect([away, ...died]).toEqual(['usage Away', 'usage The process died']);
  expect([...twice, ...again]).toContain('usage done');
  expect(charged(tenantId)).toEqual([10_000]);
  expect((await within(tenantId, viewUsage)).data).toMatchObject([{ amount: 10_000, status: 'paid' }]);
});

const dueAt = async (tenantId: string): Promise<Date | undefined> =>
  (
    await within(
      tenantId,
      (db) => db.sql<{ at: Date }>`select next_at as at from usage_charges where tenant_id = ${db.tenant}`,
    )
  )[0]?.at;
const setDue = (tenantId: string, at: Date | undefined): Promise<unknown> =>
  within(tenantId, (db) => db.sql`update usage_charges set next_at = ${at} where tenant_id = ${db.tenant}`);

test('use that could not be asked for when its wish was carried out is asked for again a day later', async () => {
  const tenantId = await subscriber();
  await use(tenantId, 'messages', 3_000);
  await within(tenantId, (db) => rateUsage(db, months.last));
  const due = await dueAt(tenantId);
  const { providers } = billing.deps;
  billing.deps.providers = {};
  const refused = await charge(tenantId);
  billing.deps.providers = providers;
  expect(refused).toEqual(['usage refused']);
  expect((await dueAt(tenantId))?.getTime()).toBe(billing.clock.ms + DAY);
  expect(await charge(tenantId)).toEqual([]);
  // As earlier code left it: due on the day under which the wish stands that is closed.
  await setDue(tenantId, due);
  expect(await charge(tenantId)).toEqual([]);
  expect((await dueAt(tenantId))?.getTime()).toBe(billing.clock.ms + DAY);
  billing.clock.ms += DAY;
  expect(await charge(tenantId)).toEqual(['usage done']);
  expect(charged(tenantId)).toEqual([10_000]);
});

test('of all who owe for use, who waits the longest is asked first', async () => {
  const [one, other] = [await subscriber(), await subscriber()];
  for (const tenantId of [one, other]) {
    await use(tenantId, 'messages', 3_000);
    await within(tenantId, (db) => rateUsage(db, months.last));
  }
  const first = async () => (await findOwing(data.database.admin, { nowMs: Date.now(), limit: 1 }))[0]?.tenantId;
  await setDue(one, new Date('2001-01-01T00:00:00Z'));
  expect(await first()).toBe(one);
  await setDue(other, new Date('2000-01-01T00:00:00Z'));
  expect(await first()).toBe(other);
});

test('who left the plan and came back within a month owes the rest of it with the next one, beyond what was included', async () => {
  const tenantId = await subscriber(4);
  await within(tenantId, async (db) => {
    const at = (days: number) => sql`${months.last}::date - interval '1 month' + ${days} * interval '1 day'`;
    const month = sql`(${months.last}::date - interval '1 month')::date`;
    // Counted on the tenth day, by which 600 of 1.000 were used.
    await db.sql`
      insert into usage_charges (tenant_id, period, amount, created_at) values (${db.tenant}, ${month}, 0, ${at(10)})`;
    await db.sql`
      insert into usage_ratings (tenant_id, period, feature, version_id, used, included, amount)
      select ${db.tenant}, ${month}, 'messages', plan_version_id, 600, 1000, 0 from billing_subscriptions
      where tenant_id = ${db.tenant}`;
    for (const [days, n] of [
      [5, 600],
      [20, 900],
    ] as const)
      await db.sql`
        insert into usage_entries (tenant_id, feature, source, source_id, n, period, at)
        values (${db.tenant}, 'messages', 'test', ${newId('run')}, ${n}, ${month}, ${at(days)})`;
  });
  await use(tenantId, 'messages', 1_200);
  expect(await within(tenantId, (db) => rateUsage(db, months.last))).toEqual([
    { feature: 'messages', used: 1_700, included: 1_000, quantity: 700, amount: 3_500 },
  ]);
});

test('however often somebody leaves the plan and comes back within a month, each use is counted once', async () => {
  const tenantId = await subscriber(0);
  const { running } = months;
  const used = (n: number) =>
    within(
      tenantId,
      (db) => db.sql`
        insert into usage_entries (tenant_id, feature, source, source_id, n, period)
        values (${db.tenant}, 'messages', 'test', ${newId('run')}, ${n}, ${running}::date)`,
    );
  const leave = () =>
    within(tenantId, async (db) => {
      const from = (await readSubscription(db))?.planVersionId ?? '';
      const to = await livePlanVersion(db.sql, 'BUSINESS');
      if (to) await rateLeaving(db, from, to);
    });
  const amounts = async () => (await within(tenantId, viewUsage)).data.map(({ amount }) => amount);
  await used(1_400);
  await leave();
  expect(await amounts()).toEqual([2_000]);
  await used(1_500);
  const soFar = await within(tenantId, rateSoFar);
  expect([soFar?.month, soFar?.lines.find(({ feature }) => feature === 'messages')]).toMatchObject([
    running,
    { used: 1_500, included: 1_000, amount: 2_500 },
  ]);
  await leave();
  await leave();
  expect(await amounts()).toEqual([2_500, 2_000]);
});
