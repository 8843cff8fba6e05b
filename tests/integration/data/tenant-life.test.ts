import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { cleanUp } from '#domain/clean-up.ts';
import { createFileStore } from '#domain/files/file-store.ts';
import { writeTrigger } from '#domain/flows/write-trigger.ts';
import { createApiKey, revokeApiKey } from '#domain/identity/api-keys.ts';
import { formatId, newId, parseId } from '#domain/ids.ts';
import type { Letter } from '#domain/mail/mailer.ts';
import { postgresObjects } from '#domain/payloads/object-store.ts';
import { createPayloadKeys } from '#domain/payloads/payload-keys.ts';
import { s3Objects } from '#domain/payloads/s3-objects.ts';
import { erasePerson } from '#domain/privacy/erase-person.ts';
import { changeRetention, getRetention } from '#domain/privacy/retention.ts';
import { createJob, getJob } from '#domain/privacy/tenant-jobs.ts';
import { readTenantTables } from '#domain/privacy/tenant-tables.ts';
import { admit } from '#domain/runs/admit.ts';
import { closeRuns } from '#domain/runs/close-runs.ts';
import { createStateStore } from '#domain/state/state-store.ts';
import { askDeletion, getDeletion, takeDeletionBack } from '#domain/tenants/ask-deletion.ts';
import { type DeletionDeps, deleteDue } from '#domain/tenants/delete-due.ts';
import { eraseTenant } from '#domain/tenants/erase-tenant.ts';
import { getErasureReceipt } from '#domain/tenants/erasure-receipt.ts';
import { createReceiptSigner } from '#domain/tenants/receipt-signer.ts';
import { identifier } from '#prisma/sql.ts';
import { giveOwnSchema } from '#tests/attacks/own-schema.ts';
import { startS3 } from '#tests/simulators/s3-server.ts';
import { TenantWork } from '#workers/tenant-work.ts';
import { type DataFixture, dataFixture, planOf, publishedFlow, recordFor, requestFor, SECRET } from './data-fixture.ts';
import { fillTenant } from './fill-tenant.ts';

const account = { bucket: 'arquivos', region: 'sa-east-1', key: 'K', secret: 'S' };
let fixture: DataFixture;
let s3: Awaited<ReturnType<typeof startS3>>;
let connection: Connection;
let deps: DeletionDeps;

beforeAll(async () => {
  [fixture, s3] = await Promise.all([dataFixture(), startS3(account)]);
  connection = Connection.lazy({ address: inject('temporalAddress') });
  const { database } = fixture;
  deps = {
    database,
    client: new Client({ connection }),
    keys: createPayloadKeys(database),
    stores: { all: [s3Objects({ ...account, endpoint: s3.url }), postgresObjects(database)] },
    signer: createReceiptSigner(SECRET),
  };
});
afterAll(async () => {
  await connection.close();
  await s3.close();
  await fixture.close();
});

const raise = (_tenantId: string, error: unknown): never => {
  throw error;
};
const anyone = () => Promise.resolve();
const hold = (tenantId: string, stands: boolean) =>
  fixture.database.withTenant(tenantId, (db) => changeRetention(db, { hold: stands }, 'user:usr_1', anyone));

const ask = (tenantId: string, more: { name?: string; days?: number; by?: string } = {}) =>
  askDeletion(fixture.database, tenantId, {
    ...{ name: 'T', days: 0, by: 'user:usr_1', sessionId: null, nowMs: Date.now() - 1_000 },
    ...more,
  });

/** Rows of a tenant by table, seen past all policies. */
const rowsOf = async (tenantId: string): Promise<Record<string, number>> => {
  const { database } = fixture;
  const counts: Record<string, number> = {};
  for (const { name } of await readTenantTables(database.admin.sql))
    counts[name] = await database.withTenant(tenantId, async (db) => {
      const rows = await db.sql<{ n: bigint }>`select count(*) as n from ${identifier(name)}`;
      return Number(rows[0]?.n);
    });
  return Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0));
};

