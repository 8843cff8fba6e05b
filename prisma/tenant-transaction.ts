import type pg from 'pg';
import { failure } from '#flow/errors.ts';
import { isAway } from './database-error.ts';
import { currentScope, type Scope, type TenantPool } from './tenant-pool.ts';

/** Something of a transaction before is still on the connection. */
class Stained extends Error {}

/** Where the tables of most tenants are. */
const SHARED = 'shared, public';

/**
 * Begins in one round trip, and refuses a connection that carries anything of a transaction before. @returns the path on
 * which the tenant's tables are found (docs/tenancy.md); '': it is between two places.
 */
const begin = async (client: pg.PoolClient, tenant: string): Promise<string> => {
  // The uuid is made of hex digits and dashes by uuidOf: several statements in one message take no bind parameters.
  const results: unknown = await client.query(
    `select coalesce(current_setting('app.tenant_id', true), '') as before; begin; select public.begin_as('${tenant}') as path`,
  );
  const [first, , last] = results as pg.QueryResult<{ before: string; path: string }>[];
  if (first?.rows[0]?.before !== '') throw new Stained('A connection came back with a tenant on it');
  return last?.rows[0]?.path ?? '';
};

/** Takes connections until one is clean; one that is not is closed, and is nobody's any more. */
const takeClean = async (pool: TenantPool, tenant: string): Promise<{ client: pg.PoolClient; path: string }> => {
  for (;;) {
    const client = await pool.checkout();
    try {
      return { client, path: await begin(client, tenant) };
    } catch (error) {
      client.release(error as Error);
      if (!(error instanceof Stained)) throw error;
    }
  }
};

const DIVISION_BY_ZERO = '22012';

/**
 * Ends in one round trip. What changed its tenant on the way ends in nothing, and so does what went on after an error:
 * PostgreSQL would answer that `commit` with a quiet rollback.
 */
const commit = async (client: pg.PoolClient, tenant: string): Promise<void> => {
  try {
    await client.query(
      `select 1 / case when current_setting('app.tenant_id', true) = '${tenant}' then 1 else 0 end; commit`,
    );
  } catch (error) {
    if ((error as { code?: unknown }).code !== DIVISION_BY_ZERO) throw error;
    throw new Error('A transaction changed its tenant', { cause: error });
  }
};

const moving = () =>
  failure(
    'unavailable',
    'Os dados desta conta estão mudando de lugar; tente de novo em instantes.',
    'The data of this tenant are being moved; try again in a moment.',
  );

/**
 * One transaction of one tenant, whose uuid stands in its setting from the first statement to the last. `work` hears the
 * tenant's place, where it is one of its own. @throws `unavailable` while it is between two places
 */
export const transact = async <T>(
  pool: TenantPool,
  tenant: string,
  work: (client: pg.PoolClient, place: string | undefined) => Promise<T>,
): Promise<T> => {
  const { client, path } = await takeClean(pool, tenant);
  const scope: Scope = { client, open: true };
  let broken: Error | undefined;
  try {
    if (path === '') throw moving();
    const place = path === SHARED ? undefined : path.split(',')[0];
    // Prisma's promises begin when they are awaited, so the await stands inside the scope.
    const result = await currentScope.run(scope, async () => await work(client, place));
    scope.open = false;
    await commit(client, tenant);
    return result;
  } catch (error) {
    scope.open = false;
    // A connection that does not answer is closed, and its server rolls back by itself.
    if (isAway(error)) broken = error as Error;
    else
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
    throw error;
  } finally {
    client.release(broken);
  }
};
