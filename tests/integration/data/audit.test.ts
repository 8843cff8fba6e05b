import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { anchorAudit, cutAudit } from '#domain/audit/anchors.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { forgetAudit } from '#domain/audit/forget-audit.ts';
import { entriesAfter, searchAudit } from '#domain/audit/search-audit.ts';
import { verifyAudit } from '#domain/audit/verify-audit.ts';
import { parseId } from '#domain/ids.ts';
import { actingAs, type Origin } from '#prisma/origin.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { dataFixture } from './data-fixture.ts';

const fixture = await dataFixture();
afterAll(() => fixture.close());
const { withTenant } = fixture.database;

const chainOf = async (...targets: string[]): Promise<string> => {
  const tenant = await fixture.tenant();
  for (const target of targets)
    await withTenant(tenant, (db) => appendAudit(db, { actor: 'user:a', action: 'x.do', target, data: {} }));
  return tenant;
};

/** As somebody who has the database itself: the owner, with the tenant set, and the trigger taken away. */
const asOwner = async (tenant: string, ...statements: string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: fixture.urls.owner });
  await client.connect();
  try {
    for (const table of ['audit_entries', 'audit_anchors'])
      await client.query(`create policy owner_access on ${table} to trama_owner using (true)`).catch(() => undefined);
    await client.query(`select set_config('app.tenant_id', $1, false)`, [parseId('ten', tenant)]);
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};
const WITHOUT_TRIGGER = 'alter table shared.audit_entries disable trigger user';
const WITH_TRIGGER = 'alter table shared.audit_entries enable trigger user';
const tamper = (tenant: string, ...statements: string[]) =>
  asOwner(tenant, WITHOUT_TRIGGER, ...statements, WITH_TRIGGER);

test('the audit is one unbroken chain, however many write at once', async () => {
  const tenant = await fixture.tenant();
  const write = (n: number) =>
    withTenant(tenant, (db) => appendAudit(db, { actor: 'a', action: 'x', target: `${n}`, data: { n } }));
  await Promise.all(Array.from({ length: 30 }, (_, n) => write(n)));
  expect(await withTenant(tenant, (db) => verifyAudit(db))).toMatchObject({
    fault: null,
    entries: 30,
    head: { seq: 30 },
  });
  const { data } = await withTenant(tenant, (db) => searchAudit(db, {}, { limit: 100 }));
  expect(data.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, n) => 30 - n));
});

test('an entry of the release before still verifies, and what follows it is bound to it', async () => {
  const tenant = await fixture.tenant();
  const uuid = parseId('ten', tenant);
  const at = '2025-06-01T12:00:00.000Z';
  const before = Buffer.alloc(32);
  const hash = createHash('sha256')
    .update(before)
    .update(JSON.stringify([uuid, 1, at, 'user:a', 'flow.create', 'flw_1', { n: 1 }]))
    .digest();
  await withTenant(
    tenant,
    (db) => db.sql`insert into audit_entries (tenant_id, seq, at, actor, action, target, data, prev_hash, hash)
      values (${db.tenant}, 1, ${at}::timestamptz, 'user:a', 'flow.create', 'flw_1', '{"n":1}', ${before}, ${hash})`,
  );
  // Alone it proves nothing: whoever has the database can write one like it.
  const alone = await withTenant(tenant, (db) => verifyAudit(db));
  expect(alone.fault).toEqual({ kind: 'unsealed', seq: 1 });
  await withTenant(tenant, (db) => appendAudit(db, { actor: 'a', action: 'x', target: 't', data: {} }));
  expect(await withTenant(tenant, (db) => verifyAudit(db))).toMatchObject({ fault: null, entries: 2 });
  await tamper(tenant, `update audit_entries set data = '{"n":2}' where seq = 1`);
  expect((await withTenant(tenant, (db) => verifyAudit(db))).fault).toEqual({ kind: 'changed', seq: 1 });
});

const COLUMNS = `tenant_id, v, at, actor, action, target, data, hash, target_kind`;
const FORGED = `insert into audit_entries (seq, prev_hash, ${COLUMNS})
  select 4, hash, tenant_id, 2, at, actor, 'x.forged', target, data, decode(repeat('ab', 32), 'hex'), target_kind
  from audit_entries where seq = 3`;

