import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BillingFixture, billingFixture } from '#tests/billing/billing-fixture.ts';
import { type DataFixture, dataFixture } from '#tests/integration/data/data-fixture.ts';
import { underLease } from './lease.ts';

let data: DataFixture;
let billing: BillingFixture;

beforeAll(async () => {
  data = await dataFixture();
  billing = await billingFixture(data.database);
});
afterAll(() => data.close());

test('a lease that nobody ever had is free for whoever comes first, and for the next one at once', async () => {
  const take = (tenantId: string) => underLease(billing.deps, tenantId, false, () => Promise.resolve('mine'));
  for (let turn = 0; turn < 20; turn++) {
    const tenantId = await billing.tenant();
    expect([await take(tenantId), await take(tenantId)]).toEqual(['mine', 'mine']);
  }
});

test('while one has it, another does not', async () => {
  const tenantId = await billing.tenant();
  const inside = await underLease(billing.deps, tenantId, false, () =>
    underLease(billing.deps, tenantId, false, () => Promise.resolve('two')),
  );
  expect(inside).toBeNull();
});
