import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOfVersion } from '#domain/billing/catalogue/body-of-version.ts';
import { livePlanVersion } from '#domain/billing/catalogue/plan-version.ts';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { savePlanDraft } from '#domain/billing/catalogue/write-plan.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { sellFastPlans } from './sell-fast-plans.ts';

const fixture = await dataFixture();
const { admin } = fixture.database;
beforeAll(() => seedPlans(fixture.database));
afterAll(() => fixture.close());

const live = async (tier: string) => {
  const version = await livePlanVersion(admin.sql, tier);
  if (!version) throw new Error(`No ${tier}`);
  return version;
};

test('plans live fast and keep their prices; asked twice, also at once, it is done once', async () => {
  const before = await live('STARTER');
  const sold = await Promise.all([sellFastPlans(admin, 20), sellFastPlans(admin, 20)]);
  expect(sold.flat()).toEqual(['FREE', 'STARTER', 'BUSINESS']);
  expect(await live('STARTER')).toMatchObject({
    ...{
      number: 2,
      prices: before.prices,
      trial: 'PT20S',
      trialReminders: ['-PT10S'],
      grace: 'PT7S',
      tolerance: 'PT2S',
    },
    dunning: [{ after: 'PT0S' }, { after: 'PT3S', access: 'read_only' }],
    limits: { ...before.limits, flows: 1 },
  });
  expect(await live('FREE')).toMatchObject({ number: 2, trial: null, grace: 'P3D', limits: { flows: 1 } });
  expect(await sellFastPlans(admin, 20)).toEqual([]);
});

test('months of another length are another version', async () => {
  expect(await sellFastPlans(admin, 120)).toEqual(['STARTER', 'BUSINESS']);
  expect(await live('BUSINESS')).toMatchObject({ trial: 'PT120S', grace: 'PT42S', limits: { flows: 3 } });
});

test('what an operator writes at the moment is not thrown away', async () => {
  const draft = { ...bodyOfVersion(await live('BUSINESS')), name: { pt: 'Outro', en: 'Other' } };
  await admin.transaction((sql) => savePlanDraft(sql, 'BUSINESS', draft, { by: 'operator' }));
  await expect(sellFastPlans(admin, 60)).rejects.toThrow('BUSINESS');
  expect(await live('STARTER')).toMatchObject({ trial: 'PT120S' });
});