describe('somebody who has the database, and not our key, is found out:', () => {
  test.each([
    ['what an entry says', ["update audit_entries set action = 'y' where seq = 2"], 'changed', 2],
    ['who did it', ["update audit_entries set actor_name = 'Bia' where seq = 3"], 'changed', 3],
    ['an entry that is gone', ['delete from audit_entries where seq = 2'], 'removed', 2],
    ['the first that is gone', ['delete from audit_entries where seq = 1'], 'removed', 1],
    ['an entry put at the end', [FORGED], 'changed', 4],
    [
      'two that changed places',
      [1, 2, 3].map(
        (step) => `update audit_entries set seq = ${[9, 2, 3][step - 1]} where seq = ${[2, 3, 9][step - 1]}`,
      ),
      'changed',
      2,
    ],
  ])('%s', async (_, statements, kind, seq) => {
    const tenant = await chainOf('1', '2', '3');
    await tamper(tenant, ...statements);
    expect((await withTenant(tenant, (db) => verifyAudit(db))).fault).toEqual({ kind, seq });
  });

  test('an entry at the end whose hash is right, but whose seal is not ours', async () => {
    const tenant = await chainOf('1');
    const other = await chainOf('1');
    await withTenant(tenant, (db) => appendAudit(db, { actor: 'a', action: 'x', target: '2', data: {} }));
    const seal = await withTenant(other, (db) => db.sql<{ seal: Buffer }>`select seal from audit_entries`);
    await tamper(tenant, `update audit_entries set seal = '\\x${seal[0]?.seal.toString('hex')}' where seq = 2`);
    expect((await withTenant(tenant, (db) => verifyAudit(db))).fault).toEqual({ kind: 'unsealed', seq: 2 });
  });

  test('an end that was taken away, by its anchor, or by what somebody noted elsewhere', async () => {
    const tenant = await chainOf('1', '2', '3');
    const anchor = await withTenant(tenant, anchorAudit);
    await tamper(tenant, 'delete from audit_entries where seq = 3');
    expect((await withTenant(tenant, (db) => verifyAudit(db))).fault).toEqual({ kind: 'cut_off', seq: 3 });
    await asOwner(
      tenant,
      'alter table shared.audit_anchors disable trigger user',
      'delete from audit_anchors',
      'alter table shared.audit_anchors enable trigger user',
    );
    expect((await withTenant(tenant, (db) => verifyAudit(db))).fault).toBeNull();
    expect((await withTenant(tenant, (db) => verifyAudit(db, anchor))).fault).toEqual({ kind: 'cut_off', seq: 3 });
  });

  test('an anchor that we did not sign', async () => {
    const tenant = await chainOf('1');
    await asOwner(
      tenant,
      `insert into audit_anchors (tenant_id, kind, seq, hash, seal, sealed_by)
      select tenant_id, 'cut', 1, hash, hash, 'x' from audit_entries`,
    );
    expect((await withTenant(tenant, (db) => verifyAudit(db))).fault).toEqual({ kind: 'forged', seq: 1 });
  });
});

test('the database itself refuses to change, delete or empty the audit, to its owner too', async () => {
  const tenant = await chainOf('1', '2');
  for (const statement of [
    "update audit_entries set action = 'y'",
    'delete from audit_entries',
    'truncate audit_entries',
    'delete from audit_anchors',
  ]) {
    if (statement.endsWith('anchors')) await withTenant(tenant, anchorAudit);
    await expect(asOwner(tenant, statement)).rejects.toMatchObject({ code: '42501' });
  }
});

test('behind a signed cut rows may go, and the rest is still proven', async () => {
  const tenant = await chainOf('1', '2', '3');
  expect(await withTenant(tenant, (db) => cutAudit(db, new Date(0)))).toBeNull();
  const cut = await withTenant(tenant, (db) => cutAudit(db, new Date(Date.now() + 1_000)));
  expect(cut).toBe(2);
  await fixture.database.admin.sql`delete from audit_entries where tenant_id = ${parseId('ten', tenant)} and seq <= 2`;
  await expect(asOwner(tenant, 'delete from audit_entries where seq = 3')).rejects.toMatchObject({ code: '42501' });
  expect(await withTenant(tenant, (db) => verifyAudit(db))).toMatchObject({
    fault: null,
    entries: 1,
    head: { seq: 3 },
  });
  await withTenant(tenant, (db) => appendAudit(db, { actor: 'a', action: 'x', target: '4', data: {} }));
  expect(await withTenant(tenant, (db) => verifyAudit(db))).toMatchObject({ fault: null, entries: 2 });
});

