import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseId } from '#domain/ids.ts';
import { type Manifest, MOST_PART_BYTES } from '#domain/privacy/archive/format.ts';
import { openArchive } from '#domain/privacy/archive/open-archive.ts';
import { readTar, tarEnd, tarMember } from '#domain/privacy/archive/tar.ts';
import { writeArchive } from '#domain/privacy/archive/write-archive.ts';
import { carryImport, type ImportDeps } from '#domain/privacy/import/carry-import.ts';
import { readUpload } from '#domain/privacy/import/read-upload.ts';
import { TABLE_RULES } from '#domain/privacy/import/table-rules.ts';
import { claimJob, createJob } from '#domain/privacy/tenant-jobs.ts';
import { DATA_CATALOGUE } from '#prisma/data-catalogue/catalogue.ts';
import { fillTenant } from '../data/fill-tenant.ts';
import { superuserOf } from '../data/superuser.ts';
import { type ApiFixture, apiFixture, deploy, smallFlow } from './api-fixture.ts';
import { depsOf, type Owner, ownerIn, upload } from './import-fixture.ts';

/** Two installations, each with a database of its own. */
const [here, there] = await Promise.all([apiFixture(), apiFixture()]);
afterAll(() => Promise.all([here.close(), there.close()]));

const never = new AbortController().signal;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
async function* one(bytes: Uint8Array) {
  yield bytes;
}

/** As a worker takes it. */
const carry = async (fixture: ApiFixture, more: Partial<ImportDeps> = {}, signal = never): Promise<void> => {
  const job = await claimJob(fixture.data.database.admin);
  if (!job) throw new Error('There is no job');
  await carryImport({ ...depsOf(fixture), ...more }, job.tenantId, job.id, signal);
};

let source: Owner;
let archive: Buffer;
let manifest: Manifest;
let members: Map<string, Buffer>;
let db: { here: pg.Client; there: pg.Client };

beforeAll(async () => {
  db = { here: await superuserOf(here.data.urls.owner), there: await superuserOf(there.data.urls.owner) };
  source = await ownerIn(here);
  await fillTenant(here.data.database, source.tenantId);
  const flow = await deploy(source);
  const run = await source.call('POST', `/v1/flows/${flow}/runs`, { data: { nome: 'Ana' } });
  await here.end(source, run.body.runId ?? run.body.id, { output: { ok: true } });
  await here.deps.files.store.put(source.tenantId, {
    ...{ bytes: Buffer.from('nota'), name: 'nota.txt', type: 'text/plain' },
  });
  await source.call('POST', '/v1/consents', {
    ...{ channel: 'email', contact: 'ana@example.com', purpose: 'x', given: false, source: 's' },
  });
  const job = await here.data.database.withTenant(source.tenantId, (tenant) =>
    createJob(tenant, { kind: 'export', input: {}, by: 'test' }),
  );
  await writeArchive(depsOf(here), source.tenantId, job.id, never);
  const bytes: Uint8Array[] = [];
  for await (const piece of openArchive(depsOf(here), source.tenantId, job.id)) bytes.push(piece);
  archive = Buffer.concat(bytes);
  members = new Map();
  for await (const { path, content } of readTar(one(gunzipSync(archive)), MOST_PART_BYTES)) members.set(path, content);
  manifest = JSON.parse(members.get('manifest.json')?.toString() ?? '') as Manifest;
});
afterAll(() => Promise.all([db.here.end(), db.there.end()]));

const GIVEN_HERE: Readonly<Record<string, string[]>> = {
  flows: ['published_version', 'unpublished_changes', 'draft_by'],
  flow_versions: ['plan'],
  connections: ['secret', 'key_id', 'tested_at', 'test_error'],
  runs: ['workflow_id', 'plan', 'queue_seq', 'sweep_at', 'state_mark'],
  consent_entries: ['contact_hash'],
  events: ['seq'],
  messages: ['seq'],
};

