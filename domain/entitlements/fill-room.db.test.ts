import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanUp } from '#domain/clean-up.ts';
import { dataFixture, planOf, publishedFlow, requestFor } from '#tests/integration/data/data-fixture.ts';
import { livePlanVersion } from '../billing/catalogue/plan-version.ts';
import { seedPlans } from '../billing/catalogue/seed-plans.ts';
import { listOverrides, removeOverride, setOverride } from '../billing/operators/overrides.ts';
import { createConnection, deleteConnection } from '../connections/write-connection.ts';
import { archiveFlow } from '../flows/archive-flow.ts';
import { createFlow } from '../flows/create-flow.ts';
import { publishFlow } from '../flows/publish-flow.ts';
import { formatId, newId, newUuid, parseId } from '../ids.ts';
import { changeMemberRole, removeMember } from '../people/members.ts';
import { admit } from '../runs/admit.ts';
import { chooseWorking, listFrozen, settleFrozen } from './freeze.ts';
import { countStanding } from './standing.ts';

const fixture = await dataFixture();
const { database } = fixture;
const { withTenant } = database;
const { sql } = database.admin;
beforeAll(() => seedPlans(database));
afterAll(() => fixture.close());

const deed = { by: 'test', reason: 'test', seen: null };
type Features = 'flows' | 'chatbot_flows' | 'connections' | 'users';
const limit = (tenantId: string, feature: Features, n: number, expiresAt: string | null = null) =>
  setOverride(database, tenantId, { ...deed, feature, limit: n, value: null, expiresAt });
const endLimit = (tenantId: string, feature: Features) => removeOverride(database, tenantId, { ...deed, feature });
const archive = (tenantId: string, flow: string) => withTenant(tenantId, (db) => archiveFlow(db, flow, 'test'));
const start = (tenantId: string, flow: string) => withTenant(tenantId, (db) => admit(db, requestFor(flow)));
const frozenIn = async (tenantId: string): Promise<string[]> => {
  const rows = await withTenant(
    tenantId,
    (db) => db.sql<{ item_id: string }>`select item_id from frozen_items where tenant_id = ${db.tenant}`,
  );
  return rows.map(({ item_id }) => item_id);
};
const flowsOf = async (tenantId: string, n: number, plan = planOf()): Promise<string[]> => {
  const ids: string[] = [];
  for (let i = 0; i < n; i++) ids.push(await withTenant(tenantId, (db) => publishedFlow(db, plan)));
  return ids;
};
/** So many flows where there is room for three: the first three work. */
const overFull = async (n: number) => {
  const tenantId = await fixture.tenant();
  const flows = await flowsOf(tenantId, n);
  await limit(tenantId, 'flows', 3);
  return { tenantId, flows };
};

test('a flow that is archived makes room for one that stood still, of its own tenant', async () => {
  const { tenantId, flows } = await overFull(4);
  const other = await overFull(4);
  await expect(start(tenantId, flows[3] ?? '')).rejects.toMatchObject({ code: 'flow_frozen' });
  await archive(tenantId, flows[0] ?? '');
  await start(tenantId, flows[3] ?? '');
  expect(await frozenIn(tenantId)).toEqual([]);
  expect(await withTenant(tenantId, listFrozen)).toEqual([]);
  await expect(start(other.tenantId, other.flows[3] ?? '')).rejects.toMatchObject({ code: 'flow_frozen' });
});

test('a flow that is archived while it stands still is not remembered as standing still', async () => {
  const { tenantId, flows } = await overFull(5);
  await archive(tenantId, flows[4] ?? '');
  expect(await frozenIn(tenantId)).toEqual([parseId('flw', flows[3] ?? '')]);
});

test('what is shown is what stands still, also where it would fit; its owner may let it work', async () => {
  const { tenantId, flows } = await overFull(5);
  const works = async () => (await withTenant(tenantId, listFrozen))[0]?.items.filter(({ keeps }) => keeps).length;
  expect(await works()).toBe(3);
  // Room that nobody settled: a row of before.
  await sql`update entitlement_overrides set limit_n = 5 where tenant_id = ${parseId('ten', tenantId)}`;
  expect(await withTenant(tenantId, listFrozen)).toMatchObject([{ feature: 'flows', limit: 5 }]);
  expect(await works()).toBe(3);
  expect(await withTenant(tenantId, (db) => chooseWorking(db, { flows }, { by: 'test', seen: null }))).toEqual([]);
  await start(tenantId, flows[4] ?? '');
});