test('a deletion leaves no row in any table, no object, and a receipt that can be checked; others keep everything', async () => {
  const [gone, kept] = [await fixture.tenant(), await fixture.tenant()];
  const files = createFileStore(deps);
  for (const tenantId of [gone, kept]) {
    await fillTenant(fixture.database, tenantId);
    await files.put(tenantId, { bytes: Buffer.from(tenantId), name: 'a', type: 'text/plain' });
  }
  // Its schema goes with it (docs/tenancy.md).
  await giveOwnSchema(fixture.database, gone);
  const before = await rowsOf(gone);
  expect(Object.keys(before).length).toBeGreaterThan(35);
  const { receiptId } = await ask(gone);
  expect(await deleteDue(deps)).toBe(gone);
  expect(await deleteDue(deps)).toBeNull();

  expect(await rowsOf(gone)).toEqual({});
  expect(await fixture.database.admin.sql`select nspname from pg_namespace where nspname like 'ten\\_%'`).toEqual([]);
  expect(await fixture.database.admin.sql`select 1 from tenants where id = ${parseId('ten', gone)}`).toEqual([]);
  expect([...s3.objects.keys()].map((name) => name.split('/')[2])).toEqual([kept]);
  expect((await rowsOf(kept)).messages).toBe(1);

  const proof = await getErasureReceipt(fixture.database.admin, deps.signer, receiptId);
  expect(proof).toMatchObject({ valid: true, receipt: { subject: gone, counts: { objects: 1, tenants: 1 } } });
  // Asking took the triggers, and wrote itself down.
  const { flow_triggers, audit_entries: _audit, notifications: _notices, ...rest } = before;
  expect(flow_triggers).toBeGreaterThan(0);
  expect(proof.receipt.counts).toMatchObject(rest);
  const invoices = await fixture.database.admin.sql<{ document: { customer: unknown }; keep_until: Date }>`
    select document, keep_until from kept_invoices where subject = ${parseId('ten', gone)}`;
  expect(invoices.map(({ document }) => document.customer)).toEqual([{ legalName: 'L', taxId: null, address: null }]);
  expect(proof.receipt.kept).toEqual({ invoices: 1, until: `${new Date().getUTCFullYear() + 6}-01-01` });
  await fixture.database.admin
    .sql`update erasure_receipts set counts = '{"runs":1}' where subject = ${parseId('ten', gone)}`;
  expect((await getErasureReceipt(fixture.database.admin, deps.signer, receiptId)).valid).toBe(false);
});

test('who dies half-way leaves the rest to the next, and the receipt counts what there was at first', async () => {
  const tenantId = await fixture.tenant();
  await fillTenant(fixture.database, tenantId);
  const { runs } = await rowsOf(tenantId);
  const { receiptId } = await ask(tenantId);
  const store = deps.stores.all[0];
  const dying = {
    ...store,
    remove: () => Promise.reject(new Error('killed')),
    list: async (_: string, after: string) => (after === '' ? ['a'.repeat(64)] : []),
  };
  await expect(deleteDue({ ...deps, stores: { all: [dying] } })).rejects.toThrow('killed');
  expect(await deleteDue(deps)).toBeNull(); // its lease still runs
  await fixture.database.admin
    .sql`update erasure_receipts set lease_until = now() - interval '1 second' where ended_at is null`;
  await expect(fixture.database.withTenant(tenantId, (db) => takeDeletionBack(db, 'x'))).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await deleteDue(deps)).toBe(tenantId);
  const { receipt, valid } = await getErasureReceipt(fixture.database.admin, deps.signer, receiptId);
  expect([valid, receipt.counts.runs]).toEqual([true, runs]);
});

test('a receipt is signed once, also where a second took the tenant over from one that was slow and is not dead', async () => {
  const tenantId = await fixture.tenant();
  const { receiptId } = await ask(tenantId);
  const proof = () => getErasureReceipt(fixture.database.admin, deps.signer, receiptId);
  const expire = () =>
    fixture.database.admin
      .sql`update erasure_receipts set lease_until = now() - interval '1 second' where ended_at is null`;
  let looks = 0;
  let signed: Awaited<ReturnType<typeof proof>> | undefined;
  const list = async () => {
    // The first look counts, the second is behind all that needs the tenant.
    if (++looks < 2) return [];
    await expire();
    expect(await deleteDue(deps)).toBe(tenantId);
    signed = await proof();
    return [];
  };
  await deleteDue({ ...deps, stores: { all: [{ ...deps.stores.all[0], list }] } });
  expect(signed?.valid).toBe(true);
  expect(await proof()).toEqual(signed);
});

