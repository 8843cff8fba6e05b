import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseId } from '#domain/ids.ts';
import { moveTenants } from '#domain/placement/move-tenant.ts';
import { admit } from '#domain/runs/admit.ts';
import { scanTenancy } from '#prisma/scan-tenancy.ts';
import { wallFaults } from '#prisma/tenant-walls.ts';
import { publishedFlow, requestFor } from './data-fixture.ts';
import { placementFixture, schemaOf } from './placement-fixture.ts';
import { superuserOf } from './superuser.ts';

const { fixture, root, ask, filled, rowsOf, stepOf, atOnce, placesOf, close } = await placementFixture();
afterAll(close);

test('a tenant moves to a schema of its own and back: every row as it was, others untouched, the walls whole', async () => {
  const [{ tenantId, tenant }, other] = [await filled(), await filled()];
  await ask(tenantId, 'own');
  const [before, others] = [await rowsOf(tenant), await rowsOf(other.tenant)];
  const steps: string[] = [];
  await moveTenants(fixture.database.admin, ({ step }) => steps.push(step));
  expect(steps).toEqual(['asked', 'frozen', 'made', 'copied', 'bound', 'compared', 'emptied']);
  expect(await rowsOf(tenant)).toEqual(before);
  expect(Object.keys(await placesOf(tenant))).toEqual([schemaOf(tenant)]);
  expect(await scanTenancy(root)).toEqual([]);
  // The same code works there, and what it writes stays there.
  await fixture.database.withTenant(tenantId, async (db) => admit(db, requestFor(await publishedFlow(db))));
  expect(Object.keys(await placesOf(tenant))).toEqual([schemaOf(tenant)]);
  await ask(tenantId, 'shared');
  const there = await rowsOf(tenant);
  await moveTenants(fixture.database.admin);
  expect(await rowsOf(tenant)).toEqual(there);
  expect(Object.keys(await placesOf(tenant))).toEqual(['shared']);
  expect((await root.query('select 1 from pg_namespace where nspname = $1', [schemaOf(tenant)])).rows).toEqual([]);
  expect(await rowsOf(other.tenant)).toEqual(others);
  expect(await scanTenancy(root)).toEqual([]);
});

test('a place that goes while a process looks at the walls is no hole: it starts', async () => {
  const { tenantId } = await filled();
  await ask(tenantId, 'own');
  await moveTenants(fixture.database.admin);
  const looking = await superuserOf(fixture.urls.owner);
  await looking.query('begin isolation level repeatable read');
  await looking.query('select 1 from pg_class limit 1');
  await ask(tenantId, 'shared');
  await moveTenants(fixture.database.admin);
  expect(await wallFaults(looking)).toEqual([]);
  await looking.end();
});

test('asked for where it is, nothing moves; asked while it moves the other way, it stays where it is', async () => {
  const tenantId = await fixture.tenant();
  expect(await ask(tenantId, 'shared')).toBe(false);
  expect(await ask(tenantId, 'own')).toBe(true);
  expect(await ask(tenantId, 'shared')).toBe(false);
  await moveTenants(fixture.database.admin);
  expect(await stepOf(parseId('ten', tenantId))).toBe('failed');
  expect(await fixture.database.withTenant(tenantId, () => Promise.resolve('in'))).toBe('in');
  await expect(ask('ten_00000000000000000000000000000001', 'own')).rejects.toMatchObject({ code: 'not_found' });
});