/** A sum of all rows of a table, without what belongs to the installation. Open things are history on the other side. */
const sumOf = async (client: pg.Client, tenant: string, table: string): Promise<string> => {
  const ended = table === 'runs' ? 'and t.ended_at is not null and status <> $2' : 'and $2::text is not null';
  const { rows } = await client.query<{ sum: string }>(
    `select count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') as sum from (
       select (to_jsonb(t) - 'tenant_id' - $3::text[])::text as row from ${table} t where tenant_id = $1 ${ended}) rows`,
    [parseId('ten', tenant), 'cancelled', GIVEN_HERE[table] ?? []],
  );
  return rows[0]?.sum ?? '';
};

/** What the whole installation holds of a tenant. */
const countsOf = async (client: pg.Client, tenant: string): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const table of Object.keys(TABLE_RULES).filter((name) => name !== 'tenants')) {
    const { rows } = await client.query(`select count(*)::int as n from ${table} where tenant_id = $1`, [
      parseId('ten', tenant),
    ]);
    counts[table] = rows[0].n;
  }
  return counts;
};

test('every table of archives has a rule', () => {
  const archived = Object.entries(DATA_CATALOGUE).filter(([, { archive: kept }]) => kept === 'out');
  expect(Object.keys(TABLE_RULES).toSorted()).toEqual(archived.map(([name]) => name).toSorted());
});

test('an account lives on in another installation: the same ids and rows, nothing that opens or starts something', async () => {
  const owner = await ownerIn(there);
  const bystander = await ownerIn(there);
  await deploy(bystander);
  const before = await countsOf(db.there, bystander.tenantId);
  const sum = sha256(archive);
  const id = await upload(owner, archive, { invitePeople: true, sha256: sum });
  await carry(there);

  const { body } = await owner.ask('GET', `/v1/imports/${id}`);
  expect(body).toMatchObject({ state: 'done', error: null, phase: 'rows' });
  const { leftOut, counts, files, invited, from } = body.result;
  expect(from.name).toBe(manifest.tenant.name);
  expect([files, invited]).toEqual([1, 2]);
  expect(leftOut).toMatchObject({
    ...{ flows_off: 3, connections_secret: 3, endpoints_off: 1, people: 2, open_runs: 1, open_approvals: 1 },
    ...{ audit: manifest.tables.audit_entries?.rows, access_rules: 1, impersonations: 1, versions_without_plan: 2 },
  });
  for (const table of Object.keys(GIVEN_HERE).concat(
    'trace_pages',
    'data_rows',
    'data_keys',
    'data_usage',
    'data_tables',
  ))
    expect([table, await sumOf(db.there, owner.tenantId, table)]).toEqual([
      table,
      await sumOf(db.here, source.tenantId, table),
    ]);
  expect(counts.runs).toBe(manifest.tables.runs?.rows);
  expect(await countsOf(db.there, bystander.tenantId)).toEqual(before);

  const flows = (await owner.call('GET', '/v1/flows')).body.data;
  expect(flows.map((flow: { publishedVersion: unknown }) => flow.publishedVersion)).toEqual([null, null, null]);
  const [real] = flows.filter((flow: { name: string }) => flow.name === 'Pedidos');
  const back = await owner.call('POST', `/v1/flows/${real.id}/rollback`, { version: 1 });
  expect([back.status, back.body.version]).toEqual([200, 2]);
  const unknown = flows.find((flow: { name: string }) => flow.name !== 'Pedidos');
  expect((await owner.call('POST', `/v1/flows/${unknown.id}/rollback`, { version: 1 })).status).toBe(409);
  const [connection] = (await owner.call('GET', '/v1/connections')).body.data;
  expect(connection.testError).toMatch(/^secret_needed/);
  expect((await owner.call('GET', '/v1/webhook-endpoints')).body.data).toMatchObject([{ enabled: false }]);
  const consent = await owner.call('GET', '/v1/consents/check?channel=email&contact=ana@example.com&purpose=x');
  expect(consent.body.status).toBe('withdrawn');
  const file = manifest.files.parts[0]?.path.slice('files/'.length);
  expect((await owner.call('GET', `/v1/files/${file}`)).text).toBe('nota');
  expect(there.letters.map(({ to }) => to)).toContain(source.email);
  expect((await owner.call('GET', '/v1/audit?action=tenant.import.end')).body.data).toMatchObject([
    { data: { archive: body.result.archive } },
  ]);

  // The same once more: it is the import that there is; under another sum the account is not empty.
  const again = { size: archive.length, sha256: sum };
  expect((await owner.ask('POST', '/v1/imports', again)).body).toMatchObject({ id, state: 'done' });
  expect((await owner.ask('POST', '/v1/imports', { size: archive.length })).status).toBe(409);
});

