import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type AuditExportDeps, carryAuditExport } from '#activities/audit/carry-audit-export.ts';
import { createDialer } from '#connectors/dialer.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { resealExport } from '#domain/audit/export-target.ts';
import { claimExport } from '#domain/audit/export-turns.ts';
import { entriesAfter } from '#domain/audit/search-audit.ts';
import { verifyExported } from '#domain/audit/verify-exported.ts';
import type { Letter } from '#domain/mail/mailer.ts';
import { type S3Server, startS3 } from '#tests/simulators/s3-server.ts';
import { type Account, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();
const { database } = fixture.data;
const { withTenant } = database;
const refused = fixture.deps.actions.dial;
const dial = createDialer({ allowPrivateHosts: ['127.0.0.1'] });
const bucket = { bucket: 'auditoria', region: 'sa-east-1', key: 'CHAVE', secret: 'um segredo/muito+secreto' };
const PATH = '/v1/audit/export-schedule';
const never = new AbortController().signal;
let s3: S3Server;

beforeAll(async () => {
  s3 = await startS3(bucket);
});
beforeEach(() => {
  fixture.deps.actions.dial = dial;
  s3.faults.length = 0;
});
afterAll(async () => {
  await Promise.all([s3.close(), dial.close()]);
});

const settingOf = (more: Record<string, unknown> = {}) => ({
  ...{ endpoint: s3.url, region: bucket.region, bucket: bucket.bucket, prefix: 'audit', accessKey: bucket.key },
  ...{ secretKey: bucket.secret, format: 'jsonl', gzip: true, hour: 3, ...more },
});
const set = async (account: Account, more: Record<string, unknown> = {}) => {
  const answer = await account.call('PUT', PATH, settingOf(more));
  expect(answer.status, answer.text).toBe(200);
  return answer;
};
const letters: Letter[] = [];
const deps: AuditExportDeps = {
  database,
  dial,
  mail: { sendLater: (one) => void letters.push(one) },
  timeoutMs: 400,
  pauseMs: 2,
};
const carry = (account: Account, more: Partial<AuditExportDeps> = {}) =>
  carryAuditExport({ ...deps, ...more }, account.tenantId, never);
const write = (account: Account, n: number, from = 0) =>
  withTenant(account.tenantId, async (db) => {
    for (let i = 0; i < n; i++)
      await appendAudit(db, { actor: 'user:á', action: 'x.do', target: `${from + i}`, data: { n: i, '7': '=1+1' } });
  });
const fileOf = (name: string): string => name.split('/').at(-1) ?? '';
/** What the bucket has of a tenant, in order. */
const objectsOf = ({ tenantId }: Account, prefix = 'audit') =>
  [...s3.objects]
    .filter(([name]) => name.startsWith(`/auditoria/${prefix}/${tenantId}/`) && !name.endsWith('.manifest.json'))
    .toSorted(([a], [b]) => fileOf(a).localeCompare(fileOf(b)))
    .map(([name, bytes]) => ({
      ...{ name, text: (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString() },
      manifest: s3.objects.get(name.replace(/\.csv(\.gz)?$/, '.manifest.json'))?.toString() ?? null,
    }))
    .map((object) => (/\.jsonl/.test(object.name) ? { ...object, manifest: null } : object));
const chainOf = (account: Account) => withTenant(account.tenantId, (db) => entriesAfter(db, 0, 10_000));
const stateOf = async (account: Account) => (await account.call('GET', PATH)).body.schedule;

/** All that the chain has is in the bucket once, and reads back the same. */
const isWhole = async (account: Account, prefix = 'audit') => {
  const chain = await chainOf(account);
  const objects = objectsOf(account, prefix);
  const head = { seq: chain.at(-1)?.entry.seq, hash: chain.at(-1)?.hash };
  expect(verifyExported(objects)).toEqual({ fault: null, entries: chain.length, head });
  const lines = objects.flatMap(({ text }) => text.trim().split('\n').slice(0, -1));
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    chain.map(({ entry, prevHash, hash }) => ({ ...entry, prevHash, hash })),
  );
};

test('a bucket is tried before it is kept, and what is wrong is said in words', async () => {
  const problem = async (more: Record<string, unknown>) =>
    (await one.call('POST', `${PATH}/test`, settingOf(more))).body.problem;
  expect(await problem({})).toBeNull();
  expect(s3.objects.size).toBe(0);
  expect(await problem({ bucket: 'outro' })).toMatchObject({
    kind: 'bucket_missing',
    message: { pt: expect.stringContaining('não existe') },
    detail: '404 NoSuchBucket',
  });
  expect(await problem({ secretKey: 'x' })).toMatchObject({ kind: 'secret_wrong' });
  s3.faults.push('fail');
  expect(await problem({})).toMatchObject({ kind: 'away', detail: '503 SlowDown' });
  s3.faults.push('drop');
  expect(await problem({})).toMatchObject({ kind: 'unreachable' });
  expect(await stateOf(one)).toBeNull();
  fixture.deps.actions.dial = refused;
  for (const [method, path] of [
    ['PUT', PATH],
    ['POST', `${PATH}/test`],
  ] as const)
    expect((await one.call(method, path, settingOf())).body.errors[0]).toMatchObject({ pointer: '/endpoint' });
  for (const bad of [{ prefix: '../x' }, { bucket: 'a/b' }, { hour: 24 }, { endpoint: 'ftp://x' }, { region: 'a b' }])
    expect((await one.call('PUT', PATH, settingOf(bad))).status).toBe(422);
});

test('the secret is never shown, is sealed, and goes to no other address or key by itself', async () => {
  const made = await set(one);
  const read = await one.call('GET', PATH);
  const audit = await one.call('GET', '/v1/audit?action=audit.*');
  for (const { text } of [made, read, audit]) expect(text).not.toContain(bucket.secret);
  const [row] = await withTenant(
    one.tenantId,
    (db) => db.sql<{ all: string }>`select row_to_json(e)::text as all from audit_exports e`,
  );
  expect(row?.all).not.toContain(bucket.secret);
  expect((await one.call('PUT', PATH, settingOf({ secretKey: undefined, hour: 4 }))).body.hour).toBe(4);
  for (const elsewhere of [{ endpoint: 'http://127.0.0.1:1' }, { accessKey: 'OUTRA' }]) {
    const answer = await one.call('PUT', PATH, settingOf({ ...elsewhere, secretKey: undefined }));
    expect(answer.body.errors[0]).toMatchObject({ pointer: '/secretKey', code: 'required' });
  }
  const changes = audit.body.data.find(({ action }: { action: string }) => action === 'audit.schedule.set');
  expect(changes).toMatchObject({ targetKind: 'audit', targetName: 'auditoria', data: { secret: true } });
  // Closed again with the newest key it opens.
  await withTenant(one.tenantId, resealExport);
  expect((await one.call('PUT', PATH, settingOf({ secretKey: undefined }))).status).toBe(200);
});

test('what one tenant sets, another neither sees, changes, nor writes into', async () => {
  expect(await stateOf(other)).toBeNull();
  for (const [method, path] of [
    ['DELETE', PATH],
    ['POST', `${PATH}/run`],
  ] as const)
    expect((await other.call(method, path)).status).toBe(404);
  const { status } = await other.call('POST', `${PATH}/test`, settingOf({ secretKey: undefined }));
  expect(status).toBe(422);
  await set(other);
  await Promise.all([carry(one), carry(other)]);
  await isWhole(one);
  await isWhole(other);
  expect(objectsOf(one).some(({ text }) => text.includes(other.tenantId))).toBe(false);
  expect((await other.call('DELETE', PATH)).status).toBe(204);
  expect(await stateOf(one)).toMatchObject({ bucket: 'auditoria', failing: null });
});

test('a turn is due at its hour of the tenant’s day, is one process’s alone, and is put off to the next day', async () => {
  const { nextAt, lastAt, waiting } = await stateOf(one);
  expect(new Date(nextAt).getTime()).toBeGreaterThan(Date.now());
  const [zone] = await withTenant(
    one.tenantId,
    (db) => db.sql<{ hour: number }>`
      select extract(hour from ${nextAt}::timestamptz at time zone timezone)::int as hour from tenants`,
  );
  expect(zone?.hour).toBe(3);
  expect(lastAt).not.toBeNull();
  expect(await claimExport(database.admin)).toBeNull();
  const run = await one.call('POST', `${PATH}/run`);
  expect(run.body.waiting).toBe(waiting + 1);
  const claims = await Promise.all([1, 2, 3].map(() => claimExport(database.admin)));
  expect(claims.filter(Boolean)).toEqual([one.tenantId]);
  expect(await carry(one)).toBe('done');
  expect(await stateOf(one)).toMatchObject({ waiting: 0, failing: null });
  await isWhole(one);
});

test('died between the bucket’s answer and the watermark: the same object again with the same bytes, none doubled', async () => {
  await write(one, 40);
  const before = new Map(s3.objects);
  const dying: AuditExportDeps['dial'] = {
    request: async (request) => {
      await dial.request(request);
      throw new Error('the process is gone');
    },
  };
  await expect(carry(one, { dial: dying })).rejects.toThrow('gone');
  const [name, bytes] = [...s3.objects].find(([key]) => !before.has(key)) ?? [];
  // More comes meanwhile.
  await write(one, 5, 40);
  expect(await carry(one)).toBe('done');
  expect(Buffer.compare(s3.objects.get(name ?? '') ?? Buffer.alloc(0), bytes ?? Buffer.alloc(1))).toBe(0);
  await isWhole(one);
});

test('each object holds entries of one day, and lies in the folder of that day', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2025, 2, 9, 23, 59) });
  await write(one, 2).finally(() => vi.useRealTimers());
  await write(one, 2);
  expect(await carry(one)).toBe('done');
  const days = new Map(objectsOf(one).map(({ name, text }) => [name.split('/').slice(-4, -1).join('-'), text]));
  expect(days.get('2025-03-09')?.trim().split('\n')).toHaveLength(3);
  expect(days.size).toBe(2);
  await isWhole(one);
});