test('a connection that is deleted and a member who leaves make room for others', async () => {
  const tenantId = await fixture.tenant();
  const connect = (name: string) =>
    withTenant(tenantId, (db) =>
      createConnection(db, { connector: 'http', name, config: {}, secret: {}, hosts: [], by: 'test' }),
    );
  const [first] = [await connect('a'), await connect('b'), await connect('c')];
  const people: string[] = [];
  for (const role of ['owner', 'editor', 'editor']) {
    const uuid = parseId('usr', newId('usr'));
    await sql`insert into users (id, email, name) values (${uuid}, ${`${uuid}@example.com`}, 'Eva')`;
    await sql`insert into memberships (tenant_id, user_id, role) values (${parseId('ten', tenantId)}, ${uuid}, ${role})`;
    people.push(formatId('usr', uuid));
  }
  await limit(tenantId, 'connections', 2);
  await limit(tenantId, 'users', 2);
  expect(await frozenIn(tenantId)).toHaveLength(2);
  await withTenant(tenantId, (db) => deleteConnection(db, first.id, 'test'));
  expect(await frozenIn(tenantId)).toEqual([parseId('usr', people[2] ?? '')]);
  await withTenant(tenantId, (db) => removeMember(db, { userId: people[1] ?? '', by: 'test' }));
  expect(await frozenIn(tenantId)).toEqual([]);
});

/** So many people, the first of them an owner. */
const peopleOf = async (tenantId: string, n: number): Promise<string[]> => {
  const people: string[] = [];
  for (let i = 0; i < n; i++) {
    const uuid = parseId('usr', newId('usr'));
    const role = i === 0 ? 'owner' : 'editor';
    await sql`insert into users (id, email, name) values (${uuid}, ${`${uuid}@example.com`}, 'Eva')`;
    await sql`insert into memberships (tenant_id, user_id, role) values (${parseId('ten', tenantId)}, ${uuid}, ${role})`;
    people.push(formatId('usr', uuid));
  }
  return people;
};

test('who is made an owner works at once, and of owners who are none any more those stand still whom nothing has room for', async () => {
  const tenantId = await fixture.tenant();
  const [, second = '', third = '', fourth = ''] = await peopleOf(tenantId, 4);
  const make = (userId: string, role: string) =>
    withTenant(tenantId, (db) => changeMemberRole(db, { userId, role, by: 'test' }));
  for (const one of [second, third, fourth]) await make(one, 'owner');
  await limit(tenantId, 'users', 2);
  expect(await frozenIn(tenantId)).toEqual([]);
  for (const one of [second, third, fourth]) await make(one, 'editor');
  // The last one worked until there was room.
  expect((await frozenIn(tenantId)).toSorted()).toEqual([second, third].map((one) => parseId('usr', one)).toSorted());
  await make(third, 'owner');
  expect((await frozenIn(tenantId)).toSorted()).toEqual([second, fourth].map((one) => parseId('usr', one)).toSorted());
});

test('a limit that became smaller for all who have a plan or an add-on counts within the hour, for those who are over it', async () => {
  const over = await fixture.tenant();
  const fits = await fixture.tenant();
  const flows = await flowsOf(over, 5);
  await flowsOf(fits, 2);
  await sql`update tenants set plan = 'STARTER' where id = any(${[over, fits].map((id) => parseId('ten', id))}::uuid[])`;
  const version = await livePlanVersion(sql, 'STARTER');
  const next = newUuid();
  await sql`
    insert into plan_versions (id, tier, number, name, description, limits, features, modules, marketplaces, terms, tax_note,
      created_by, published_at)
    select ${next}, tier, number + 1, name, description, '{"flows": 3}', features, modules, marketplaces, terms, tax_note,
      'test', now() from plan_versions where id = ${version?.id ?? ''}`;
  const failures: unknown[] = [];
  await cleanUp(database, (_tenant, error) => failures.push(error));
  expect(failures).toEqual([]);
  expect((await frozenIn(over)).toSorted()).toEqual(
    flows
      .slice(3)
      .map((id) => parseId('flw', id))
      .toSorted(),
  );
  expect(await frozenIn(fits)).toEqual([]);
  // Nobody did anything that says so: its people are told, once.
  await cleanUp(database, (_tenant, error) => failures.push(error));
  const told = (tenantId: string) =>
    withTenant(tenantId, async (db) => [
      await db.sql`select channel, data from billing_notices
        where tenant_id = ${db.tenant} and notice = 'frozen' order by channel`,
      await db.sql`select data from audit_entries where tenant_id = ${db.tenant} and action = 'plan.freeze'`,
    ]);
  const data = { frozen: 2 };
  expect(await told(over)).toEqual([
    [
      { channel: 'email', data },
      { channel: 'in_app', data },
    ],
    [{ data: { frozen: 2, stopped: 2 } }],
  ]);
  expect(await told(fits)).toEqual([[], []]);
});

