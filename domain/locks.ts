import { createHash } from 'node:crypto';
import type { TenantDb } from '#prisma/with-tenant.ts';

/** 64 bits of what a lock stands for, as PostgreSQL's advisory locks want them. */
export const lockNumber = (tenant: string, name: readonly string[]): bigint =>
  createHash('sha256')
    .update(JSON.stringify([tenant, ...name]))
    .digest()
    .readBigInt64BE();

/**
 * Takes locks that the end of the transaction gives back. Several at once are taken in one order, whoever asks; locks
 * taken in separate calls must be ordered by the caller.
 */
export const lock = async (db: TenantDb, ...names: (readonly string[])[]): Promise<void> => {
  const numbers = [...new Set(names.map((name) => lockNumber(db.tenant, name)))].toSorted((a, b) => (a < b ? -1 : 1));
  for (const number of numbers) await db.sql`select pg_advisory_xact_lock(${number}::bigint)`;
};

/** Order of arrival at one key of one flow. */
export const keyLock = (flow: string, runKey: string) => ['run-key', flow, runKey] as const;
/** All concurrency groups of one flow; always taken before a `keyLock` (docs/decisions/201). */
export const groupLock = (flow: string) => ['flow-groups', flow] as const;
/** Runs that one run began, at any depth. */
export const treeLock = (rootRun: string) => ['run-tree', rootRun] as const;
/** Events of one name and key against waits that begin. */
export const eventLock = (name: string, key: string | null) => ['event', name, ...(key === null ? [] : [key])] as const;
