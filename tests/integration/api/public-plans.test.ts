import { beforeAll, expect, test } from 'vitest';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { twoAccounts } from './api-fixture.ts';

const { fixture } = await twoAccounts();
beforeAll(() => seedPlans(fixture.deps.database));

/** Paid by use: operators give it. */
const HIDDEN = 'MESSAGING_USAGE';

const asVisitor = (): Promise<Response> => fetch(`${fixture.url}/v1/plans`);

test('whoever has no account reads what is for sale, and nothing that is not', async () => {
  const answer = await asVisitor();
  expect(answer.status).toBe(200);
  // A page of prices may ask for each of its visitors.
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
  const { data, addOns } = await answer.json();
  const tiers = data.map(({ tier }: { tier: string }) => tier);
  expect(tiers).toContain('BUSINESS');
  expect(data.every(({ public: isPublic }: { public: boolean }) => isPublic)).toBe(true);
  expect(await fixture.deps.database.admin.sql`select public from plans where tier = ${HIDDEN}`).toEqual([
    { public: false },
  ]);
  expect(tiers).not.toContain(HIDDEN);
  expect(addOns.length).toBeGreaterThan(0);
});
