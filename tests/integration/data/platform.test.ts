import { afterAll, beforeAll, expect, test } from 'vitest';
import { resumeTenant, suspendTenant } from '#domain/access/block.ts';
import { beginImpersonation } from '#domain/access/impersonate.ts';
import { findTenants } from '#domain/access/operator-lists.ts';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { formatId, newId, parseId } from '#domain/ids.ts';
import { askPlacement } from '#domain/placement/ask-placement.ts';
import { beginMissingLifecycles } from '#domain/platform/begin-missing-lifecycles.ts';
import { carryPlatformEvents } from '#domain/platform/carry-platform-events.ts';
import { endLifecycle } from '#domain/platform/end-lifecycle.ts';
import { findLifecycleRun } from '#domain/platform/find-lifecycle.ts';
import { ensurePlatform, PLATFORM_ID, PLATFORM_SLUG } from '#domain/platform/platform.ts';
import { publishPlatformEvent } from '#domain/platform/publish-platform-event.ts';
import { publishSystemFlows } from '#domain/platform/publish-system-flows.ts';
import { startLifecycle } from '#domain/platform/start-lifecycle.ts';
import { systemDocuments } from '#domain/platform/system-documents.ts';
import { admit } from '#domain/runs/admit.ts';
import { getRun } from '#domain/runs/get-run.ts';
import { askDeletion } from '#domain/tenants/ask-deletion.ts';
import { SUBSCRIPTION_EVENTS } from '#flow/contracts/billing-desk.ts';
import type { Json } from '#flow/json.ts';
import { identifier } from '#prisma/sql.ts';
import { systemCatalogue } from '#scripts/catalogues.ts';
import { type DataFixture, dataFixture, publishedFlow, requestFor } from './data-fixture.ts';

let fixture: DataFixture;
const catalogue = systemCatalogue();
const TZ = 'America/Manaus';

beforeAll(async () => {
  fixture = await dataFixture();
});
afterAll(() => fixture.close());

/** What the platform's own tables hold. */
const platformRows = <Row>(table: 'runs' | 'events' | 'outbox' | 'flow_versions'): Promise<Row[]> =>
  fixture.database.withTenant(
    PLATFORM_ID,
    (db) => db.sql<Row>`/* varies */ select * from ${identifier(table)} where tenant_id = ${db.tenant}`,
  );
const tell = (tenantId: string, id: string, data: Json = {}) =>
  fixture.database.withTenant(tenantId, (db) =>
    publishPlatformEvent(db, { name: SUBSCRIPTION_EVENTS.requested, data, id }),
  );

test('the product’s flows are published once, by however many processes start, and again where they changed', async () => {
  const { database } = fixture;
  const publish = (documents = systemDocuments()) => publishSystemFlows({ database, catalogue, documents });
  expect((await Promise.all([publish(), publish(), publish()])).flat()).toEqual(['subscription']);
  expect(await publish()).toEqual([]);
  const [document] = systemDocuments();
  if (!document) throw new Error('no document');
  const as = (revision: number, name: string) => {
    const definition = { ...document.definition, name, 'x-revision': revision };
    return [{ ...document, revision, definition }];
  };
  expect(await publish(as(document.revision + 1, 'Nova'))).toEqual(['subscription']);
  // An older release starts beside a newer one.
  expect(await publish(as(document.revision, 'Velha'))).toEqual([]);
  expect(await publish(as(document.revision + 2, document.definition.name as string))).toEqual(['subscription']);
  expect(await platformRows('flow_versions')).toHaveLength(3);
});

test('a slug that a customer has stays theirs', async () => {
  const other = await dataFixture();
  const id = parseId('ten', newId('ten'));
  await other.database.admin.sql`insert into tenants (id, slug, name) values (${id}, ${PLATFORM_SLUG}, 'Antiga')`;
  await Promise.all([ensurePlatform(other.database), ensurePlatform(other.database)]);
  const rows = await other.database.admin.sql<{ id: string; slug: string }>`select id, slug from tenants order by slug`;
  expect(rows.map((row) => formatId('ten', row.id))).toEqual([formatId('ten', id), PLATFORM_ID]);
  await other.close();
});