test('a service that fails, hangs or cuts now and then misses nothing; one that stays away is told once, and waited for', async () => {
  await write(one, 3);
  s3.faults.push('fail', 'drop');
  expect(await carry(one)).toBe('done');
  await write(one, 3);
  s3.faults.push('hang');
  expect(await carry(one)).toBe('done');
  await isWhole(one);
  await write(one, 2);
  for (let turn = 1; turn <= 4; turn++) {
    s3.faults.push('fail', 'fail', 'fail');
    expect(await carry(one)).toBe('failed');
    expect(letters.filter(({ to }) => to === one.email)).toHaveLength(turn < 3 ? 0 : 1);
  }
  const state = await stateOf(one);
  expect(state).toMatchObject({ failing: { times: 4, problem: 'away', detail: '503 SlowDown' } });
  expect(new Date(state.nextAt).getTime()).toBeGreaterThan(Date.now() + 60_000);
  expect(await carry(one)).toBe('done');
  expect((await stateOf(one)).failing).toBeNull();
  await isWhole(one);
});

test('a bucket that hangs holds up its own tenant alone', async () => {
  await set(other, { prefix: 'b' });
  await Promise.all([write(one, 1), write(other, 1)]);
  for (const account of [one, other]) await account.call('POST', `${PATH}/run`);
  const claimed = [await claimExport(database.admin), await claimExport(database.admin)];
  expect(new Set(claimed)).toEqual(new Set([one.tenantId, other.tenantId]));
  const hanging: AuditExportDeps['dial'] = {
    request: (request) => new Promise((_, reject) => request.signal?.addEventListener('abort', () => reject(never))),
  };
  const stopping = new AbortController();
  const stuck = carryAuditExport({ ...deps, dial: hanging }, one.tenantId, stopping.signal);
  expect(await carry(other)).toBe('done');
  await isWhole(other, 'b');
  stopping.abort();
  await expect(stuck).rejects.toBe(never);
  expect((await stateOf(one)).failing).toBeNull();
  expect(await carry(one)).toBe('done');
});

