import type { AdminDb } from '#prisma/admin-db.ts';
import { sql } from '#prisma/sql.ts';
import { formatId, parseId } from '../ids.ts';
import type { OutboxRow } from './outbox-row.ts';

interface ClaimedRow {
  id: bigint;
  tenant_id: string;
  kind: OutboxRow['kind'];
  run_id: string;
  payload: OutboxRow['payload'];
  attempts: number;
  workflow_id: string;
}

const rowOf = (row: ClaimedRow): OutboxRow =>
  ({
    id: row.id,
    tenantId: formatId('ten', row.tenant_id),
    kind: row.kind,
    runId: formatId('run', row.run_id),
    payload: row.payload,
    attempts: row.attempts,
    workflowId: row.workflow_id,
  }) as OutboxRow; // `kind` and `payload` were written together by writeOutbox

/** Rows of a run are carried out one after another: one that has an undone row before it is not to be had. */
const first = sql`not exists (
  select 1 from outbox before
  where before.run_id = o.run_id and before.done_at is null and not before.held and before.id < o.id)`;

const claim = async (
  admin: AdminDb,
  which: ReturnType<typeof sql>,
  limit: number,
  leaseMs: number,
): Promise<OutboxRow[]> => {
  const rows = await admin.sql<ClaimedRow>`
    with due as (
      select o.id from outbox o
      where o.done_at is null and not o.held and ${which} and ${first}
      order by o.id limit ${limit} for update skip locked
    ), mine as (
      update outbox o set available_at = now() + ${leaseMs} * interval '1 millisecond', attempts = attempts + 1
      from due where o.id = due.id
      returning o.id, o.tenant_id, o.kind, o.run_id, o.payload, o.attempts
    )
    select mine.*, r.workflow_id from mine
    join runs r on r.tenant_id = mine.tenant_id and r.id = mine.run_id order by mine.id`;
  return rows.map(rowOf);
};

/**
 * How long a claimer has before another may try. Telling Temporal takes milliseconds; what a killed process had claimed
 * waits for this long.
 */
const LEASE_MS = 6_000;

export interface ClaimOptions {
  limit?: number;
  leaseMs?: number;
}

/** Rows that are due, of any tenant, each for this caller alone until its lease ends. */
export const claimOutbox = (
  admin: AdminDb,
  { limit = 50, leaseMs = LEASE_MS }: ClaimOptions = {},
): Promise<OutboxRow[]> => claim(admin, sql`o.available_at <= now()`, limit, leaseMs);

/** A row that the caller has just committed, before it is due. Null: something of the run must go first. */
export const claimRow = async (admin: AdminDb, id: bigint, leaseMs = LEASE_MS): Promise<OutboxRow | null> =>
  (await claim(admin, sql`o.id = ${id}`, 1, leaseMs))[0] ?? null;

/**
 * What comes next for a run, in order, due or not: for the one that has just carried out what stood before it. Whoever has
 * the first of them has them all; nobody else may take one that stands behind it.
 */
export const claimNextOf = async (
  admin: AdminDb,
  runId: string,
  { limit = 50, leaseMs = LEASE_MS }: ClaimOptions = {},
): Promise<OutboxRow[]> => {
  const free = sql`o.done_at is null and not o.held and (o.attempts = 0 or o.available_at <= now())`;
  const rows = await admin.sql<ClaimedRow>`
    with head as (
      select o.id from outbox o where o.run_id = ${parseId('run', runId)} and ${free} and ${first}
      order by o.id limit 1 for update skip locked
    ), mine as (
      update outbox o set available_at = now() + ${leaseMs} * interval '1 millisecond', attempts = attempts + 1
      where exists (select 1 from head) and o.id in (
        select o.id from outbox o where o.run_id = ${parseId('run', runId)} and ${free} order by o.id limit ${limit})
      returning o.id, o.tenant_id, o.kind, o.run_id, o.payload, o.attempts
    )
    select mine.*, r.workflow_id from mine
    join runs r on r.tenant_id = mine.tenant_id and r.id = mine.run_id order by mine.id`;
  return rows.map(rowOf);
};

/** Claimed, and not carried out after all: as if nobody had. */
export const releaseOutbox = async (admin: AdminDb, ids: bigint[]): Promise<void> => {
  if (ids.length === 0) return;
  await admin.sql`
    update outbox set available_at = now(), attempts = greatest(attempts - 1, 0)
    where id = any (${ids}::bigint[]) and done_at is null`;
};

/** These are carried out. Gives the runs for which something more has to go out. */
export const finishOutbox = async (admin: AdminDb, ids: bigint[]): Promise<string[]> => {
  if (ids.length === 0) return [];
  const rows = await admin.sql<{ run_id: string }>`
    with done as (
      update outbox set done_at = now(), last_error = null where id = any (${ids}::bigint[]) and done_at is null
      returning run_id
    )
    select distinct d.run_id from done d
    where exists (
      select 1 from outbox o where o.run_id = d.run_id and o.done_at is null and not o.held and o.id <> all (${ids}::bigint[]))`;
  return rows.map((row) => formatId('run', row.run_id));
};

/** Pauses between tries, by attempts so far: 1 s, 2 s, 4 s … 5 minutes. */
export const outboxPauseMs = (attempts: number): number => Math.min(1_000 * 2 ** Math.max(0, attempts - 1), 300_000);

/** A try failed; the next comes after a pause that grows, up to `mostMs`. `attempts` as the claim gave it. */
export const failOutbox = async (
  admin: AdminDb,
  row: Pick<OutboxRow, 'id' | 'attempts'>,
  reason: string,
  mostMs = Number.POSITIVE_INFINITY,
): Promise<void> => {
  await admin.sql`
    update outbox set available_at = now() + ${Math.min(mostMs, outboxPauseMs(row.attempts))} * interval '1 millisecond',
      last_error = ${reason.slice(0, 2_000)}
    where id = ${row.id} and done_at is null`;
};

/** Forgets what was carried out over a day ago. Gives how many rows went. */
export const pruneOutbox = async (admin: AdminDb, limit = 10_000): Promise<number> => {
  const rows = await admin.sql`
    delete from outbox where id in (
      select id from outbox where done_at < now() - interval '1 day' limit ${limit}) returning id`;
  return rows.length;
};
