import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { createConnection } from '#domain/connections/write-connection.ts';
import { createSession } from '#domain/identity/sessions.ts';
import { formatId, parseId } from '#domain/ids.ts';
import { type Manifest, MOST_PART_BYTES } from '#domain/privacy/archive/format.ts';
import { sha256Of } from '#domain/privacy/archive/parts.ts';
import { readTar } from '#domain/privacy/archive/tar.ts';
import { writeArchive } from '#domain/privacy/archive/write-archive.ts';
import { type Account, type Answered, deploy, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();

/** Calls of a signed-in owner, with what it takes to come from our own page. */
const asOwner = async ({ tenantId, email }: Account) => {
  const { admin } = fixture.data.database;
  const [user] = await admin.sql<{ id: string }>`select id from users where email = ${email}`;
  const session = await createSession(admin.sql, {
    userId: formatId('usr', user?.id ?? ''),
    tenantId,
    method: 'password',
  });
  const cookie = `trama_session=${session.token}`;
  const call = (method: string, path: string, body?: unknown): Promise<Answered> =>
    fixture.fetch(path, {
      method,
      headers: { cookie, origin: fixture.url, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return { ...session, cookie, call };
};
type Owner = Awaited<ReturnType<typeof asOwner>>;
let owner: Owner;
let stranger: Owner;
beforeAll(async () => {
  [owner, stranger] = [await asOwner(one), await asOwner(other)];
});

const files = async (bytes: Uint8Array): Promise<Map<string, Buffer>> => {
  const found = new Map<string, Buffer>();
  for await (const { path, content } of readTar(pieces(bytes), MOST_PART_BYTES)) found.set(path, content);
  return found;
};
async function* pieces(bytes: Uint8Array) {
  yield bytes;
}

test('an owner exports everything: a tar.gz whose manifest proves each file, without what opens anything', async () => {
  await deploy(one);
  const secret = 'CANARIO-segredo';
  const erp = {
    connector: 'http',
    name: 'erp',
    config: {},
    secret: { token: secret },
    hosts: ['erp.example'],
    by: 'test',
  };
  await fixture.data.database.withTenant(one.tenantId, (db) => createConnection(db, erp));
  const note = { bytes: Buffer.from('conteúdo da nota'), name: 'nota.txt', type: 'text/plain' };
  await fixture.deps.files.store.put(one.tenantId, note);
  expect((await one.call('POST', '/v1/exports', {})).status).toBe(403); // a key is no person
  const begun = await owner.call('POST', '/v1/exports', {});
  expect(begun.status).toBe(202);
  const { id } = begun.body;
  expect((await owner.call('POST', '/v1/exports', {})).status).toBe(409);
  expect((await owner.call('GET', `/v1/exports/${id}/archive`)).status).toBe(409);
  const { database, operations } = fixture.deps;
  const deps = { database, keys: operations.keys, stores: operations.stores, now: Date.now };
  await writeArchive(deps, one.tenantId, id, new AbortController().signal);
  expect((await owner.call('GET', `/v1/exports/${id}`)).body).toMatchObject({ state: 'done', error: null });

  const answer = await fetch(`${fixture.url}/v1/exports/${id}/archive`, { headers: { cookie: owner.cookie } });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/gzip']);
  const archive = await files(gunzipSync(Buffer.from(await answer.arrayBuffer())));
  expect([...archive.keys()].at(-1)).toBe('manifest.json');
  const manifest = JSON.parse(archive.get('manifest.json')?.toString() ?? '') as Manifest;
  const parts = [...Object.values(manifest.tables).flatMap((table) => table.parts), ...manifest.files.parts];
  expect(parts.length).toBe(archive.size - 1);
  for (const { path, sha256, size } of parts)
    expect([sha256Of(archive.get(path) ?? Buffer.alloc(0)), archive.get(path)?.length]).toEqual([sha256, size]);
  expect(manifest.tables.flows?.rows).toBe(1);
  expect(manifest.files.count).toBe(1);
  expect(manifest.people).toMatchObject([{ email: one.email, role: 'owner' }]);
  expect(manifest.profile).toMatchObject({ timezone: 'America/Sao_Paulo' });
  expect(manifest.leftOut).toContain('connections.secret');
  const all = Buffer.concat([...archive.values()]).toString();
  expect([all.includes(secret), all.includes('conteúdo da nota'), all.includes('erp.example')]).toEqual([
    false,
    true,
    true,
  ]);
  expect((await one.call('GET', '/v1/audit?limit=50')).text).toContain('tenant.export.download');

  for (const path of [`/v1/exports/${id}`, `/v1/exports/${id}/archive`])
    expect((await stranger.call('GET', path)).status, path).toBe(404);
  expect((await stranger.call('GET', '/v1/exports')).body.data).toEqual([]);
});

test('a session of long ago is asked to sign in again before all data leave', async () => {
  const old = await asOwner(one);
  await fixture.data.database.admin.sql`
    update identity.sessions set created_at = now() - interval '1 hour' where id = ${parseId('ses', old.id)}`;
  for (const [method, path, body] of [
    ['POST', '/v1/exports', {}],
    ['POST', '/v1/tenant/deletion', { name: 'T' }],
    ['POST', '/v1/persons/erase', { person: 'ana@example.com' }],
    ['PATCH', '/v1/retention', { days: { events: 3 } }],
  ] as const) {
    const answer = await old.call(method, path, body);
    expect([answer.status, answer.body.code]).toEqual([403, 'sign_in_again']);
  }
});

test('retention is chosen within its bounds, and belongs to one tenant', async () => {
  const shorter = { days: { events: 7, runs: 30 } };
  expect((await one.call('PATCH', '/v1/retention', shorter)).status).toBe(403); // a key is no owner
  const changed = await owner.call('PATCH', '/v1/retention', shorter);
  const days = (answer: Answered) =>
    Object.fromEntries(answer.body.kinds.map((rule: { kind: string; days: number }) => [rule.kind, rule.days]));
  expect(days(changed)).toMatchObject({ events: 7, runs: 30, messages: 400 });
  expect(days(await other.call('GET', '/v1/retention'))).toMatchObject({ events: 30, runs: null });
  const wrong = await one.call('PATCH', '/v1/retention', { days: { files: 3 } });
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/days/files']);
  expect((await one.call('PATCH', '/v1/retention', { days: { audit: 3 } })).status).toBe(422);
});

test('the catalogue says of every table what it holds, in the language of who asks', async () => {
  const { body } = await one.call('GET', '/v1/data-catalogue', undefined, { 'accept-language': 'en' });
  const runs = body.data.find((entry: { table: string }) => entry.table === 'runs');
  expect(runs).toMatchObject({ keeping: 'runs', archive: 'out', purpose: expect.stringContaining('Runs') });
  expect(runs.columns).toContainEqual({ name: 'trigger', kind: 'personal' });
});

test('a deletion is for the owner who types the name; keys die at once, and it can be taken back by the owner alone', async () => {
  expect((await other.call('POST', '/v1/tenant/deletion', { name: 'T' })).status).toBe(403);
  expect((await stranger.call('POST', '/v1/tenant/deletion', { name: 'Outra' })).status).toBe(422);
  const asked = await stranger.call('POST', '/v1/tenant/deletion', { name: 'T' });
  expect([asked.status, asked.body.receiptId]).toEqual([202, expect.stringMatching(/^era_/)]);
  expect((await other.call('GET', '/v1/me')).status).toBe(401);
  expect((await owner.call('GET', '/v1/tenant/deletion')).body.deletion).toBeNull();
  expect((await owner.call('DELETE', '/v1/tenant/deletion')).status).toBe(409);
  expect((await fixture.fetch(`/v1/erasure-receipts/${asked.body.receiptId}`)).status).toBe(404);
  expect((await stranger.call('DELETE', '/v1/tenant/deletion')).status).toBe(204);
  expect((await other.call('GET', '/v1/me')).status).toBe(200);
});

test('consents are appended, the newest holds, and another tenant knows nothing of them', async () => {
  const ana = { channel: 'email', contact: ' Ana@Example.com ', purpose: 'marketing' };
  const say = (given: boolean, more = {}) =>
    one.call('POST', '/v1/consents', { ...ana, given, source: 'site', ...more }, {});
  const check = async (who: Account, purpose = 'marketing') =>
    (await who.call('GET', `/v1/consents/check?channel=email&contact=ana%40example.com&purpose=${purpose}`)).body
      .status;
  expect(await check(one)).toBe('unknown');
  expect((await say(true, { evidence: 'sim' })).body).toMatchObject({ contact: 'ana@example.com', given: true });
  expect([await check(one), await check(other)]).toEqual(['given', 'unknown']);
  await say(false);
  expect([await check(one), await check(one, 'pesquisa')]).toEqual(['withdrawn', 'unknown']);
  await say(false, { purpose: '*' });
  expect(await check(one, 'pesquisa')).toBe('withdrawn');
  expect((await one.call('GET', '/v1/consents?limit=2')).body).toMatchObject({
    data: [{}, {}],
    nextCursor: expect.any(String),
  });
  expect((await other.call('GET', '/v1/consents')).body.data).toEqual([]);
  await expect(
    fixture.data.database.withTenant(one.tenantId, (db) => db.sql`delete from consent_entries`),
  ).rejects.toMatchObject({ code: '42501' });
});

test('one person is found, taken out and erased, in runs, events and tables; whoever is named alike stays, and so does a refusal', async () => {
  const flow = await deploy(one);
  const person = 'joana.dias@example.com';
  const start = async (email: string) => {
    const run = await one.call('POST', `/v1/flows/${flow}/runs`, { data: { email, nome: 'CANARIO' } });
    await fixture.end(one, run.body.runId ?? run.body.id, { output: { para: email } });
    return run.body.runId ?? run.body.id;
  };
  const [run, alike] = [await start(person), await start(`x.${person}`)];
  await one.call('POST', '/v1/events', { name: 'lead', key: person, data: { email: person } });
  const table = { name: 'clientes', columns: [{ name: 'email', type: 'text', unique: true }] };
  await one.call('POST', '/v1/data-tables', table);
  for (const email of [person, `x.${person}`])
    await one.call('POST', '/v1/data-tables/clientes/rows', { values: { email } });
  await one.call('POST', '/v1/consents', {
    channel: 'email',
    contact: person,
    purpose: '*',
    given: false,
    source: 's',
  });
  const found = await one.call('POST', '/v1/persons/find', { person: 'JOANA.dias@example.com' });
  expect(found.body).toMatchObject({ counts: { runs: 1, data_rows: 1, consent_entries: 1 }, openRuns: 0 });
  expect((await other.call('POST', '/v1/persons/find', { person })).body.counts).toEqual({});
  const taken = await one.call('POST', '/v1/persons/export', { person });
  expect([taken.body.runs.length, taken.body.truncated, taken.text.includes('CANARIO')]).toEqual([1, false, true]);

  expect((await stranger.call('POST', '/v1/persons/erase', { person })).body.counts).toEqual({});
  expect((await one.call('POST', '/v1/persons/erase', { person })).status).toBe(403); // a key is no owner
  const erased = await owner.call('POST', '/v1/persons/erase', { person });
  expect([erased.status, erased.body.kind]).toEqual([200, 'erase']);
  expect((await one.call('POST', '/v1/persons/find', { person })).body.counts).toEqual({});
  expect((await one.call('GET', `/v1/runs/${run}`)).body).toMatchObject({ status: 'succeeded', output: null });
  expect((await one.call('GET', `/v1/runs/${alike}`)).body.output).toEqual({ para: `x.${person}` });
  expect((await one.call('GET', '/v1/data-tables/clientes/rows')).body.data).toHaveLength(1);
  expect((await one.call('GET', '/v1/data-tables/clientes')).body.rowCount ?? 1).toBe(1);
  const check = await one.call('GET', `/v1/consents/check?channel=email&contact=${person}&purpose=x`);
  expect(check.body.status).toBe('withdrawn');
  const receipts = await one.call('GET', '/v1/persons/requests');
  expect(receipts.body.data.map((one: { kind: string }) => one.kind)).toEqual(['erase', 'export']);
  expect(receipts.text).not.toContain('joana');
  for (const word of ['ana', 'gmail.com', '@example.com', 'email', 'joana.dias', '1234567', 'joana.dias@'])
    expect((await owner.call('POST', '/v1/persons/erase', { person: word })).status, word).toBe(422);
});
