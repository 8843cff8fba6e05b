import { randomBytes } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { startS3 } from '#tests/simulators/s3-server.ts';
import { postgresObjects } from '../payloads/object-store.ts';
import { createPayloadKeys } from '../payloads/payload-keys.ts';
import { putPayload } from '../payloads/payloads.ts';
import { s3Objects } from '../payloads/s3-objects.ts';
import { createFileLinks } from './file-links.ts';
import { createFileStore } from './file-store.ts';

const account = { bucket: 'arquivos', region: 'sa-east-1', key: 'K', secret: 'S' };
const [fixture, s3] = [await dataFixture(), await startS3(account)];
afterAll(async () => {
  await fixture.close();
  await s3.close();
});
const keys = createPayloadKeys(fixture.database);
const own = postgresObjects(fixture.database);
const bucket = s3Objects({ ...account, endpoint: s3.url });
const inPostgres = createFileStore({ stores: { all: [own] }, keys });
const inS3 = createFileStore({ stores: { all: [bucket, own] }, keys });
const file = { bytes: randomBytes(100_000), name: 'nota-CANARIO.pdf', type: 'application/pdf' };

/** All bytes of the table. */
const rows = async (tenantId: string): Promise<Buffer> => {
  const found = await fixture.database.withTenant(
    tenantId,
    (db) => db.sql<{ bytes: Buffer }>`select bytes from payloads`,
  );
  return Buffer.concat(found.map(({ bytes }) => bytes));
};

test.each([
  ['PostgreSQL', inPostgres],
  ['S3', inS3],
])('in %s a file comes back with its name and type, once however often it is kept', async (_, files) => {
  const tenant = await fixture.tenant();
  const kept = await files.put(tenant, file);
  expect(kept).toMatchObject({ name: file.name, type: file.type, size: 100_000, sha256: kept.file });
  expect((await files.put(tenant, file)).file).toBe(kept.file);
  const opened = await files.open(tenant, kept.file);
  expect([opened.name, opened.type, Buffer.compare(opened.bytes, file.bytes)]).toEqual([file.name, file.type, 0]);
});

test('what is stored shows neither content nor name', async () => {
  const tenant = await fixture.tenant();
  const content = { ...file, bytes: Buffer.from('CANARIO '.repeat(10)) };
  await inPostgres.put(tenant, content);
  await inS3.put(tenant, content);
  const stored = Buffer.concat([await rows(tenant), ...s3.objects.values()]);
  expect(stored.length).toBeGreaterThan(100);
  expect(stored.includes('CANARIO')).toBe(false);
});

test('another tenant does not find it, and no path leads to it', async () => {
  const [tenant, other] = [await fixture.tenant(), await fixture.tenant()];
  for (const files of [inPostgres, inS3]) {
    const kept = await files.put(tenant, file);
    for (const name of [kept.file, `../${tenant}/${kept.file}`, '', 'x'])
      await expect(files.read(other, name)).rejects.toMatchObject({ code: 'not_found' });
  }
});

test('after a change to S3, what PostgreSQL holds is still read; files kept before they were closed, too', async () => {
  const tenant = await fixture.tenant();
  const kept = await inPostgres.put(tenant, file);
  const old = await fixture.database.withTenant(tenant, (db) => putPayload(db, Buffer.from('plain, of before')));
  expect(Buffer.compare(await inS3.read(tenant, kept.file), file.bytes)).toBe(0);
  expect(Buffer.from(await inS3.read(tenant, old)).toString()).toBe('plain, of before');
});

test('of an erased tenant no file opens and none is kept; its links are dead', async () => {
  const tenant = await fixture.tenant();
  const links = createFileLinks({ keys, origin: 'http://x' });
  const about = { tenantId: tenant, name: 'a', type: 't', expiresAt: 2_000, show: false };
  const { file: kept } = await inS3.put(tenant, file);
  const token = (await links.link({ ...about, file: kept })).split('/')[4] ?? '';
  await keys.erase(tenant, 'test');
  await expect(inS3.read(tenant, kept)).rejects.toMatchObject({ code: 'erased' });
  await expect(inS3.put(tenant, file)).rejects.toMatchObject({ code: 'erased' });
  await expect(links.open(token, 1_000)).rejects.toMatchObject({ code: 'erased' });
});

test('a link opens what it was made for until it expires, tells nothing, and survives a rotation', async () => {
  const tenant = await fixture.tenant();
  const links = createFileLinks({ keys, origin: 'https://app.example' });
  const about = {
    tenantId: tenant,
    file: 'f'.repeat(64),
    name: 'nota 1/2 – João.pdf',
    type: 'application/pdf',
    expiresAt: 2_000,
    show: true,
  };
  const link = await links.link(about);
  expect(link.startsWith(`https://app.example/f/${tenant}:1.`)).toBe(true);
  expect(new URL(link).pathname.split('/')).toHaveLength(4);
  expect(link).not.toContain('ffff');
  const token = new URL(link).pathname.split('/')[2] ?? '';
  await keys.rotate(tenant, 'test');
  expect(await links.open(token, 1_999)).toEqual(about);
  await expect(links.open(token, 2_000)).rejects.toMatchObject({ code: 'not_found' });
});

test('a link that was changed, moved to another tenant, or made from other closed bytes opens nothing', async () => {
  const [tenant, other] = [await fixture.tenant(), await fixture.tenant()];
  await keys.newest(other);
  const links = createFileLinks({ keys, origin: '' });
  const link = await links.link({ tenantId: tenant, file: 'a', name: 'n', type: 't', expiresAt: 2_000, show: false });
  const token = link.split('/')[2] ?? '';
  const changed = `${token.slice(0, -3)}${token.at(-3) === 'A' ? 'B' : 'A'}${token.slice(-2)}`;
  for (const wrong of [changed, token.replace(tenant, other), `${token}x`, token.slice(0, 60), 'x', ''])
    await expect(links.open(wrong, 0)).rejects.toMatchObject({ code: 'not_found' });
});
