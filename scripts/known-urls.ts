import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Env } from '#config/env.ts';
import type { MasterKey } from '#config/master-key.ts';
import { knownRoot } from '#prisma/root-key.ts';
import { type DatabaseUrls, databaseUrls } from './databases.ts';
import { DATABASE, SUPERUSER } from './embedded/postgres.ts';

/** Nothing is made here: without a root the product was never here, and a root of our own making would pass for its own. */
export async function rootOf(url: string, masters: readonly MasterKey[]): Promise<string> {
  const root = await knownRoot(url, masters);
  if (root === null) throw new Error('this database has no root yet: the product was never started on it');
  return root;
}

/**
 * Where a product's database is, for a command beside it. The embedded server writes its port into its own folder; its first
 * role's password lies beside.
 */
export async function knownUrls(env: Env, masters: readonly MasterKey[]): Promise<DatabaseUrls> {
  if (env.DATABASE_URL) {
    const given = env.DATABASE_APP_URL !== undefined && env.DATABASE_ADMIN_URL !== undefined;
    // The seed is used where the roles' passwords are ours, and sets them.
    return databaseUrls(env, env.DATABASE_URL, given ? '' : await rootOf(env.DATABASE_URL, masters));
  }
  const password = readFileSync(path.join(env.TRAMA_DATA, 'pg-password'), 'utf8').trim();
  const port = readFileSync(path.join(env.TRAMA_DATA, 'pg', 'postmaster.pid'), 'utf8')
    .split('\n')[3]
    ?.trim();
  return databaseUrls(env, `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`, password);
}