test('whoever dies half-way leaves nothing to be seen; the next one finishes', async () => {
  const owner = await ownerIn(there);
  const id = await upload(owner, archive);
  const death = new AbortController();
  let asked = 0;
  // Dies while rows are written: the catalogue is asked for each version.
  const dying = new Map(there.deps.catalogue);
  dying.get = (type: string) => {
    asked += 1;
    death.abort(new Error('killed'));
    return there.deps.catalogue.get(type);
  };
  await expect(carry(there, { catalogue: dying }, death.signal)).rejects.toThrow('killed');
  expect(asked).toBeGreaterThan(0);
  expect((await owner.ask('GET', `/v1/imports/${id}`)).body).toMatchObject({ state: 'running', phase: 'rows' });
  expect((await countsOf(db.there, owner.tenantId)).flows).toBe(0);
  await there.data.database.admin
    .sql`update tenant_jobs set lease_until = now() - interval '1 second' where id = ${parseId('job', id)}`;
  await carry(there);
  expect((await owner.ask('GET', `/v1/imports/${id}`)).body).toMatchObject({ state: 'done' });
  expect(await sumOf(db.there, owner.tenantId, 'runs')).toBe(await sumOf(db.here, source.tenantId, 'runs'));
});

test('who works in the account while rows are written keeps the account, and the archive is refused', async () => {
  const owner = await ownerIn(there);
  await upload(owner, archive);
  const { database } = there.deps;
  let writing = false;
  const withTenant: typeof database.withTenant = async (id, work, options) => {
    if (writing) await deploy(owner, smallFlow({ name: 'Meanwhile' }));
    writing = options?.retries === 0;
    return await database.withTenant(id, work, options);
  };
  await expect(carry(there, { database: { ...database, withTenant } })).rejects.toMatchObject({ code: 'not_empty' });
  expect(await countsOf(db.there, owner.tenantId)).toMatchObject({ flows: 1, runs: 0, data_rows: 0 });
  await there.data.database.admin.sql`
    update tenant_jobs set state = 'failed' where tenant_id = ${parseId('ten', owner.tenantId)}`;
});

test('the lease is kept at each file, also where it has no rows; an import that was ended meanwhile leaves nothing', async () => {
  const owner = await ownerIn(there);
  const id = await upload(owner, archive);
  const { database } = there.deps;
  const onJob = (text: string) =>
    db.there.query(`${text} where id = $1 returning lease_until > now() as kept`, [parseId('job', id)]);
  let [writing, renewals, at] = [false, 0, 0];
  const withTenant: typeof database.withTenant = async (tenantId, work, options) => {
    if (options?.retries === 0) writing = true;
    else if (writing) await onJob("update tenant_jobs set lease_until = 'epoch'");
    const result = await database.withTenant(tenantId, work, options);
    if (writing && (await onJob('update tenant_jobs set place = place')).rows[0].kept) renewals += 1;
    if (renewals === parts + members.size) await onJob("update tenant_jobs set state = 'failed', ended_at = now()");
    return result;
  };
  const parts = Object.values(manifest.tables).reduce((sum, table) => sum + table.parts.length, 0);
  const now = () => {
    at += 11_000;
    return at;
  };
  await expect(carry(there, { now, database: { ...database, withTenant } })).rejects.toThrow('ended by somebody else');
  expect((await countsOf(db.there, owner.tenantId)).flows).toBe(0);
  expect((await owner.ask('GET', `/v1/imports/${id}`)).body).toMatchObject({ state: 'failed', result: null });
});

type Members = Map<string, Buffer>;
const partNamed = (table: string): string => manifest.tables[table]?.parts[0]?.path ?? '';
const said = (all: Members): Manifest => JSON.parse(all.get('manifest.json')?.toString() ?? '') as Manifest;
const say = (all: Members, what: object) => all.set('manifest.json', Buffer.from(JSON.stringify(what)));

