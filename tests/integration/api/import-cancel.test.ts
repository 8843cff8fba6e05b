import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArchive } from '#domain/privacy/archive/open-archive.ts';
import { writeArchive } from '#domain/privacy/archive/write-archive.ts';
import { failJob } from '#domain/privacy/fail-job.ts';
import { ArchiveRefused } from '#domain/privacy/import/archive-refused.ts';
import { carryImport, type ImportDeps } from '#domain/privacy/import/carry-import.ts';
import { claimJob, createJob } from '#domain/privacy/tenant-jobs.ts';
import { apiFixture, deploy } from './api-fixture.ts';
import { depsOf, type Owner, ownerIn, upload } from './import-fixture.ts';

const fixture = await apiFixture();
afterAll(() => fixture.close());
const { database } = fixture.deps;
const [store] = fixture.deps.operations.stores.all;
const never = new AbortController().signal;

let archive: Buffer;
beforeAll(async () => {
  const source = await ownerIn(fixture);
  for (const n of [1, 2, 3]) {
    await deploy(source);
    const content = { bytes: Buffer.from(`nota ${n}`), name: 'nota.txt', type: 'text/plain' };
    await fixture.deps.files.store.put(source.tenantId, content);
  }
  const job = await database.withTenant(source.tenantId, (db) =>
    createJob(db, { kind: 'export', input: {}, by: 'test' }),
  );
  await writeArchive(depsOf(fixture), source.tenantId, job.id, never);
  const bytes: Uint8Array[] = [];
  for await (const piece of openArchive(depsOf(fixture), source.tenantId, job.id)) bytes.push(piece);
  archive = Buffer.concat(bytes);
});

/** As a worker takes one, and tells of its end. Every look at the clock is a minute later, so that the lease is renewed at each file. */
const carry = async (more: Partial<ImportDeps> = {}): Promise<void> => {
  const job = await claimJob(database.admin);
  if (!job) throw new Error('There is no job');
  let now = Date.now();
  const deps = { ...depsOf(fixture), now: () => (now += 60_000), ...more };
  await carryImport(deps, job.tenantId, job.id, never).catch((error: unknown) => {
    if (!(error instanceof ArchiveRefused)) throw error;
    return database.withTenant(job.tenantId, (db) => failJob(db, job, { code: error.code, detail: null }));
  });
};
const cancel = (owner: Owner, id: string) => owner.ask('DELETE', `/v1/imports/${id}?open=true`);
const stateOf = async (owner: Owner, id: string) => {
  const { state, error, phase } = (await owner.ask('GET', `/v1/imports/${id}`)).body;
  return { state, error, phase };
};
const flowsOf = async (owner: Owner) => (await owner.call('GET', '/v1/flows')).body.data.length;
const CANCELLED = { state: 'failed', error: 'cancelled' };

test('an import in line is given up: it ends before it begins, and the same archive can come again', async () => {
  const owner = await ownerIn(fixture);
  const id = await upload(owner, archive);
  expect((await cancel(owner, id)).status).toBe(204);
  expect((await cancel(owner, id)).status).toBe(204);
  expect(await stateOf(owner, id)).toMatchObject({ state: 'waiting', phase: 'cancel' });
  expect((await owner.ask('POST', '/v1/imports', { size: 9 })).status).toBe(409);
  await carry();
  expect([await stateOf(owner, id), await flowsOf(owner)]).toMatchObject([CANCELLED, 0]);
  const deeds = (await owner.call('GET', '/v1/audit')).body.data.map(({ action }: { action: string }) => action);
  expect(deeds.filter((deed: string) => deed.startsWith('tenant.import.')).toSorted()).toEqual([
    'tenant.import.cancel',
    'tenant.import.end',
  ]);
  expect((await cancel(owner, id)).status).toBe(409);
  expect((await owner.ask('DELETE', `/v1/imports/${id}`)).status).toBe(204);
  const again = await upload(owner, archive);
  await carry();
  expect([await stateOf(owner, again), await flowsOf(owner)]).toMatchObject([{ state: 'done' }, 3]);
});

test('what was put of its files is taken away, and nothing that the account had before', async () => {
  const [owner, other] = [await ownerIn(fixture), await ownerIn(fixture)];
  const { tenantId } = owner;
  const own = { bytes: Buffer.from('nota 1'), name: 'minha.txt', type: 'text/plain' };
  const { file } = await fixture.deps.files.store.put(tenantId, own);
  const id = await upload(owner, archive);
  expect((await cancel(other, id)).status).toBe(404);
  let puts = 0;
  const put = async (...given: Parameters<typeof store.put>) => {
    await store.put(...given);
    puts += 1;
    if (puts === 2) expect((await cancel(owner, id)).status).toBe(204);
  };
  await carry({ stores: { all: [{ ...store, put }] } });
  expect([await stateOf(owner, id), puts]).toMatchObject([CANCELLED, 2]);
  expect(await store.list(tenantId, '')).toEqual([file]);
});

test('given up at any instant, it is wholly there or not at all, and the answer says which', async () => {
  const ends = new Set<number>();
  for (const wait of [60, 200, 400, 900]) {
    const owner = await ownerIn(fixture);
    const id = await upload(owner, archive);
    const carried = carry();
    await sleep(wait);
    const { status } = await cancel(owner, id);
    await carried;
    ends.add(status);
    const ended = await stateOf(owner, id);
    expect([ended, await flowsOf(owner)]).toMatchObject(status === 204 ? [CANCELLED, 0] : [{ state: 'done' }, 3]);
  }
  expect([...ends]).toContain(204);
});
