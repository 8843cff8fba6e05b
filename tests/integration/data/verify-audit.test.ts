import { execFile } from 'node:child_process';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { localMaster } from '#config/master-key.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { newId, parseId } from '#domain/ids.ts';
import { openRoot } from '#prisma/root-key.ts';
import { createDatabase } from '#prisma/with-tenant.ts';
import type { DatabaseUrls } from '#scripts/databases.ts';
import { freshDatabase } from '#tests/fresh-database.ts';
import { SECRET } from './data-fixture.ts';

const { urls, drop } = await freshDatabase();
const masters = [localMaster(SECRET)];
const before = await freshDatabase();
const secret = await openRoot(urls.admin, masters);
const database = createDatabase({ appUrl: urls.app, adminUrl: urls.admin, secret, masters });
afterAll(async () => {
  await database.close();
  await drop();
  await before.drop();
});

const verify = (...args: string[]) => verifyIn(urls, ...args);
const verifyIn = (of: DatabaseUrls, ...args: string[]): Promise<{ code: number; said: string }> =>
  new Promise((done) => {
    const settings = [
      `DATABASE_URL=${of.owner}`,
      ...(of.app ? [`DATABASE_APP_URL=${of.app}`, `DATABASE_ADMIN_URL=${of.admin}`] : []),
      `TRAMA_SECRET=${SECRET}`,
    ];
    const command = ['node', '--import', 'tsx', 'scripts/verify-audit.ts', ...args];
    execFile('env', [...settings, ...command], (error, stdout, stderr) =>
      done({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });

test('the command says of each tenant whether its audit is whole, and ends with 1 where one is not', async () => {
  const ids = [newId('ten'), newId('ten')];
  for (const [n, id] of ids.entries()) {
    const uuid = parseId('ten', id);
    await database.admin.sql`insert into tenants (id, slug, name) values (${uuid}, ${`shop-${n}`}, 'S')`;
    for (const target of ['1', '2'])
      await database.withTenant(id, (db) => appendAudit(db, { actor: 'a', action: 'x.do', target, data: {} }));
  }
  const first = await verify();
  expect(first.said).toMatch(/^shop-0: whole, 2 entries, head 2:[0-9a-f]{64}\nshop-1: whole, 2 entries/);
  expect(first.code).toBe(0);
  const owner = new pg.Client({ connectionString: urls.owner });
  await owner.connect();
  await owner.query('create policy owner_access on audit_entries to trama_owner using (true)');
  await owner.query(`select set_config('app.tenant_id', $1, false)`, [parseId('ten', ids[1] ?? '')]);
  await owner.query('alter table shared.audit_entries disable trigger user');
  await owner.query(`update audit_entries set action = 'x.other' where seq = 2`);
  await owner.end();
  const second = await verify('shop-1');
  expect(second.said).toContain('shop-1: changed at 2 (before it: 1 entries');
  expect(second.code).toBe(1);
  expect((await verify('shop-9')).code).toBe(2);
}, 60_000);

test('a database without a root gets none from the command, and no roles', async () => {
  const only = { ...before.urls, app: '', owner: before.urls.admin };
  for (const of of [before.urls, only]) {
    const { code, said } = await verifyIn(of);
    expect([code, said]).toEqual([2, expect.stringContaining('this database has no root yet')]);
  }
  expect(await openRoot(before.urls.admin, masters, 'the first root')).toBe('the first root');
});