test('a fact that rolls back says nothing; one that stands begins a lifecycle, and is heard once', async () => {
  const { database } = fixture;
  const tenantId = await fixture.tenant();
  await database.admin.sql`update tenants set timezone = ${TZ} where id = ${parseId('ten', tenantId)}`;
  const failing = database.withTenant(tenantId, async (db) => {
    await publishPlatformEvent(db, { name: SUBSCRIPTION_EVENTS.paid, data: {}, id: 'p1' });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect((await carryPlatformEvents(database)).carried).toBe(0);

  await Promise.all([tell(tenantId, 'w1'), tell(tenantId, 'w1'), tell(tenantId, 'w2')]);
  const turns = await Promise.all([carryPlatformEvents(database), carryPlatformEvents(database)]);
  expect(turns.map(({ carried }) => carried).reduce((a, b) => a + b)).toBe(2);
  expect(turns.flatMap(({ failed }) => failed)).toEqual([]);
  expect(turns.flatMap(({ outbox }) => outbox).length).toBeGreaterThan(0);
  // Told again after it was carried: known by the sender's id.
  await tell(tenantId, 'w1');
  await carryPlatformEvents(database);
  const [run, ...more] = await platformRows<{ trigger: Json; status: string }>('runs');
  expect([run, more]).toMatchObject([
    { status: 'running', trigger: { type: 'api', subject: tenantId, data: { timezone: TZ } } },
    [],
  ]);
  const events = await platformRows<{ key: string; name: string }>('events');
  expect(events.map(({ key, name }) => [key, name])).toEqual([
    [tenantId, SUBSCRIPTION_EVENTS.requested],
    [tenantId, SUBSCRIPTION_EVENTS.requested],
  ]);
});

test('one lifecycle a tenant, whoever starts it; it ends with its tenant, and the tenant sees none of it', async () => {
  const { database } = fixture;
  const tenantId = await fixture.tenant();
  const subject = { tenantId, timezone: TZ };
  const started = await Promise.all([1, 2, 3].map(() => startLifecycle(database, subject)));
  expect(started.filter((one) => one.started)).toHaveLength(1);
  expect(new Set(started.map(({ runId }) => runId)).size).toBe(1);
  const life = await database.withTenant(PLATFORM_ID, (db) => findLifecycleRun(db, tenantId));
  expect(life).toMatchObject({ runId: started[0]?.runId, isOpen: true });
  await expect(database.withTenant(tenantId, (db) => getRun(db, life?.runId ?? ''))).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(database.withTenant(tenantId, (db) => findLifecycleRun(db, tenantId))).rejects.toThrow('platform');
  const told = () => platformRows<{ name: string; key: string }>('events');
  await endLifecycle(database, tenantId);
  await endLifecycle(database, tenantId);
  expect((await told()).filter(({ key }) => key === tenantId).map(({ name }) => name)).toEqual([
    SUBSCRIPTION_EVENTS.closed,
  ]);
  await endLifecycle(database, await fixture.tenant());
});

test('who pays and has no run is watched again; who does not pay, or is watched, is left alone', async () => {
  const { database } = fixture;
  await seedPlans(database);
  const at = async (state: string): Promise<string> => {
    const tenantId = await fixture.tenant();
    await database.withTenant(
      tenantId,
      (db) => db.sql`
        insert into billing_subscriptions (tenant_id, state, plan_version_id)
        select ${db.tenant}, ${state}, id from plan_versions limit 1`,
    );
    return tenantId;
  };
  const [paying, watched] = [await at('active'), await at('past_due'), await at('free')];
  await startLifecycle(database, { tenantId: watched, timezone: TZ });
  expect((await beginMissingLifecycles(database)).begun).toEqual([paying]);
  const life = await database.withTenant(PLATFORM_ID, (db) => findLifecycleRun(db, paying));
  expect(life).toMatchObject({ isOpen: true });
  expect(await beginMissingLifecycles(database)).toEqual({ outbox: [], begun: [] });
});

test('a run of a tenant’s is about nobody', async () => {
  const { database } = fixture;
  const tenantId = await fixture.tenant();
  await expect(
    database.withTenant(tenantId, async (db) => {
      const flow = await publishedFlow(db);
      return admit(db, requestFor(flow, {}, { trigger: { type: 'api', subject: tenantId, data: {} } }));
    }),
  ).rejects.toThrow('own flows');
});

test('operators see no platform among tenants, and do nothing to it', async () => {
  const { database } = fixture;
  expect((await findTenants(database.admin, { q: PLATFORM_SLUG })).map(({ id }) => id)).not.toContain(PLATFORM_ID);
  const deed = { by: 'operator:x', reason: 'por quê' };
  const place = { tenantId: PLATFORM_ID, userId: newId('usr'), operatorId: newId('usr'), reason: 'por quê' };
  const deeds = [
    suspendTenant(database, PLATFORM_ID, deed),
    resumeTenant(database, PLATFORM_ID, deed),
    askPlacement(database, PLATFORM_ID, { ...deed, place: 'own' }),
    beginImpersonation(database, { ...place, ip: '', userAgent: null, operators: [] }),
    askDeletion(database, PLATFORM_ID, { name: 'Trama', days: 1, by: 'x', sessionId: null, nowMs: Date.now() }),
  ];
  for (const one of await Promise.allSettled(deeds))
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } });
});