/** Changes a row, and all sums that speak of it. */
const forge = (table: string, change: (row: Record<string, unknown>) => void) => (all: Members) => {
  const path = partNamed(table);
  const rows = (all.get(path)?.toString() ?? '').trim().split('\n');
  const first = JSON.parse(rows[0] ?? '') as Record<string, unknown>;
  change(first);
  const content = Buffer.from(`${[JSON.stringify(first), ...rows.slice(1)].join('\n')}\n`);
  all.set(path, content);
  const next = said(all);
  const part = next.tables[table]?.parts[0];
  if (part) Object.assign(part, { size: content.length, sha256: sha256(content) });
  say(all, next);
};

/** A list in a list … */
const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
const without = (column: string) => (row: Record<string, unknown>) => void delete row[column];
const OTHER = '01900000-0000-7000-8000-000000000001';
const TAMPERED: [string, string, (all: Members) => unknown][] = [
  ['another format', 'archive_unknown', (all) => say(all, { ...said(all), format: 'zip' })],
  ['a newer version', 'archive_unknown', (all) => say(all, { ...said(all), version: 2 })],
  ['no manifest', 'archive_mismatch', (all) => all.delete('manifest.json')],
  [
    'a changed row',
    'archive_mismatch',
    (all) =>
      all.set(partNamed('runs'), Buffer.from(String(all.get(partNamed('runs'))).replace('"succeeded"', '"failed"'))),
  ],
  ['a missing part', 'archive_mismatch', (all) => all.delete(partNamed('flows'))],
  ['a part too much', 'archive_mismatch', (all) => all.set('tables/flows.999999.jsonl', Buffer.from(''))],
  ['a name that climbs', 'archive_invalid', (all) => all.set('../etc/passwd', Buffer.from(''))],
  ['a table of nobody', 'archive_unknown', (all) => all.set('tables/users.000001.jsonl', Buffer.from('{}\n'))],
  [
    'a file of another content',
    'archive_mismatch',
    (all) => all.set(`files/${'a'.repeat(64)}`, Buffer.from('{"name":"a","type":"b"}\nx')),
  ],
  ['a row of another account', 'archive_invalid', forge('flows', (row) => Object.assign(row, { tenant_id: OTHER }))],
  [
    'a column that opens something',
    'archive_invalid',
    forge('connections', (row) => Object.assign(row, { secret: '\\x00' })),
  ],
  ['a value of another type', 'archive_invalid', forge('runs', (row) => Object.assign(row, { depth: 'deep' }))],
  ['a run of no flow', 'archive_invalid', forge('runs', (row) => Object.assign(row, { flow_id: OTHER }))],
  ...[{ rate_per_minute: 0 }, { headers: { Host: 'a' } }, { url: 'https://a:b@c.example/' }].map(
    (change): (typeof TAMPERED)[number] => [
      `an endpoint that nobody may make: ${Object.keys(change).join()}`,
      'archive_invalid',
      forge('webhook_endpoints', (row) => Object.assign(row, change)),
    ],
  ),
  ['a run without a word of its end', 'archive_invalid', forge('runs', without('ended_at'))],
  ['an approval without its status', 'archive_invalid', forge('approvals', without('status'))],
  ['a flow without its draft', 'archive_invalid', forge('flows', without('draft'))],
  ['a value that is too deep', 'archive_invalid', forge('flows', (row) => Object.assign(row, { draft: nested(400) }))],
  [
    'a part that is too large',
    'archive_too_large',
    (all) => all.set('tables/runs.999999.jsonl', Buffer.alloc(21 * 1024 * 1024, '\n')),
  ],
  [
    'settings that are none',
    'archive_invalid',
    (all) => say(all, { ...said(all), profile: { ...said(all).profile, timezone: 'Mars' } }),
  ],
];

const packed = async (all: Members): Promise<Buffer> => {
  const last = all.get('manifest.json');
  all.delete('manifest.json');
  if (last) all.set('manifest.json', last);
  const parts = await Promise.all([...all].map(([path, content]) => tarMember(path, content)));
  return Buffer.concat([...parts, await tarEnd()]);
};