test('a flow that talks with people no more leaves its place to another that does', async () => {
  const tenantId = await fixture.tenant();
  const bot = planOf({}, { type: 'message', config: { connection: 'x' } });
  const made = await withTenant(tenantId, (db) => createFlow(db, { definition: { name: 'Bot' }, by: 'test' }));
  const publish = (plan: typeof bot) =>
    withTenant(tenantId, (db) => publishFlow(db, made.id, { plan, revision: made.draftRevision, by: 'test' }));
  await publish(bot);
  const [second = ''] = await flowsOf(tenantId, 1, bot);
  await limit(tenantId, 'chatbot_flows', 1);
  expect(await frozenIn(tenantId)).toEqual([parseId('flw', second)]);
  await publish(planOf());
  expect(await frozenIn(tenantId)).toEqual([]);
});

test('what an operator takes back, or gave for a while, stands still; what is given works', async () => {
  const tenantId = await fixture.tenant();
  await sql`update tenants set plan = 'FREE' where id = ${parseId('ten', tenantId)}`;
  await limit(tenantId, 'flows', 5);
  const flows = await flowsOf(tenantId, 5);
  const told = async () =>
    await withTenant(
      tenantId,
      (db) => db.sql`select data from billing_notices
        where tenant_id = ${db.tenant} and notice = 'frozen' and channel = 'in_app'`,
    );
  expect(await told()).toEqual([]);
  await endLimit(tenantId, 'flows');
  expect(await frozenIn(tenantId)).toHaveLength(2);
  expect(await told()).toEqual([{ data: { frozen: 2 } }]);
  await limit(tenantId, 'flows', 4);
  expect(await told()).toHaveLength(1);
  expect(await frozenIn(tenantId)).toEqual([parseId('flw', flows[4] ?? '')]);
  await limit(tenantId, 'flows', 5, new Date(Date.now() + 60_000).toISOString());
  expect(await frozenIn(tenantId)).toEqual([]);
  await sql`update entitlement_overrides set expires_at = now() where tenant_id = ${parseId('ten', tenantId)}`;
  const failures: unknown[] = [];
  await cleanUp(database, (_tenant, error) => failures.push(error));
  expect(failures).toEqual([]);
  expect(await frozenIn(tenantId)).toHaveLength(2);
});

test('where the process dies between what an operator said and what the tenant makes of it, the next pass makes it', async () => {
  const tenantId = await fixture.tenant();
  const flows = await flowsOf(tenantId, 4);
  const dying = { admin: database.admin, withTenant: () => Promise.reject(new Error('died')) };
  const told = async () => {
    const failures: unknown[] = [];
    await cleanUp(database, (_tenant, error) => failures.push(error));
    expect(failures).toEqual([]);
    const rows = await withTenant(
      tenantId,
      (db) => db.sql<{ action: string }>`
        select action from audit_entries where tenant_id = ${db.tenant} and action like 'plan.override%' order by seq`,
    );
    return rows.map(({ action }) => action);
  };
  const given = { ...deed, feature: 'flows', limit: 3, value: null, expiresAt: null };
  await expect(setOverride(dying, tenantId, given)).rejects.toThrow('died');
  expect(await told()).toEqual(['plan.override']);
  expect(await frozenIn(tenantId)).toEqual([parseId('flw', flows[3] ?? '')]);
  await expect(removeOverride(dying, tenantId, { ...deed, feature: 'flows' })).rejects.toThrow('died');
  expect(await listOverrides(database, tenantId)).toEqual([]);
  expect(await told()).toEqual(['plan.override', 'plan.override_end']);
  expect(await frozenIn(tenantId)).toEqual([]);
  expect(await told()).toHaveLength(2);
});

test('flows that are archived and published at once: never more than fit, and nothing stands still that would', async () => {
  const { tenantId, flows } = await overFull(6);
  const drafts = await Promise.all(
    ['a', 'b', 'c', 'd'].map((name) =>
      withTenant(tenantId, (db) => createFlow(db, { definition: { name }, by: 'test' })),
    ),
  );
  const publish = (id: string, revision: number) =>
    withTenant(tenantId, (db) => publishFlow(db, id, { plan: planOf(), revision, by: 'test' }));
  const results = await Promise.allSettled([
    ...flows.slice(0, 2).map((flow) => archive(tenantId, flow)),
    ...drafts.map(({ id, draftRevision }) => publish(id, draftRevision)),
    withTenant(tenantId, (db) => settleFrozen(db)),
  ]);
  for (const one of results)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'limit_exceeded' });
  expect(results.slice(0, 2).every(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await withTenant(tenantId, (db) => countStanding(db, 'flows'))).toBe(3);
});

test('flows that are archived while the limit is lowered leave no room empty', async () => {
  for (let round = 0; round < 5; round++) {
    const tenantId = await fixture.tenant();
    const flows = await flowsOf(tenantId, 6);
    await Promise.all([limit(tenantId, 'flows', 3), ...flows.slice(0, 2).map((flow) => archive(tenantId, flow))]);
    expect(await withTenant(tenantId, (db) => countStanding(db, 'flows'))).toBe(3);
  }
});
