import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFixture, publishedFlow, requestFor } from '#tests/integration/data/data-fixture.ts';
import { seedPlans } from '../billing/catalogue/seed-plans.ts';
import { openConnection } from '../connections/read-connection.ts';
import { createConnection } from '../connections/write-connection.ts';
import { parseId } from '../ids.ts';
import { admit } from '../runs/admit.ts';
import { settleFrozen } from './freeze.ts';

const fixture = await dataFixture();
const { database } = fixture;
const { withTenant } = database;
beforeAll(() => seedPlans(database));
afterAll(() => fixture.close());

const move = (tenantId: string, plan: string) =>
  database.admin.sql`update tenants set plan = ${plan} where id = ${parseId('ten', tenantId)}`;
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    ({ code, details: { requiredPlan, currentPlan, upgradeUrl } }) => [code, requiredPlan, currentPlan, upgradeUrl],
  );

test('what stands still says which plan has room for all of its kind, and which plan there is', async () => {
  const [one, other] = [await fixture.tenant(), await fixture.tenant()];
  await move(one, 'ENTERPRISE');
  const flows: string[] = [];
  for (let n = 0; n < 4; n++) flows.push(await withTenant(one, (db) => publishedFlow(db)));
  const start = () => withTenant(one, (db) => admit(db, requestFor(flows.at(-1) ?? '')));
  const connection = { connector: 'http', config: {}, secret: {}, hosts: ['erp.example'], by: 'test' };
  for (let n = 0; n < 21; n++) await withTenant(one, (db) => createConnection(db, { ...connection, name: `erp ${n}` }));
  // Another tenant's flows are none of it.
  for (let n = 0; n < 3; n++) await withTenant(other, (db) => publishedFlow(db));
  const open = () => withTenant(one, (db) => openConnection(db, 'erp 20'));
  await move(one, 'FREE');
  await withTenant(one, (db) => settleFrozen(db));
  expect(await refusalOf(start())).toEqual(['flow_frozen', 'STARTER', 'FREE', '/plan?choose=STARTER']);
  expect(await refusalOf(open())).toEqual(['connection_frozen', 'BUSINESS', 'FREE', '/plan?choose=BUSINESS']);
  // The plan has the room by now, and nobody has looked: another plan is not what helps.
  await move(one, 'STARTER');
  expect(await refusalOf(start())).toEqual(['flow_frozen', null, 'STARTER', '/plan']);
});
