import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { askRequest } from '#domain/billing/requests/ask-request.ts';
import { newId, parseId } from '#domain/ids.ts';
import { beginMissingLifecycles } from '#domain/platform/begin-missing-lifecycles.ts';
import { findLifecycleRun } from '#domain/platform/find-lifecycle.ts';
import { handOverLifecycles } from '#domain/platform/hand-over-lifecycles.ts';
import { PLATFORM_ID } from '#domain/platform/platform.ts';
import { publishSystemFlows } from '#domain/platform/publish-system-flows.ts';
import { readStory } from '#domain/platform/read-story.ts';
import { startLifecycle } from '#domain/platform/start-lifecycle.ts';
import { systemDocuments } from '#domain/platform/system-documents.ts';
import { appendTracePage } from '#domain/runs/trace-pages.ts';
import type { TraceStep } from '#flow/machine/protocol.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { systemCatalogue } from '#scripts/catalogues.ts';
import { type DataFixture, dataFixture } from './data-fixture.ts';

let fixture: DataFixture;
beforeAll(async () => {
  fixture = await dataFixture();
  await seedPlans(fixture.database);
  await publishAs(0);
});
afterAll(() => fixture.close());

const publishAs = async (more: number): Promise<void> => {
  const [document] = systemDocuments();
  if (!document) throw new Error('no document');
  const revision = document.revision + more;
  const definition = { ...document.definition, name: `Assinatura ${more}`, 'x-revision': revision };
  await publishSystemFlows({
    database: fixture.database,
    catalogue: systemCatalogue(),
    documents: [{ ...document, revision, definition }],
  });
};

const inPlatform = <T>(work: (db: TenantDb) => Promise<T>) => fixture.database.withTenant(PLATFORM_ID, work);
/** Who stands there since yesterday, with a lifecycle that waits. */
const standing = async (state: string, more = ''): Promise<string> => {
  const { database } = fixture;
  const tenantId = await fixture.tenant();
  await database.withTenant(
    tenantId,
    (db) => db.sql`
      insert into billing_subscriptions (tenant_id, state, plan_version_id, updated_at, period_start, period_end,
        failed_at)
      select ${db.tenant}, ${state}, id, now() - interval '1 day', now() - interval '1 day',
        now() + ${more === 'due' ? '10 minutes' : '10 days'}::interval, ${state === 'past_due' ? new Date() : null}::timestamptz
      from plan_versions limit 1`,
  );
  const { runId } = await startLifecycle(database, { tenantId, timezone: 'America/Manaus' });
  await inPlatform((db) => db.sql`update runs set status = 'waiting' where id = ${parseId('run', runId)}`);
  if (more === 'wish')
    await database.withTenant(tenantId, (db) =>
      askRequest(db, { kind: 'cancel', by: 'user:eva', data: {}, source: newId('sreq'), nowMs: Date.now() }),
    );
  if (more === 'news')
    await database.withTenant(
      tenantId,
      (db) => db.sql`update billing_subscriptions set updated_at = now() where tenant_id = ${db.tenant}`,
    );
  return tenantId;
};
const runOf = (tenantId: string) => fixture.database.withTenant(PLATFORM_ID, (db) => findLifecycleRun(db, tenantId));
const asked = async (): Promise<string[]> => (await handOverLifecycles(fixture.database)).map(({ runId }) => runId);
const end = (runId: string) =>
  inPlatform(
    (db) => db.sql`update runs set status = 'cancelled', ended_at = now() where id = ${parseId('run', runId)}`,
  );

test('where the document changed, runs that remember nothing end and go on by the new one; the others do later', async () => {
  const [paying, free] = [await standing('active'), await standing('free')];
  const others = [
    await standing('past_due'),
    await standing('grace'),
    await standing('active', 'due'),
    await standing('active', 'wish'),
    await standing('trialing', 'news'),
  ];
  expect(await asked()).toEqual([]);
  await publishAs(1);
  const old = await runOf(paying);
  const [first, second] = [old?.runId ?? '', (await runOf(free))?.runId ?? ''];
  expect((await asked()).toSorted()).toEqual([first, second].toSorted());

  await end(first);
  await end(second);
  expect((await beginMissingLifecycles(fixture.database)).begun).toEqual([paying]);
  expect(await runOf(paying)).toMatchObject({ isOpen: true, version: (old?.version ?? 0) + 1 });
  expect(await asked()).toEqual([]);
  for (const tenantId of others) expect(await runOf(tenantId)).toMatchObject({ isOpen: true, version: old?.version });
});

