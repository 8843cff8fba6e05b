import { afterAll, expect, test } from 'vitest';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { parseId } from '../../ids.ts';
import { FIRST_PLANS } from '../catalogue/first-plans.ts';
import { PlanBody } from '../catalogue/plan-body.ts';
import { publishPlan, savePlanDraft } from '../catalogue/write-plan.ts';
import { isNotice, NOTICE_NAMES, specOf } from './notice-list.ts';
import { sendNotice } from './send-notice.ts';

/** Ten at night in São Paulo. */
const NIGHT = Date.parse('2027-01-02T01:00:00.000Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const data = await dataFixture();
const { database } = data;
const billing = await billingFixture(database, NIGHT);
const { carry, clock, desk, stripe } = billing;
afterAll(() => data.close());

const subscriber = async (): Promise<string> => {
  clock.ms = NIGHT;
  const tenantId = await billing.tenant();
  await database.admin.sql`update tenants set timezone = 'America/Sao_Paulo' where id = ${parseId('ten', tenantId)}`;
  const wish = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'stripe' });
  stripe.pay(wish?.ref ?? '');
  await billing.sync(tenantId);
  return tenantId;
};
const of = (tenantId: string, notice: string) =>
  database.withTenant(
    tenantId,
    (db) => db.sql<{ id: string; channel: string; status: string; hours: number; error: string | null }>`
      select id, channel, status, error, round(extract(epoch from due_at - created_at) / 3600, 1)::float as hours
      from billing_notices where tenant_id = ${db.tenant} and notice = ${notice} order by channel`,
  );
const letterOf = async (tenantId: string, notice: string) => {
  const found = (await of(tenantId, notice)).find(({ channel }) => channel === 'email');
  if (!found) throw new Error('No letter');
  return found;
};
/** STARTER with terms that are lived through while somebody looks on. */
const publishFast = async (): Promise<void> => {
  const seed = FIRST_PLANS.find((one) => one.tier === 'STARTER');
  if (!seed) throw new Error('No plan');
  const { tier, family: _family, ranksAs: _ranksAs, sort: _sort, public: _public, ...body } = seed;
  const dunning = [{ after: 'PT3S', notice: 'payment_failed', access: 'full' }];
  const terms = { ...body.terms, dunning, trial: 'PT9S', grace: 'PT2S', tolerance: 'PT1S' };
  await database.admin.transaction(async (sql) => {
    await savePlanDraft(sql, tier, PlanBody.parse({ ...body, terms }), { by: 'test' });
    await publishPlan(sql, tier);
  });
};
const sent: string[] = [];
const send = async (tenantId: string, id: string) => {
  const mail = { send: (letter: { subject: string }) => Promise.resolve(void sent.push(letter.subject)) };
  return await sendNotice({ database, mail, pagesUrl: 'https://t.example' }, { tenantId, id, attempt: 1 });
};

test('a charge that fails at night is said inside the product at once, by letter in the tenant’s morning', async () => {
  const tenantId = await subscriber();
  await desk.tell(tenantId, 'payment_failed', {}, 'night');
  expect(await of(tenantId, 'payment_failed')).toMatchObject([
    { channel: 'email', status: 'waiting', hours: 10 },
    { channel: 'in_app', status: 'sent', hours: 0 },
  ]);
  clock.ms = NIGHT + 15 * HOUR;
  await desk.tell(tenantId, 'payment_failed_again', {}, 'day');
  expect(await letterOf(tenantId, 'payment_failed_again')).toMatchObject({ hours: 0 });
  // What somebody did is answered when they did it.
  clock.ms = NIGHT;
  await desk.tell(tenantId, 'recovered', {}, 'night');
  expect(await letterOf(tenantId, 'recovered')).toMatchObject({ hours: 0 });
});

test('who has paid by the morning reads of no debt', async () => {
  const tenantId = await subscriber();
  await desk.tell(tenantId, 'payment_failed', {}, 'k');
  await desk.tell(tenantId, 'grace_begun', {}, 'k');
  await desk.tell(tenantId, 'recovered', {}, 'k');
  await desk.tell(tenantId, 'payment_failed', {}, 'the next time');
  const letters = (await of(tenantId, 'payment_failed')).filter(({ channel }) => channel === 'email');
  const ends = await Promise.all(letters.map(async ({ id }) => (await send(tenantId, id))?.status));
  expect(new Set(ends)).toEqual(new Set(['sent', 'skipped']));
  expect(await send(tenantId, (await letterOf(tenantId, 'grace_begun')).id)).toEqual({
    status: 'skipped',
    error: 'over',
  });
});

test('who falls to FREE at night reads of it in the morning; of a plan of seconds everything is said at once', async () => {
  const [days, seconds] = [await subscriber(), await subscriber()];
  for (const tenantId of [days, seconds]) {
    clock.ms = NIGHT + 40 * DAY;
    await desk.downgrade(tenantId, 'unpaid', 'd');
    expect((await billing.facts(tenantId)).state).toBe('free');
    if (tenantId === seconds) await publishFast();
    await desk.tell(tenantId, 'downgraded', {}, 'k');
  }
  expect([(await letterOf(days, 'downgraded')).hours, (await letterOf(seconds, 'downgraded')).hours]).toEqual([10, 0]);
});

test('what ends the waiting of a letter is a notice', () => {
  expect(NOTICE_NAMES.flatMap((name) => specOf(name).until ?? []).filter((name) => !isNotice(name))).toEqual([]);
});