test('while a great many runs are ended, whoever does it says that it goes on', async () => {
  const tenantId = await fixture.tenant();
  const workflow = {
    list: async function* () {
      for (let n = 0; n < 250; n++) yield { workflowId: `w${n}` };
    },
    getHandle: () => ({ terminate: () => Promise.resolve() }),
  };
  let alive = 0;
  // Erasure: of a client it asks for these two.
  const client = { workflow } as unknown as Client;
  const ended = await eraseTenant({ ...deps, client }, tenantId, 'test', async () => void (alive += 1));
  expect([ended.workflows, alive]).toEqual([250, 2]);
});

test('a table that cannot be counted in time holds up no deletion: the receipt says null', async () => {
  const tenantId = await fixture.tenant();
  await fillTenant(fixture.database, tenantId);
  const { receiptId } = await ask(tenantId);
  let asked = 0;
  const withTenant: typeof fixture.database.withTenant = (id, work) =>
    asked++ === 0 ? Promise.reject(new Error('Query read timeout')) : fixture.database.withTenant(id, work);
  expect(await deleteDue({ ...deps, database: { ...fixture.database, withTenant } })).toBe(tenantId);
  const { receipt, valid } = await getErasureReceipt(fixture.database.admin, deps.signer, receiptId);
  expect([valid, Object.values(receipt.counts).filter((n) => n === null).length]).toEqual([true, 1]);
  expect(await rowsOf(tenantId)).toEqual({});
});

test('until it is due nothing starts, keys are dead; taken back, triggers and keys are as they were', async () => {
  const tenantId = await fixture.tenant();
  const { withTenant } = fixture.database;
  const state = () =>
    withTenant(tenantId, async (db) => [
      await db.sql`select flow_id, type, config from flow_triggers where tenant_id = ${db.tenant}`,
      await db.sql`select id from api_keys where tenant_id = ${db.tenant} and revoked_at is null`,
    ]);
  await withTenant(tenantId, async (db) => {
    await publishedFlow(db);
    await createApiKey(db, { name: 'k', scopes: [], by: 'test' });
  });
  const before = await state();
  await expect(ask(tenantId, { name: 'Outra' })).rejects.toMatchObject({ code: 'invalid' });
  await ask(tenantId, { days: 14 });
  expect(await state()).toEqual([[], []]);
  await expect(ask(tenantId)).rejects.toMatchObject({ code: 'conflict' });
  expect(await deleteDue(deps)).toBeNull();
  await withTenant(tenantId, (db) => takeDeletionBack(db, 'user:usr_1'));
  expect(await state()).toEqual(before);
});

test('a key that is revoked while the deletion stands stays dead; nothing is published and no key is made meanwhile', async () => {
  const tenantId = await fixture.tenant();
  const { withTenant } = fixture.database;
  const make = (name: string) => withTenant(tenantId, (db) => createApiKey(db, { name, scopes: [], by: 'test' }));
  const [kept, leaked] = [(await make('a')).view.id, (await make('b')).view.id];
  const flowId = await withTenant(tenantId, (db) => publishedFlow(db));
  const listen = () =>
    withTenant(tenantId, (db) => writeTrigger(db, parseId('flw', flowId), { version: 1, plan: planOf() }));
  await ask(tenantId, { days: 14 });
  await withTenant(tenantId, (db) => revokeApiKey(db, leaked, 'user:usr_1'));
  await expect(make('c')).rejects.toMatchObject({ code: 'conflict' });
  await expect(listen()).rejects.toMatchObject({ code: 'conflict' });
  await withTenant(tenantId, (db) => takeDeletionBack(db, 'user:usr_1'));
  const alive = await withTenant(tenantId, (db) => db.sql`select id from api_keys where revoked_at is null`);
  expect(alive).toEqual([{ id: parseId('key', kept) }]);
  await listen();
});

test('what nobody may delete stays while its tenant does', async () => {
  const tenantId = await fixture.tenant();
  await fixture.database.withTenant(tenantId, (db) => publishedFlow(db));
  const { admin } = fixture.database;
  const tenant = parseId('ten', tenantId);
  await expect(admin.sql`delete from flow_versions where tenant_id = ${tenant}`).rejects.toMatchObject({
    code: '42501',
  });
});