test('what a tenant once tried or was given is over: only what its state waits for counts', async () => {
  const { database } = fixture;
  const was = async (tenantId: string, more: (db: TenantDb) => Promise<unknown>): Promise<string> => {
    await database.withTenant(tenantId, more);
    return tenantId;
  };
  const over = [
    await was(
      await standing('active'),
      (db) => db.sql`
        update billing_subscriptions set trial_ends_at = now() - interval '1 month' where tenant_id = ${db.tenant}`,
    ),
    await was(
      await standing('active'),
      (db) => db.sql`
        update billing_subscriptions set comp_until = now() - interval '1 month' where tenant_id = ${db.tenant}`,
    ),
    await was(
      await standing('paused'),
      (db) => db.sql`
        update billing_subscriptions set period_end = now() - interval '1 day', paused_until = now() + interval '9 days'
        where tenant_id = ${db.tenant}`,
    ),
    await was(
      await standing('active'),
      (db) => db.sql`
        update billing_subscriptions set period_end = now(), comp_until = now() + interval '9 days' where tenant_id = ${db.tenant}`,
    ),
  ];
  const soon = [
    await was(
      await standing('trialing'),
      (db) => db.sql`
        update billing_subscriptions set trial_ends_at = now() + interval '9 minutes' where tenant_id = ${db.tenant}`,
    ),
    await was(
      await standing('active'),
      (db) => db.sql`
        update billing_subscriptions set
          pending = json_build_object('kind', 'cancel', 'at', now() + interval '9 days',
            'first', json_build_object('kind', 'change', 'at', now() + interval '9 minutes'))
        where tenant_id = ${db.tenant}`,
    ),
  ];
  await publishAs(2);
  const handed = await asked();
  for (const tenantId of over) expect(handed).toContain((await runOf(tenantId))?.runId);
  for (const tenantId of soon) expect(handed).not.toContain((await runOf(tenantId))?.runId);
});

test('a run that does not end is asked again only after a while, and stands in nobody’s way', async () => {
  const { database } = fixture;
  await standing('active');
  await standing('active');
  const ended = (ago: string) =>
    inPlatform(
      (db) => db.sql`
        update outbox set done_at = now() - ${ago}::interval where tenant_id = ${db.tenant} and kind = 'cancel'`,
    );
  await publishAs(3);
  const [first, ...none] = await handOverLifecycles(database, 1);
  expect(none).toEqual([]);
  const [second] = await handOverLifecycles(database, 1);
  expect(second?.runId).not.toBe(first?.runId);
  await asked();
  expect(await asked()).toEqual([]);
  await ended('1 minute');
  expect(await asked()).toEqual([]);
  await ended('16 minutes');
  expect(await asked()).toEqual(expect.arrayContaining([first?.runId, second?.runId]));
});

test('a few go over at a time, and the story goes on where it was', async () => {
  const { database } = fixture;
  const tenants = [await standing('active'), await standing('paused'), await standing('trialing')];
  const step: TraceStep = {
    ...{ n: 1, node: 'ativaDeve', path: [], type: 'billing.enter', status: 'succeeded', output: { state: 'past_due' } },
    ...{ attempts: 1, port: null, input: null, error: null },
    ...{ startedAt: '2026-11-01T12:00:00.000Z', endedAt: '2026-11-01T12:00:01.000Z' },
  };
  const [tenantId = ''] = tenants;
  const before = await runOf(tenantId);
  await database.withTenant(PLATFORM_ID, (db) => appendTracePage(db, before?.runId ?? '', 0, [step]));
  const story = () => readStory(database, tenantId, { locale: 'en', ask: () => Promise.resolve(null) });
  const told = (await story()).data;
  expect(told).toHaveLength(1);
  await publishAs(4);
  expect(await handOverLifecycles(database, 2)).toHaveLength(2);
  await end(before?.runId ?? '');
  await startLifecycle(database, { tenantId, timezone: 'America/Manaus' });
  expect((await runOf(tenantId))?.runId).not.toBe(before?.runId);
  expect((await story()).data).toEqual(told);
});
