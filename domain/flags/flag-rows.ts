import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { json, type Query } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import type { FlagRule } from './flag-rule.ts';

/** A flag as operators see it. */
export interface Flag {
  key: string;
  description: string;
  rule: FlagRule;
  /** Raised with each change. */
  revision: number;
  updatedBy: string;
  /** ISO 8601 UTC. */
  updatedAt: string;
}

interface Row extends Omit<Flag, 'updatedAt'> {
  updatedAt: Date;
}

/** By name. */
export const listFlags = async (sql: Query): Promise<Flag[]> =>
  (
    await sql<Row>`
      select key, description, rule, revision, updated_by as "updatedBy", updated_at as "updatedAt"
      from feature_flags order by key`
  ).map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() }));

export interface FlagChange {
  revision: number;
  rule: FlagRule;
  reason: string;
  by: string;
  at: string;
}

/** What a flag was, the newest first. @throws `malformed` */
export const listFlagChanges = async (
  database: Pick<Database, 'admin' | 'key'>,
  flag: string,
  page: PageRequest = {},
): Promise<Page<FlagChange>> => {
  const limit = limitOf(page);
  const after = readCursor(database, 'flag changes', { flag }, page.cursor);
  const rows = await database.admin.sql<Omit<FlagChange, 'at'> & { at: Date }>`
    select revision, rule, reason, by, at from feature_flag_changes
    where key = ${flag} and (${after}::int is null or revision < ${after}::int)
    order by revision desc limit ${limit + 1}`;
  return pageOf(rows, {
    limit,
    item: (row) => ({ ...row, at: row.at.toISOString() }),
    cursor: ({ revision }) => writeCursor(database, 'flag changes', { flag }, String(revision)),
  });
};

export interface FlagGiven {
  key: string;
  rule: FlagRule;
  /** Missing: stays. */
  description?: string;
  by: string;
  reason: string;
  /** The revision that was looked at, 0: there was none; null or missing: whatever it is. */
  seen?: number | null;
}

/** Makes a flag or changes it; every process hears of it. @throws `stale` where somebody changed it meanwhile */
export const saveFlag = (
  { transaction }: Pick<AdminDb, 'transaction'>,
  { key, rule, description, by, reason, seen = null }: FlagGiven,
): Promise<number> =>
  transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`trama/flag/${key}`}))`;
    const [known] = await sql<{ revision: number }>`select revision from feature_flags where key = ${key}`;
    if (seen !== null && seen !== (known?.revision ?? 0))
      throw failure('stale', 'Alguém mudou isto antes de você.', 'Somebody changed this before you.');
    const next = (known?.revision ?? 0) + 1;
    await sql`
      insert into feature_flags (key, description, rule, revision, updated_by)
      values (${key}, ${description ?? ''}, ${json(rule)}::jsonb, ${next}, ${by})
      on conflict (key) do update set rule = excluded.rule, revision = excluded.revision, updated_by = excluded.updated_by,
        updated_at = now(), description = coalesce(${description ?? null}, feature_flags.description)`;
    await sql`
      insert into feature_flag_changes (key, revision, rule, reason, by)
      values (${key}, ${next}, ${json(rule)}::jsonb, ${reason}, ${by})`;
    await sql`select pg_notify('trama_entitlements', 'flags')`;
    return next;
  });

export type FlagRollBack = Pick<FlagGiven, 'key' | 'by' | 'reason' | 'seen'> & {
  /** What it is to be again. */
  revision: number;
};

/** Makes a flag what it was at a revision, as a change of its own. @throws `not_found`, `stale` */
export const rollBackFlag = async (
  admin: Pick<AdminDb, 'sql' | 'transaction'>,
  { revision, ...deed }: FlagRollBack,
): Promise<number> => {
  const [row] = await admin.sql<{ rule: FlagRule }>`
    select rule from feature_flag_changes where key = ${deed.key} and revision = ${revision}`;
  if (!row) throw failure('not_found', 'Não há esta revisão.', 'There is no such revision.');
  return saveFlag(admin, { ...deed, rule: row.rule });
};
