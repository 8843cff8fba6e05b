import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import type { Env } from '#config/env.ts';
import { localMaster, type MasterKey } from '#config/master-key.ts';
import { openRoot } from '#prisma/root-key.ts';
import { passwordSeed } from '#scripts/password-seed.ts';
import { freshDatabase } from '#tests/fresh-database.ts';
import { SECRET } from './data-fixture.ts';

const { urls, drop } = await freshDatabase();
afterAll(drop);
const database = new URL(urls.admin).pathname;
const superuser = new URL(inject('templateDatabase').superuser);
superuser.pathname = database;
const env = {} as Env;
const local = localMaster(SECRET);

test('passwords of roles follow from the root; one that does not open now ends the start, and resets none', async () => {
  expect(await passwordSeed(env, superuser.href, [local])).toBe(SECRET);
  const rows = async () => {
    const client = new pg.Client({ connectionString: urls.admin });
    await client.connect();
    const { rowCount } = await client.query('select 1 from installation_keys');
    await client.end();
    return rowCount;
  };
  expect(await rows()).toBe(0);
  const root = await openRoot(urls.admin, [local]);
  expect(await passwordSeed(env, superuser.href, [local])).toBe(root);
  const { secret: _none, ...away } = local;
  const service: MasterKey = { ...away, unwrap: () => Promise.reject(new Error('the key service does not answer')) };
  await expect(passwordSeed(env, superuser.href, [service])).rejects.toMatchObject({ code: 'internal' });
  await expect(passwordSeed(env, superuser.href, [localMaster(`another ${SECRET}`)])).rejects.toThrow(local.id);
  await expect(passwordSeed(env, 'postgres://x@127.0.0.1:1/x', [local])).rejects.toThrow('DATABASE_URL');
});
