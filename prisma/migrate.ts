import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { startClient } from './start-client.ts';

/** The lock that `prisma migrate` itself takes, so that the two never run at once. */
const PRISMA_LOCK = 72_707_369;

const LEDGER = `create table if not exists _prisma_migrations (
  id                  varchar(36) primary key not null,
  checksum            varchar(64) not null,
  finished_at         timestamptz,
  migration_name      varchar(255) not null,
  logs                text,
  rolled_back_at      timestamptz,
  started_at          timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

export interface MigrateOptions {
  /** Folder of `<timestamp>_<name>/migration.sql`; ours where it is not given. */
  folder?: string;
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

const readMigrations = async (folder: string): Promise<Migration[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const sql = await readFile(`${folder}/${name}/migration.sql`, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
};

/**
 * A copy of a tenant's tables that is attached to nothing would miss what a migration says of them. Who moves tenants is kept
 * from it until the session ends; a move that stands still between two places is to be ended first. (The owner sees no tenant's
 * row, so the tables themselves are asked.)
 */
const requireNoMove = async (client: pg.Client): Promise<void> => {
  const { rows: locks } = await client.query("select pg_try_advisory_lock(hashtext('trama/placement')) as held");
  const { rows: copies } = await client.query<{ place: string }>(
    `select distinct n.nspname as place from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname ~ '^ten_[0-9a-f]{32}$' and c.relkind = 'r' and not c.relispartition`,
  );
  if (locks[0]?.held && copies.length === 0) return;
  const who = copies.map(({ place }) => place).join(', ') || 'a tenant';
  throw new Error(
    `No migration while a tenant is moved (${who}): wait for the move, or take it back; see docs/upgrading.md`,
  );
};

const apply = async (client: pg.Client, { name, sql, checksum }: Migration): Promise<void> => {
  await client.query('begin');
  try {
    await client.query(sql);
    // Rights and policies of a table are those of all its places (docs/tenancy.md); with the migration, or not at all.
    const { rows } = await client.query("select to_regproc('public.placement_align') is not null as known");
    if (rows[0]?.known) await client.query('select public.placement_align()');
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${name} failed`, { cause: error });
  }
};

/** Checksums of texts that a migration had for some hours; what they did otherwise, a migration behind them does, too. */
const SAID_BEFORE: Readonly<Record<string, string>> = {
  // It held what 20250716100000_placement_of_new_tables says.
  '55a7295c4abca3c0dafc68b30321e483bc76f1b91883ea2efd7673510e873c2f': '20250711000000_placement',
};

/**
 * Applies what is missing, in order of name, one transaction each, recorded as Prisma records it, and gives back the
 * names that it applied. Refuses a migration that was changed after it was applied.
 */
export const migrate = async (ownerUrl: string, options: MigrateOptions = {}): Promise<string[]> => {
  const folder = options.folder ?? fileURLToPath(new URL('./migrations', import.meta.url));
  const migrations = await readMigrations(folder);
  const client = await startClient(ownerUrl);
  try {
    await client.query('select pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query('set client_min_messages = warning');
    await client.query(LEDGER);
    const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
      `select migration_name as name, checksum, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null`,
    );
    const known = new Map(rows.map((row) => [row.name, row]));
    const applied: string[] = [];
    for (const migration of migrations) {
      const row = known.get(migration.name);
      if (row && !row.finished) throw new Error(`Migration ${migration.name} was begun elsewhere and never finished`);
      if (row && row.checksum !== migration.checksum && SAID_BEFORE[row.checksum] !== migration.name)
        throw new Error(`Migration ${migration.name} was changed after it was applied`);
      if (row) continue;
      if (applied.length === 0) await requireNoMove(client);
      await apply(client, migration);
      applied.push(migration.name);
    }
    return applied;
  } finally {
    await client.end(); // The advisory lock goes with the session.
  }
};
