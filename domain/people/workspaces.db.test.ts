import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { seedPlans } from '../billing/catalogue/seed-plans.ts';
import { createUser } from '../identity/users.ts';
import { parseId } from '../ids.ts';
import { createWorkspace } from './workspaces.ts';

const fixture = await dataFixture();
const { database } = fixture;
const { sql } = database.admin;
beforeAll(() => seedPlans(database));
afterAll(() => fixture.close());

const person = (n: number) => createUser(sql, { email: `p${n}@x.example`, name: 'Ana', emailVerified: true });
const make = (userId: string) =>
  createWorkspace(database, { name: 'Oficina', timezone: 'America/Sao_Paulo', locale: 'pt-BR', userId });

test('one tenant more than one’s plans have is refused as everything is that a plan counts', async () => {
  const userId = await person(1);
  await make(userId);
  await make(userId);
  await expect(make(userId)).rejects.toMatchObject({
    code: 'limit_exceeded',
    text: { pt: 'Seu plano inclui 2 contas.' },
    waitUntil: expect.any(Number),
    details: {
      ...{ feature: 'workspaces', limit: 2, current: 2, resetsAt: null, currentPlan: 'FREE' },
      ...{ requiredPlan: 'STARTER', upgradeUrl: '/plan?choose=STARTER' },
      ...{ rateLimit: '"workspaces";r=0;t=3600', rateLimitPolicy: '"workspaces";q=2;w=3600' },
    },
  });
  // The largest plan of any of them counts.
  const [one] = await sql<{ tenant_id: string }>`
    select tenant_id from memberships where user_id = ${parseId('usr', userId)} limit 1`;
  await sql`update tenants set plan = 'STARTER' where id = ${one?.tenant_id ?? null}::uuid`;
  await make(userId);
  await expect(make(userId)).rejects.toMatchObject({ details: { limit: 3, current: 3, requiredPlan: 'BUSINESS' } });
});

test('twenty-one are owned by nobody, whatever the plan: no wait and no plan would help', async () => {
  const userId = await person(2);
  const first = await make(userId);
  await sql`update tenants set plan = 'ENTERPRISE' where id = ${parseId('ten', first)}`;
  for (let n = 1; n < 20; n++) await make(userId);
  await expect(make(userId)).rejects.toMatchObject({ code: 'conflict' });
});
