import { afterAll, expect, test } from 'vitest';
import { openApi } from '#api/frame/openapi.ts';
import { adminBillingRoutes } from '#api/routes/admin/billing/routes.ts';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { ensurePlatform } from '#domain/platform/platform.ts';
import { apiFixture } from './api-fixture.ts';

const TOKEN = 'an-operator-token-for-tests-of-billing-32';
const fixture = await apiFixture({ operators: { token: TOKEN, emails: [] } });
afterAll(() => fixture.close());
await ensurePlatform(fixture.deps.database);
await seedPlans(fixture.deps.database);

interface Documented {
  requestBody: { content: Record<string, { example: { plan: Record<string, unknown> & { terms: object } } }> };
}
const { paths } = openApi(adminBillingRoutes, '0') as { paths: Record<string, Record<string, Documented>> };
const { plan } = paths['/v1/admin/billing/plans/{tier}/draft']?.put?.requestBody.content['application/json']
  ?.example ?? { plan: { terms: {} } };

/** What is refused of the documented plan, changed; none: it was taken. */
const refusals = async (change: object): Promise<unknown[]> => {
  const answer = await fixture.fetch('/v1/admin/billing/plans/STARTER/draft', {
    method: 'PUT',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ plan: { ...plan, ...change }, reason: 'as talked about' }),
  });
  const { errors = [] } = answer.body as { errors?: { pointer: string }[] };
  expect(answer.status).toBe(errors.length > 0 ? 422 : 200);
  return errors.map(({ pointer }) => pointer);
};

test('a step of dunning that tells what there is not is refused at its place', async () => {
  const dunning = [{ after: 'P3D', notice: 'payment_failed_agian', access: 'full' }];
  expect(await refusals({ terms: { ...plan.terms, dunning } })).toEqual(['/plan/terms/dunning/0/notice']);
});

test('a price of use is for no more at a time than a row can hold, and each use has one', async () => {
  const priced = (per: number, feature = 'runs') => ({ feature, per, price: { amount: 500, currency: 'BRL' } });
  expect(await refusals({ usagePrices: [priced(999_999_999), priced(1_000, 'messages')] })).toEqual([]);
  expect(await refusals({ usagePrices: [priced(1_000_000_000)] })).toEqual(['/plan/usagePrices/0/per']);
  expect(await refusals({ usagePrices: [priced(100), priced(1_000)] })).toEqual(['/plan/usagePrices']);
});
