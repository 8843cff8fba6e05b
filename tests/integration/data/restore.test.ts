import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, inject, test } from 'vitest';
import { moveTenants } from '#domain/placement/move-tenant.ts';
import { setAside } from '#domain/placement/set-aside.ts';
import { scanTenancy } from '#prisma/scan-tenancy.ts';
import { wallFaults } from '#prisma/tenant-walls.ts';
import { placementFixture, schemaOf } from './placement-fixture.ts';

const { fixture, root, ask, filled, rowsOf, stepOf, placesOf, close } = await placementFixture();
const { admin, withTenant } = fixture.database;
const folder = mkdtempSync(path.join(tmpdir(), 'trama-restore-'));
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

/** PostgreSQL's own programs come with no package of ours: where they are not, or older than the server, nothing can be dumped. */
// oxlint-disable-next-line node/no-process-env -- where PostgreSQL's own programs are, on machines that have them; no setting of the product
const { TRAMA_PG_BIN: programs = '' } = process.env;
const dumps = (): boolean => {
  try {
    return / 18\./.test(execFileSync(path.join(programs, 'pg_dump'), ['--version'], { encoding: 'utf8' }));
  } catch {
    return false;
  }
};
const run = async (program: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)(path.join(programs, program), args, { encoding: 'utf8', maxBuffer: 1e8 })).stdout;

const deed = { by: 'operator:shell', reason: 'backup of yesterday' };
const inPlace = async () => {
  const made = await filled();
  await ask(made.tenantId, 'own');
  await moveTenants(admin);
  return made;
};

test('a schema that is set aside is reached by nobody, moved on by nobody, and is in again when that is asked for', async () => {
  const { tenantId, tenant } = await inPlace();
  const before = await rowsOf(tenant);
  await setAside(admin, tenantId, deed);
  await setAside(admin, tenantId, deed);
  expect(await moveTenants(admin)).toBe(0);
  expect(await stepOf(tenant)).toBe('detached');
  await expect(withTenant(tenantId, () => Promise.resolve('in'))).rejects.toMatchObject({ code: 'unavailable' });
  await expect(admin.sql`select 1 from flows where tenant_id = ${tenant}`).resolves.toEqual([]);
  expect(await wallFaults(root)).toEqual([]);
  await ask(tenantId, 'own');
  await moveTenants(admin);
  expect(await rowsOf(tenant)).toEqual(before);
  expect(await withTenant(tenantId, () => Promise.resolve('in'))).toBe('in');
  await ask(tenantId, 'shared');
  await expect(setAside(admin, tenantId, deed)).rejects.toMatchObject({ code: 'conflict' });
});

test.skipIf(!dumps())(
  'a backup of one tenant is restored as docs/operations.md says, and nobody else hears of it',
  async () => {
    const [{ tenantId, tenant }, other] = [await inPlace(), await filled()];
    const [schema, url] = [schemaOf(tenant), new URL(inject('templateDatabase').superuser)];
    url.pathname = new URL(fixture.urls.owner).pathname;
    const [dump, list] = [path.join(folder, 'tenant.dump'), path.join(folder, 'tenant.list')];
    const yesterday = await rowsOf(tenant);
    await run('pg_dump', '--format=custom', `--schema=${schema}`, `--file=${dump}`, url.href);
    await withTenant(tenantId, (db) => db.sql`update flows set name = 'spoilt' returning 1`);
    const others = await rowsOf(other.tenant);
    await setAside(admin, tenantId, deed);
    await root.query(`alter schema ${schema} rename to before_${schema}`);
    const entries = (await run('pg_restore', '--list', dump)).split('\n').filter((line) => !/ ATTACH /.test(line));
    writeFileSync(list, entries.join('\n'));
    await run(
      'pg_restore',
      '--exit-on-error',
      '--no-privileges',
      '--single-transaction',
      `--use-list=${list}`,
      `--dbname=${url.href}`,
      dump,
    );
    expect(await wallFaults(root)).toEqual([]);
    await ask(tenantId, 'own');
    await moveTenants(admin);
    expect(await stepOf(tenant)).toBe('done');
    await root.query(`drop schema before_${schema} cascade`);
    expect(await rowsOf(tenant)).toEqual(yesterday);
    expect(Object.keys(await placesOf(tenant))).toEqual([schema]);
    expect(await rowsOf(other.tenant)).toEqual(others);
    expect(await scanTenancy(root)).toEqual([]);
    await ask(tenantId, 'shared');
    await moveTenants(admin);
    expect(Object.keys(await placesOf(tenant))).toEqual(['shared']);
  },
);