test('each kind of data goes when its time is over; under legal hold nothing goes, nor the tenant', async () => {
  const tenantId = await fixture.tenant();
  const { database } = fixture;
  const flowId = await database.withTenant(tenantId, (db) => publishedFlow(db));
  // Its id says when it was accepted.
  const asked = { ...requestFor(flowId), runId: formatId('run', v7({ msecs: Date.now() - 11 * 86_400_000 })) };
  const { runId } = await database.withTenant(tenantId, (db) => admit(db, asked));
  const readTrigger = () => ({ kind: 'admit', settings: requestFor('flw').settings }) as const;
  await closeRuns(database, [recordFor(tenantId, flowId, runId)], { readTrigger });
  const choose = (change: Parameters<typeof changeRetention>[1]) =>
    database.withTenant(tenantId, (db) => changeRetention(db, change, 'user:usr_1', anyone));
  await database.withTenant(tenantId, async (db) => {
    await db.sql`update runs set ended_at = now() - interval '10 days' where tenant_id = ${db.tenant}`;
    await db.sql`insert into events (tenant_id, id, name, data, source, received_at)
      values (${db.tenant}, gen_random_uuid(), 'x', '1', 'api', now() - interval '10 days')`;
  });
  const left = async () => {
    await cleanUp(database, raise);
    const { runs = 0, events = 0 } = await rowsOf(tenantId);
    return [runs, events];
  };
  expect(await left()).toEqual([1, 1]);
  await choose({ days: { runs: 9, events: 9 }, hold: true });
  expect(await left()).toEqual([1, 1]);
  await expect(ask(tenantId)).rejects.toMatchObject({ code: 'conflict' });
  await choose({ hold: false, days: { events: 11 } });
  expect(await left()).toEqual([0, 1]);
  await choose({ days: { events: 9 } });
  expect(await left()).toEqual([0, 0]);
  await expect(choose({ days: { files: 30 } })).rejects.toMatchObject({ code: 'invalid' });
  expect((await database.withTenant(tenantId, getRetention)).days).toMatchObject({ runs: 9, events: 9, files: 400 });
});

test('a legal hold that is set once the deletion was asked for keeps the tenant until it is lifted', async () => {
  const tenantId = await fixture.tenant();
  const { withTenant } = fixture.database;
  await ask(tenantId);
  await hold(tenantId, true);
  expect(await deleteDue(deps)).toBeNull();
  expect(await withTenant(tenantId, getDeletion)).toMatchObject({ onHold: true });
  await hold(tenantId, false);
  expect(await withTenant(tenantId, getDeletion)).toMatchObject({ onHold: false });
  expect(await deleteDue(deps)).toBe(tenantId);
});

test('under legal hold nobody is erased, and what goes after a fixed time stays; to weaken what is kept is asked about', async () => {
  const tenantId = await fixture.tenant();
  const { database } = fixture;
  const state = () => database.withTenant(tenantId, (db) => db.sql`select key from state_entries`);
  await createStateStore(database).put({ tenantId, scope: 'tenant', effectKey: 'e', nowMs: 1 }, 'k', 'v', 1);
  await hold(tenantId, true);
  await cleanUp(database, raise);
  expect(await state()).toHaveLength(1);
  const erase = () => database.withTenant(tenantId, (db) => erasePerson(db, 'ana@example.com', 'user:usr_1'));
  await expect(erase()).rejects.toMatchObject({ code: 'conflict' });
  const refused = (change: Parameters<typeof changeRetention>[1]) =>
    database.withTenant(tenantId, (db) =>
      changeRetention(db, change, 'key:k', () => Promise.reject(new Error('not theirs'))),
    );
  for (const change of [{ hold: false }, { days: { runs: 30 } }, { days: { events: 29 } }])
    await expect(refused(change)).rejects.toThrow('not theirs');
  expect((await refused({ days: { events: 31 } })).days.events).toBe(31);
  await hold(tenantId, false);
  await cleanUp(database, raise);
  expect(await state()).toEqual([]);
  expect((await erase()).counts).toEqual({});
});

