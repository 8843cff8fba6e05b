import { afterAll, expect, test } from 'vitest';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { findWish } from './wish.ts';

const data = await dataFixture();
const billing = await billingFixture(data.database);
const { ask, sync, clock } = billing;
afterAll(() => data.close());

const HOUR = 3_600_000;
const at = (ms: number) => new Date(clock.ms + ms).toISOString();

test('a pause that would be over is none; one that was asked for in time is the same wish when it comes again, too late', async () => {
  const tenantId = await billing.tenant();
  const { id } = await ask(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'stripe' });
  await billing.desk.carryOut(tenantId, id, 'k');
  const page = await data.database.withTenant(tenantId, (db) => findWish(db, id));
  billing.stripe.pay(page?.ref ?? '');
  await sync(tenantId);
  const until = at(HOUR);
  const refused = { code: 'invalid', errors: [{ pointer: '/until', code: 'past' }] };
  for (const over of [0, -HOUR])
    await expect(ask(tenantId, 'pause', { until: at(over) })).rejects.toMatchObject(refused);
  const pause = await ask(tenantId, 'pause', { until }, 'mine');
  clock.ms += 2 * HOUR;
  expect((await ask(tenantId, 'pause', { until }, 'mine')).id).toBe(pause.id);
});
