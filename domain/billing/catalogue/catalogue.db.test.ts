import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { parseId } from '../../ids.ts';
import { findSubscription } from '../subscription/find-subscription.ts';
import { findAddOn, listAddOns, saveAddOn } from './add-on.ts';
import { bodyOfVersion } from './body-of-version.ts';
import { findCoupon, redeemCoupon } from './coupon.ts';
import { PlanBody } from './plan-body.ts';
import { findPlanVersion, listLivePlans, livePlanVersion, type PlanVersion } from './plan-version.ts';
import { seedPlans } from './seed-plans.ts';
import { archivePlan, publishPlan, savePlanDraft } from './write-plan.ts';

const fixture = await dataFixture();
const { database } = fixture;
const { sql } = database.admin;
beforeAll(() => seedPlans(database));
afterAll(() => fixture.close());

const live = async (tier: string): Promise<PlanVersion> => {
  const version = await livePlanVersion(sql, tier);
  if (!version) throw new Error(`No ${tier}`);
  return version;
};

test('what is for sale at first has the prices and limits of the product', async () => {
  const plans = await listLivePlans(sql);
  expect(plans.map(({ tier, prices }) => [tier, ...prices.map(({ amount }) => amount)])).toEqual([
    ['FREE', 0, 0],
    ['STARTER', 9_700, 97_000],
    ['BUSINESS', 29_700, 297_000],
    ['ENTERPRISE', null, null],
    ['MESSAGING_START', 9_700, 97_000],
    ['MESSAGING_TEAM', 19_700, 197_000],
    ['MESSAGING_BUSINESS', 49_700, 497_000],
    ['MESSAGING_SCALE', 99_700, 997_000],
  ]);
  expect((await live('FREE')).limits).toMatchObject({
    searches: 50,
    alerts: 5,
    favorites: 20,
    messages: 100,
    crm_leads: 0,
  });
  expect(await live('STARTER')).toMatchObject({ trial: 'P14D', grace: 'P3D', marketplaces: { choose: 3, fixed: [] } });
  expect((await listAddOns(sql)).map(({ month }) => month)).toEqual([2_900, 2_900, 3_900, 4_900, 5_900, 7_900]);
  // A brand of one's own has its price, and is not sold yet.
  expect(await findAddOn(sql, 'white-label')).toMatchObject({ month: 199_700, active: false });
});

test('seeding again, also from several processes at once, leaves alone what operators changed', async () => {
  const before = await live('STARTER');
  await database.admin.transaction(async (tx) => {
    await savePlanDraft(
      tx,
      'STARTER',
      { ...bodyOfVersion(before), name: { pt: 'Outro', en: 'Other' } },
      { by: 'operator' },
    );
    await publishPlan(tx, 'STARTER');
  });
  const addOn = await findAddOn(sql, 'ai');
  if (!addOn) throw new Error('No add-on');
  await saveAddOn(sql, { ...addOn, month: 1, active: false });
  await Promise.all([seedPlans(database), seedPlans(database), seedPlans(database)]);
  expect(await live('STARTER')).toMatchObject({ number: 2, name: { pt: 'Outro' } });
  expect(await findAddOn(sql, 'ai')).toMatchObject({ month: 1, active: false });
  // Whoever has the first version keeps it as it was.
  expect(await findPlanVersion(sql, before.id)).toEqual(before);
});

test.each(['payment_failed_agian', 'recovered', 'usage_full', 'pix_waiting', 'invoice_issued'])(
  'a step of dunning tells of what is owed, by the facts alone: %s is refused',
  async (notice) => {
    const body = bodyOfVersion(await live('BUSINESS'));
    const dunning = [{ after: 'P3D', notice, access: 'full' }];
    const { error } = PlanBody.safeParse({ ...body, terms: { ...body.terms, dunning } });
    expect(error?.issues.map(({ path }) => path.join('/'))).toEqual(['terms/dunning/0/notice']);
  },
);

test.each([
  ['its limits', "update plan_versions set limits = '{}' where tier = 'BUSINESS'"],
  ['itself', "delete from plan_versions where tier = 'BUSINESS'"],
  ['its price', 'update plan_prices set amount = 1'],
  ['a price more', "insert into plan_prices select id, 'month', 1 from plan_versions where tier = 'BUSINESS'"],
  ['a price less', 'delete from usage_prices'],
])('nobody changes a published version: %s', async (_, text) => {
  // The text is of this file. A tagged template takes no text from outside, so it is given as one.
  const asked = Object.assign([text], { raw: [text] });
  await expect(sql(asked)).rejects.toThrow(/does not change/);
});

test('of twenty tenants that use a coupon of five at once, five get it, and each of them once', async () => {
  await sql`insert into coupons (code, percent, periods, max_redemptions, created_by) values ('FESTA', 20, 3, 5, 'test')`;
  const use = { code: ' festa', tier: 'STARTER', interval: 'month' as const };
  const tenants = await Promise.all(Array.from({ length: 20 }, () => fixture.tenant()));
  const redeem = (tenantId: string) => database.withTenant(tenantId, (db) => redeemCoupon(db, use));
  const results = await Promise.allSettled(tenants.map(redeem));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  const lucky = tenants[results.findIndex(({ status }) => status === 'fulfilled')] ?? '';
  const isForAll = { tiers: [], intervals: [] };
  expect(await redeem(lucky)).toEqual({ code: 'FESTA', percent: 20, amount: null, periods: 3, ...isForAll });
  expect(await sql`select redeemed from coupons where code = 'FESTA'`).toEqual([{ redeemed: 5 }]);
  expect(await findCoupon(sql, use)).toBeNull();
});

test('whoever has a plan that is sold no more keeps it, also where somebody looks at it', async () => {
  const tenantId = await fixture.tenant();
  const tenant = parseId('ten', tenantId);
  await sql`update tenants set plan = 'ENTERPRISE' where id = ${tenant}`;
  const users = async () => {
    const [row] = await database.withTenant(
      tenantId,
      (db) => db.sql<{ most: bigint }>`select plan_limit(${db.tenant}, 'flows', true) as most`,
    );
    return row?.most;
  };
  const { id } = await live('ENTERPRISE');
  await archivePlan(sql, 'ENTERPRISE', true);
  const before = await users();
  const { plan } = await database.withTenant(tenantId, findSubscription);
  expect(plan.tier).toBe('ENTERPRISE');
  expect(await users()).toBe(before);
  expect(await sql`select plan_version_id as id from billing_subscriptions where tenant_id = ${tenant}`).toEqual([
    { id },
  ]);
  await archivePlan(sql, 'ENTERPRISE', false);
});

test('a coupon is of the plans and intervals that it names', async () => {
  await sql`
    insert into coupons (code, amount, tiers, intervals, created_by) values ('ANUAL', 5000, '{BUSINESS}', '{year}', 'test')`;
  expect(await findCoupon(sql, { code: 'ANUAL', tier: 'BUSINESS', interval: 'year' })).toMatchObject({ amount: 5_000 });
  expect(await findCoupon(sql, { code: 'ANUAL', tier: 'BUSINESS', interval: 'month' })).toBeNull();
  expect(await findCoupon(sql, { code: 'ANUAL', tier: 'STARTER', interval: 'year' })).toBeNull();
});