test('an archive that was tampered with is refused, each for its reason, and leaves nothing', async () => {
  const owner = await ownerIn(there);
  const refuse = async (bytes: Uint8Array, code: string, what: string) => {
    const id = await upload(owner, bytes);
    await expect(carry(there), what).rejects.toMatchObject({ code });
    await there.data.database.admin.sql`
      update tenant_jobs set state = 'failed', lease_until = now() - interval '1 second' where id = ${parseId('job', id)}`;
  };
  for (const [what, code, change] of TAMPERED) {
    const all = new Map(members);
    change(all);
    await refuse(await packed(all), code, what);
  }
  await refuse(archive.subarray(0, archive.length - 200), 'archive_damaged', 'cut short');
  await refuse(Buffer.from('no archive at all'), 'archive_damaged', 'no gzip');
  await refuse(await tarMember('tables/runs.000000.jsonl', Buffer.alloc(70_000_000)), 'archive_too_large', 'a bomb');
  const counts = await countsOf(db.there, owner.tenantId);
  expect({ ...counts, memberships: 0, audit_entries: 0 }).toEqual(
    Object.fromEntries(Object.keys(counts).map((table) => [table, 0])),
  );
}, 60_000);

test('what authors wrote can be read, whatever stood there; what unpacks to more than an account may have is refused', async () => {
  const owner = await ownerIn(there);
  const all = new Map(members);
  forge('flows', (row) => Object.assign(row, { draft: { language: 'trama/1', name: 'a\0b\ud800', nodes: [] } }))(all);
  // There is room for one invite more: who does not get it is counted, and all else comes.
  await db.there.query(
    `insert into invites (tenant_id, id, email, role, token_hash, invited_by, expires_at)
     select $1, gen_random_uuid(), n || '@example.com', 'viewer', sha256(n::text::bytea), 'test', now() + interval '1 day'
     from generate_series(1, 199) n`,
    [parseId('ten', owner.tenantId)],
  );
  const id = await upload(owner, await packed(all), { invitePeople: true });
  const unpack = async () => {
    for await (const _ of readUpload(depsOf(there), owner.tenantId, { job: id, mostBytes: 5_000 }));
  };
  await expect(unpack()).rejects.toMatchObject({ code: 'archive_too_large' });
  await carry(there);
  const { result } = (await owner.ask('GET', `/v1/imports/${id}`)).body;
  expect([result.invited, result.leftOut.people_uninvited]).toEqual([1, 1]);
  const flows = await owner.call('GET', '/v1/flows');
  expect([flows.status, flows.body.data.length]).toEqual([200, 3]);
  const { rows } = await db.there.query("select draft->>'name' as name from flows where tenant_id = $1", [
    parseId('ten', owner.tenantId),
  ]);
  expect(rows.map(({ name }) => name)).toContain('a\ufffdb\ufffd');
});

test('an import is its account’s: others do not see it, send to it or start it, and a key is no person', async () => {
  const [owner, stranger] = [await ownerIn(there), await ownerIn(there)];
  expect((await owner.call('POST', '/v1/imports', { size: 10 })).status).toBe(403);
  const { id } = (await owner.ask('POST', '/v1/imports', { size: 10 })).body;
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['PUT', '/pieces/0', Buffer.from('x')],
    ['POST', '/start', {}],
    ['DELETE', '', undefined],
  ] as const)
    expect((await stranger.ask(method, `/v1/imports/${id}${path}`, body)).status, method).toBe(404);
  expect((await stranger.ask('GET', '/v1/imports')).body.data).toEqual([]);
  expect((await owner.ask('POST', '/v1/imports', { size: 10 })).status).toBe(409);
  expect((await owner.ask('POST', `/v1/imports/${id}/start`, {})).status).toBe(409);
  expect((await owner.ask('PUT', `/v1/imports/${id}/pieces/0`, Buffer.alloc(11))).status).toBe(422);
  expect((await owner.ask('DELETE', `/v1/imports/${id}`)).status).toBe(204);
  expect((await owner.ask('GET', `/v1/imports/${id}`)).status).toBe(404);
});