test('what is past its time goes, behind its cut, but for the last; young entries stay', async () => {
  const tenant = await chainOf('1', '2', '3');
  expect(await forgetAudit(fixture.database, tenant)).toBe(0);
  expect(await forgetAudit(fixture.database, tenant, -1)).toBe(2);
  expect(await withTenant(tenant, (db) => verifyAudit(db))).toMatchObject({ fault: null, entries: 1 });
});

const ANA: Origin = {
  actor: 'user:usr_1',
  name: 'Ana',
  impersonator: 'user:usr_9',
  via: 'session',
  ip: '203.0.113.7',
  userAgent: 'Firefox',
  traceId: 'a'.repeat(32),
};

describe('a search', async () => {
  const tenant = await fixture.tenant();
  const asAna = actingAs(fixture.database, ANA);
  const deed = (db: TenantDb, action: string, name: string, by = ANA.actor) =>
    appendAudit(db, {
      actor: by,
      action,
      target: `id-${name}`,
      data: { name },
      changes: { name: { before: 1, after: name } },
    });
  await asAna.withTenant(tenant, (db) => deed(db, 'flow.publish', 'Pedidos'));
  await asAna.withTenant(tenant, (db) => deed(db, 'flow.archive', 'Sobras 100%'));
  await asAna.withTenant(tenant, (db) => deed(db, 'flow.archive', 'Outra', 'system'));
  await withTenant(tenant, (db) => deed(db, 'connection.create', 'ERP', 'key:key_1'));
  const names = async (filter: Parameters<typeof searchAudit>[1]) =>
    (await withTenant(tenant, (db) => searchAudit(db, filter, {}))).data.map(({ targetName }) => targetName);

  test('finds by actor, action, family, target, kind, address, client, time and text', async () => {
    expect(await names({ actor: 'user:usr_1' })).toEqual(['Sobras 100%', 'Pedidos']);
    expect(await names({ actions: ['flow.publish', 'connection.create'] })).toEqual(['ERP', 'Pedidos']);
    expect(await names({ actions: ['flow.*'] })).toEqual(['Outra', 'Sobras 100%', 'Pedidos']);
    expect(await names({ target: 'id-ERP' })).toEqual(['ERP']);
    expect(await names({ kind: 'connection' })).toEqual(['ERP']);
    expect(await names({ ip: '203.0.113.7', via: 'session' })).toHaveLength(3);
    expect(await names({ q: '100%' })).toEqual(['Sobras 100%']);
    expect(await names({ q: 'ana' })).toEqual(['Sobras 100%', 'Pedidos']);
    expect(await names({ to: '2000-01-01T00:00:00Z' })).toEqual([]);
    expect(await names({ from: '2000-01-01T00:00:00Z' })).toHaveLength(4);
  });

  test('tells who it was and from where; the name of the one who asks is not hung on another', async () => {
    const { data } = await withTenant(tenant, (db) => searchAudit(db, { actions: ['flow.*'] }, {}));
    expect(data[2]).toMatchObject({ actorName: 'Ana', impersonator: 'user:usr_9', ip: ANA.ip, userAgent: 'Firefox' });
    expect(data[0]).toMatchObject({ actor: 'system', actorName: null, ip: ANA.ip });
    expect(data[2]?.changes).toEqual({ name: { before: 1, after: 'Pedidos' } });
  });

  test('goes on behind its last entry, whatever comes meanwhile, and only with its own filters', async () => {
    const first = await withTenant(tenant, (db) => searchAudit(db, { kind: 'flow' }, { limit: 2 }));
    await withTenant(tenant, (db) => deed(db, 'flow.create', 'Nova'));
    const cursor = first.nextCursor;
    const next = await withTenant(tenant, (db) => searchAudit(db, { kind: 'flow' }, { limit: 2, cursor }));
    expect(next.data.map(({ targetName }) => targetName)).toEqual(['Pedidos']);
    await expect(withTenant(tenant, (db) => searchAudit(db, {}, { cursor }))).rejects.toMatchObject({
      code: 'malformed',
    });
  });

  test('walks the chain for exports, with what proves each entry', async () => {
    const [one, two] = await withTenant(tenant, (db) => entriesAfter(db, 0, 2));
    expect([one?.entry.seq, one?.prevHash, two?.prevHash]).toEqual([1, '0'.repeat(64), one?.hash]);
  });
});