test('what of a tenant cannot be cleaned up is told of, and holds up nothing behind it, of it or of others', async () => {
  const [bad, good] = [await fixture.tenant(), await fixture.tenant()];
  const { database } = fixture;
  const cleaned: string[] = [];
  let asked = 0;
  const withTenant: typeof database.withTenant = (tenantId, work) => {
    // One step of many.
    if (tenantId === bad && asked++ === 3) throw new Error('broken');
    cleaned.push(tenantId);
    return database.withTenant(tenantId, work);
  };
  const failed: string[] = [];
  await cleanUp({ ...database, withTenant }, (tenantId) => failed.push(tenantId));
  const times = (of: string) => cleaned.filter((tenantId) => tenantId === of).length;
  expect([failed, times(bad)]).toEqual([[bad], times(good) - 1]);
});

test('the workers do it by themselves, and mail the receipt once to whoever asked; then nobody knows who that was', async () => {
  const tenantId = await fixture.tenant();
  const { database } = fixture;
  const { admin } = database;
  const user = newId('usr');
  await admin.sql`insert into users (id, email, name) values (${parseId('usr', user)}, 'dona@example.com', 'Dona')`;
  await ask(tenantId, { by: `user:${user}` });
  const letters: Letter[] = [];
  const mail = {
    send: async (letter: Letter) => {
      letters.push(letter);
      if (letters.length === 1) throw new Error('the mail server is away');
    },
  };
  const beside = {
    ...{ catalogue: new Map(), sendInvites: async () => {}, now: Date.now },
    ...{ mail, pagesUrl: 'https://trama.example' },
  };
  const [busy, fatal] = [await fixture.tenant(), await fixture.tenant()];
  const importOf = (id: string) =>
    database.withTenant(id, (db) => createJob(db, { kind: 'import', input: {}, by: 'test', state: 'waiting' }));
  const [carried, killing] = [await importOf(busy), await importOf(fatal)];
  await admin.sql`update tenant_jobs set lease_until = now() - interval '1 second' where id = ${parseId('job', carried.id)}`;
  // It ended each of eight workers that had it.
  await admin.sql`
    update tenant_jobs set attempts = 8, state = 'running', lease_until = now() - interval '1 hour'
    where id = ${parseId('job', killing.id)}`;
  await admin.sql`insert into memberships (tenant_id, user_id, role)
    values (${parseId('ten', fatal)}, ${parseId('usr', user)}, 'owner')`;
  let letGo = (): void => {};
  const far = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const slow: typeof database = {
    ...database,
    withTenant: async (id, doing, options) => {
      if (id === busy) await far;
      return await database.withTenant(id, doing, options);
    },
  };
  const work = new TenantWork({ ...deps, ...beside, database: slow, log: pino({ level: 'silent' }) });
  const there = () => fixture.database.admin.sql`select 1 from tenants where id = ${parseId('ten', tenantId)}`;
  await expect.poll(there, { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => letters.length).toBe(1);
  await admin.sql`update erasure_receipts set lease_until = now() - interval '1 second' where tell is not null`;
  const toTell = () => admin.sql`select 1 from erasure_receipts where tell is not null`;
  await expect.poll(toTell, { timeout: 20_000 }).toEqual([]);
  const given = await database.withTenant(fatal, (db) => getJob(db, killing.id, 'import'));
  expect(given).toMatchObject({ state: 'failed', error: 'internal' });
  const told = await database.withTenant(
    fatal,
    (db) => db.sql`
      select n.title, a.data->>'error' as error from notifications n join audit_entries a on a.tenant_id = n.tenant_id
      where n.effect_key = ${`import/${killing.id}`} and a.target = ${killing.id}`,
  );
  expect(told).toEqual([{ title: expect.stringMatching(/falhou/), error: 'internal' }]);
  // All of that while an archive was on its way.
  const [under] = await admin.sql`select state from tenant_jobs where id = ${parseId('job', carried.id)}`;
  expect(under).toEqual({ state: 'running' });
  letGo();
  await work.stop();
  const [receipt] = await admin.sql<{ id: string; hash: string }>`
    select id, hash from erasure_receipts where subject = ${parseId('ten', tenantId)}`;
  expect(letters).toHaveLength(2);
  expect(letters[1]).toMatchObject({ to: 'dona@example.com', subject: 'T foi excluída da Trama' });
  for (const word of [formatId('era', receipt?.id ?? ''), receipt?.hash]) expect(letters[1]?.text).toContain(word);
});