test('switched off and on again, or somewhere else and back, it goes on where it was; a new place begins anew', async () => {
  expect((await one.call('DELETE', PATH)).status).toBe(204);
  expect(await stateOf(one)).toBeNull();
  expect(await carry(one)).toBe('over');
  await set(one);
  expect(await carry(one)).toBe('done');
  await isWhole(one);
  await set(one, { prefix: 'dois/ano=2026', format: 'csv', gzip: false });
  expect((await stateOf(one)).upTo).toBe(0);
  expect(await carry(one)).toBe('done');
  const objects = objectsOf(one, 'dois/ano%3D2026');
  expect(verifyExported(objects)).toMatchObject({ fault: null, entries: (await chainOf(one)).length });
  expect(objects[0]?.text).toMatch(/^seq,at,actor/);
  expect(objects[0]?.text).not.toContain(',=');
});

test('an object that is changed, cut, missing or there twice is found', async () => {
  await write(one, 1);
  await set(one);
  expect(await carry(one)).toBe('done');
  await isWhole(one);
  const all = objectsOf(one);
  const why = (objects: typeof all) => verifyExported(objects).fault?.why;
  const [first, second] = all;
  if (!first || !second) throw new Error('two objects are needed');
  expect(why([{ ...first, text: first.text.replace('"actor":"', '"actor":"x') }])).toBe('it was changed');
  expect(why([{ ...first, text: first.text.slice(0, -20) }])).toMatch(/cut off/);
  expect(why([...all.slice(0, 1), ...all.slice(2)])).toMatch(/missing/);
  expect(why([first, first])).toMatch(/twice/);
});
