import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BillingFixture, billingFixture } from '#tests/billing/billing-fixture.ts';
import { beginLife, DAY, endLife, liveOn } from '#tests/billing/live-life.ts';
import { type DataFixture, dataFixture } from '../data/data-fixture.ts';

let data: DataFixture;
let billing: BillingFixture;

beforeAll(async () => {
  data = await dataFixture();
  billing = await billingFixture(data.database);
});
afterAll(() => data.close());

// `npm run test:lives` lives more of them, longer.
test.each([1, 2, 3])('life %i by chance keeps every promise of the subscription, and has a way out', async (seed) => {
  const life = await beginLife(billing, seed);
  const began = billing.clock.ms;
  while (billing.clock.ms < began + 45 * DAY) {
    const broken = await liveOn(life);
    expect({ broken, log: broken.length > 0 ? life.log : [] }).toEqual({ broken: [], log: [] });
  }
  expect(await endLife(life)).toBe('free');
});
