import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { seedPlans } from '../billing/catalogue/seed-plans.ts';
import { saveFlag } from '../flags/flag-rows.ts';
import { parseId } from '../ids.ts';
import { createEntitlements, entitlementsChanged } from './entitlements.ts';
import { type EntitlementNotice, hearOfEntitlements } from './hear-changes.ts';

const fixture = await dataFixture(4);
const { database, urls } = fixture;
const { admin } = database;
beforeAll(() => seedPlans(database));
afterAll(() => fixture.close());

test('what another process changes is known here once its transaction has committed, and not before', async () => {
  const tenantId = await fixture.tenant();
  const entitlements = createEntitlements(database);
  const notices: EntitlementNotice[] = [];
  const heard = (notice: EntitlementNotice): void => {
    notices.push(notice);
    if (notice.kind === 'tenant') entitlements.forget(notice.tenantId);
  };
  const listener = hearOfEntitlements({ url: urls.admin, heard }, () => undefined);
  try {
    // It listens from some moment on: a notice that comes back says so.
    await expect
      .poll(async () => {
        await admin.sql`select pg_notify('trama_entitlements', 'flags')`;
        return notices.length;
      })
      .toBeGreaterThan(0);
    expect(await entitlements.check(tenantId, 'white_label')).toMatchObject({ allowed: true });
    await database.withTenant(tenantId, async (db) => {
      await db.sql`update tenants set plan = 'FREE' where id = ${parseId('ten', tenantId)}`;
      await entitlementsChanged(db);
      expect(await entitlements.check(tenantId, 'white_label')).toMatchObject({ allowed: true });
    });
    const allowed = async () => (await entitlements.check(tenantId, 'white_label')).allowed;
    await expect.poll(allowed).toBe(false);
    expect(notices).toContainEqual({ kind: 'tenant', tenantId });
    notices.length = 0;
    const rule = { on: true, percentage: 0, plans: [], tenants: [], except: [] };
    await saveFlag(admin, { key: 'new-canvas', rule, by: 'test', reason: 'test' });
    await expect.poll(() => notices).toEqual([{ kind: 'flags' }]);
  } finally {
    await listener.close();
  }
});