describe('whoever dies on the way', () => {
  test('after any step is followed by another, who goes on there', async () => {
    const { tenantId, tenant } = await filled();
    for (const place of ['own', 'shared'] as const) {
      await ask(tenantId, place);
      const before = await rowsOf(tenant);
      let deaths = 0;
      const dying = () => {
        deaths += 1;
        throw new Error('killed');
      };
      while ((await stepOf(tenant)) !== 'done')
        await moveTenants(fixture.database.admin, dying).catch((error: Error) => expect(error.message).toBe('killed'));
      expect(deaths).toBe(place === 'own' ? 7 : 5);
      expect(await rowsOf(tenant)).toEqual(before);
    }
  });

  test('in the middle of one, at any instant, loses nothing', async () => {
    const { tenantId, tenant } = await filled();
    for (const place of ['own', 'shared'] as const) {
      await ask(tenantId, place);
      const before = await rowsOf(tenant);
      for (let n = 0; n < 12 && (await stepOf(tenant)) !== 'done'; n++) {
        const moving = moveTenants(fixture.database.admin).catch(() => undefined);
        await sleep(40 + 60 * n);
        await root.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = 'trama-admin' and query like '%placement%'`);
        await moving;
        await atOnce(tenant);
      }
      while ((await stepOf(tenant)) !== 'done') {
        if ((await stepOf(tenant)) === 'failed') await ask(tenantId, place);
        await atOnce(tenant);
        await moveTenants(fixture.database.admin);
      }
      expect(await rowsOf(tenant)).toMatchObject({ ...before, audit_entries: expect.anything() });
      expect(Object.keys(await placesOf(tenant))).toEqual([place === 'own' ? schemaOf(tenant) : 'shared']);
    }
    expect(await scanTenancy(root)).toEqual([]);
  });
});

test('who began before the move is waited for while all are let in; who comes while it lasts is told to come back', async () => {
  const tenantId = await fixture.tenant();
  const { withTenant, admin } = fixture.database;
  const gate = () => {
    let resolve = (): void => undefined;
    const promise = new Promise<void>((open) => {
      resolve = open;
    });
    return { promise, resolve };
  };
  const [began, over] = [gate(), gate()];
  const slow = withTenant(tenantId, async (db) => {
    began.resolve();
    await over.promise;
    return await publishedFlow(db);
  });
  await began.promise;
  await ask(tenantId, 'own');
  const answers: string[] = [];
  const tryIn = async () =>
    answers.push(await withTenant(tenantId, () => Promise.resolve('in')).catch(({ code }) => code));
  const moved = moveTenants(admin, async ({ step }) => (step === 'emptied' ? undefined : await tryIn()));
  const looking = () =>
    root.query(`select 1 from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and query like '%virtualxid%'`);
  await expect.poll(async () => (await looking()).rowCount).toBe(1);
  await tryIn();
  expect(answers.splice(0)).toEqual(['in']);
  over.resolve();
  await moved;
  expect(answers).toEqual(Array.from({ length: 6 }, () => 'unavailable'));
  await slow;
  expect(await placesOf(parseId('ten', tenantId))).toMatchObject({
    [schemaOf(parseId('ten', tenantId))]: expect.any(Number),
  });
});

test('a row that changes behind the copy is seen: nothing is taken away, and the copy is made anew', async () => {
  const { tenantId, tenant } = await filled();
  await ask(tenantId, 'own');
  const meddle = ({ step }: { step: string }) =>
    step === 'made' ? root.query("update shared.flows set name = 'changed' where tenant_id = $1", [tenant]) : undefined;
  await expect(moveTenants(fixture.database.admin, meddle)).rejects.toThrow(/flows: /);
  expect(await stepOf(tenant)).toBe('frozen');
  expect(Object.keys(await placesOf(tenant))).toEqual(['shared']);
  await atOnce(tenant);
  await moveTenants(fixture.database.admin);
  const flows = await fixture.database.withTenant(tenantId, (db) => db.sql<{ name: string }>`select name from flows`);
  expect(new Set(flows.map(({ name }) => name))).toEqual(new Set(['changed']));
});

describe('nobody comes over the wall of a place', () => {
  let victim: string;
  let theirs: string;
  const attackers: string[] = [];
  beforeAll(async () => {
    const { tenantId, tenant } = await filled();
    [victim, theirs] = [tenant, schemaOf(tenant)];
    attackers.push(await fixture.tenant(), await fixture.tenant());
    await ask(attackers[1] ?? '', 'own');
    await moveTenants(fixture.database.admin);
    await ask(tenantId, 'own');
  });

  const refused = (tenantId: string, text: string) =>
    fixture.database
      .withTenant(tenantId, (db) => db.sql(Object.assign([`/* varies */ ${text}`], { raw: [text] })))
      .then(
        (rows) => rows.length,
        (error: { code?: string }) => error.code ?? 'unknown',
      );

  test('not while it is copied: the copy can be reached by no role', async () => {
    const { admin } = fixture.database;
    const looks: unknown[] = [];
    await moveTenants(admin, async ({ step }) => {
      if (step === 'emptied') return;
      for (const attacker of attackers) looks.push(await refused(attacker, `select 1 from ${theirs}.runs`));
      looks.push(await admin.sql`select 1 from runs where tenant_id = ${victim}`.then((rows) => rows.length));
    });
    expect(new Set(looks)).toEqual(new Set(['42501', '42P01', 1, 0]));
    expect(looks.filter((_, at) => at % 3 < 2)).not.toContain(1);
  });

  test('not by its name, from wherever one is', async () => {
    const { rows } = await root.query<{ name: string }>('select placement_tables()::text as name');
    expect(rows.length).toBeGreaterThan(40);
    for (const attacker of attackers)
      for (const { name } of rows)
        for (const text of [
          `select 1 from ${theirs}.${name}`,
          `select 1 from public.${name} where tenant_id = '${victim}'`,
          `update ${theirs}.${name} set tenant_id = tenant_id returning 1`,
          `delete from ${theirs}.${name} returning 1`,
          `insert into ${theirs}.${name} select * from ${theirs}.${name} returning 1`,
        ])
          expect([text, await refused(attacker, text)]).toEqual([text, expect.toBeOneOf([0, '42501', '428C9'])]);
  });

  test('not with a row of its own, nor one that says it is theirs', async () => {
    const put = (place: string, tenant: string) =>
      `insert into ${place}.state_entries (tenant_id, scope, key, value) values ('${tenant}', 'tenant', 'x', '1')`;
    for (const attacker of attackers) {
      expect(await refused(attacker, put(theirs, parseId('ten', attacker)))).toBe('23514');
      expect(await refused(attacker, put(theirs, victim))).toBe('42501');
      expect(await refused(attacker, put('public', victim))).toBe('42501');
    }
    // Nor a placed tenant among the others, where nobody would find it.
    expect(await refused(attackers[1] ?? '', put('shared', parseId('ten', attackers[1] ?? '')))).toBe('23514');
  });

  test('not by making, moving or dropping places', async () => {
    for (const text of [
      `select placement_drop('${victim}')`,
      `select placement_copy('${victim}', 'runs')`,
      `select placement_scrap('${victim}')`,
      `select make_placeable('outbox')`,
      `select for_each_place('runs', 'drop table %s')`,
      `update tenant_placements set path = 'public'`,
      `create table ${theirs}.runs2 (a int)`,
      `drop schema ${theirs} cascade`,
    ])
      expect([text, await refused(attackers[0] ?? '', text)]).toEqual([text, '42501']);
    expect(await refused(attackers[0] ?? '', `select path from tenant_placements`)).toBe(0);
    await expect(fixture.database.admin.sql`select placement_drop(${victim})`).rejects.toMatchObject({ code: '42501' });
    await expect(fixture.database.admin.sql`select placement_empty(${victim})`).rejects.toMatchObject({
      code: '42501',
    });
  });

  test('what a migration says of a table reaches every place of it', async () => {
    const place = schemaOf(parseId('ten', attackers[1] ?? ''));
    await root.query('begin');
    await root.query(`set local role trama_owner`);
    await root.query(`alter table runs add column extra text default 'x'; create index runs_extra on runs (tenant_id, extra);
    grant select (extra) on runs to trama_admin; create policy more on runs for select to trama_app using (extra = 'x')`);
    expect((await scanTenancy(root)).filter((fault) => fault.includes(place))).toEqual([
      `${place}.runs has other rights than its parent`,
    ]);
    await root.query(
      `select placement_align(); select for_each_place('runs', 'alter table %s add constraint far check (depth < 99)')`,
    );
    expect(await scanTenancy(root)).toEqual([]);
    await root.query('rollback');
  });

  test('a table that can be placed from now on is in every place, with the rows that are there', async () => {
    const [, attacker = ''] = attackers;
    const place = schemaOf(parseId('ten', attacker));
    const at = parseId('ten', attacker);
    await fixture.database.withTenant(attacker, async (db) => admit(db, requestFor(await publishedFlow(db))));
    await root.query('begin');
    await root.query('set local role trama_owner');
    await root.query(`create table notes (tenant_id uuid not null references tenants (id), id bigint generated always as identity,
        run_id uuid, primary key (tenant_id, id), foreign key (tenant_id, run_id) references shared.runs (tenant_id, id));
      alter table notes enable row level security, force row level security;
      create policy tenant_isolation on notes as restrictive for all
        using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
        with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
      create policy tenant_access on notes for all to trama_app using (true) with check (true);
      create policy owner on notes for all to trama_owner using (true) with check (true);
      grant select, insert on notes to trama_app`);
    await root.query(`set local app.tenant_id = '${at}'`);
    await root.query('insert into notes (tenant_id) values ($1)', [at]);
    await root.query("select make_placeable('notes')");
    expect((await scanTenancy(root)).filter((fault) => fault.includes(`${place}.notes`))).toEqual([]);
    await root.query(
      `set local app.tenant_id = '${at}'; set local role trama_app; set local search_path = ${place}, public`,
    );
    await root.query('insert into public.notes (tenant_id, run_id) select tenant_id, id from runs limit 1');
    const { rows } = await root.query(
      'select tableoid::regclass::text as at, run_id is null as old from public.notes order by id',
    );
    expect(rows.map(({ old }) => old)).toEqual([true, false]);
    expect(new Set(rows.map((row) => row.at))).toEqual(new Set(['notes']));
    await root.query('rollback');
  });
});
