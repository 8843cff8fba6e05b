import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { json, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { isInPlace } from '../access/suspended.ts';
import { formatId, newId, parseId } from '../ids.ts';

export type JobKind = 'export' | 'import';
type JobState = 'uploading' | 'waiting' | 'running' | 'done' | 'failed';

/** Work without a caller that goes on where it was. */
export interface TenantJob {
  id: string;
  kind: JobKind;
  state: JobState;
  input: JsonObject;
  /** Rows, so far and in all; null: not counted yet. */
  done: number;
  total: number | null;
  /** Of its work, by its own name; null: it has one alone. */
  phase: string | null;
  result: JsonObject | null;
  error: string | null;
  createdBy: string;
  /** ISO 8601 UTC. */
  createdAt: string;
  endedAt: string | null;
  expiresAt: string;
}

interface JobRow extends Pick<TenantJob, 'kind' | 'state' | 'input' | 'result' | 'error'> {
  id: string;
  place: JsonObject;
  done: bigint;
  total: bigint | null;
  created_by: string;
  created_at: Date;
  ended_at: Date | null;
  expires_at: Date;
}

const jobOf = ({ id, kind, state, input, result, error, done, total, place, ...row }: JobRow): TenantJob => ({
  id: formatId('job', id),
  ...{ kind, state, input, result, error },
  done: Number(done),
  total: total === null ? null : Number(total),
  phase: typeof place.phase === 'string' ? place.phase : null,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  expiresAt: row.expires_at.toISOString(),
});

/** What was made is there for so long. */
const KEPT = '7 days';

export const createJob = async (
  db: TenantDb,
  { kind, input, by, state = 'waiting' }: { kind: JobKind; input: JsonObject; by: string; state?: JobState },
): Promise<TenantJob> => {
  const [row] = await db.sql<JobRow>`
    insert into tenant_jobs (tenant_id, id, kind, state, input, created_by, expires_at)
    values (${db.tenant}, ${parseId('job', newId('job'))}, ${kind}, ${state}, ${json(input)}::json, ${by},
      now() + ${KEPT}::interval)
    returning *`;
  if (!row) throw new Error('A job was not written');
  return jobOf(row);
};

/** The newest 50. */
export const listJobs = async (db: TenantDb): Promise<TenantJob[]> => {
  const rows = await db.sql<JobRow>`
    select * from tenant_jobs where tenant_id = ${db.tenant} order by created_at desc, id desc limit 50`;
  return rows.map(jobOf);
};

const rowOf = async (db: TenantDb, id: string): Promise<JobRow> => {
  const [row] = await db.sql<JobRow>`
    select * from tenant_jobs where tenant_id = ${db.tenant} and id = ${parseId('job', id)}`;
  if (!row) throw failure('not_found', 'Este trabalho não existe', 'There is no such job');
  return row;
};

/** @throws `not_found`, also where it is of another kind */
export const getJob = async (db: TenantDb, id: string, kind: JobKind): Promise<TenantJob> => {
  const job = jobOf(await rowOf(db, id));
  if (job.kind !== kind) throw failure('not_found', 'Este trabalho não existe', 'There is no such job');
  return job;
};

/** Where it goes on. */
export const placeOf = async (db: TenantDb, id: string): Promise<JsonObject> => (await rowOf(db, id)).place;

/** What is to be kept together with the work of a step: both are there, or neither. */
export const advanceJob = async (
  db: TenantDb,
  id: string,
  { place, done, total }: { place: JsonObject; done?: number; total?: number },
): Promise<void> => {
  await db.sql`
    update tenant_jobs set place = ${json(place)}::json, done = done + ${done ?? 0}::bigint,
      total = coalesce(${total ?? null}::bigint, total), lease_until = now() + ${LEASE}::interval
    where tenant_id = ${db.tenant} and id = ${parseId('job', id)}`;
};

/** The first who ends it says how it ended. @returns false where somebody did before, or forgot it: what was done is to be left */
export const endJob = async (
  db: TenantDb,
  id: string,
  { result = null, error = null }: { result?: JsonObject | null; error?: string | null },
): Promise<boolean> => {
  const ended = await db.sql`
    update tenant_jobs set state = ${error === null ? 'done' : 'failed'}, result = ${json(result)}::json,
      error = ${error}, ended_at = now(), expires_at = now() + ${KEPT}::interval
    where tenant_id = ${db.tenant} and id = ${parseId('job', id)} and ended_at is null returning id`;
  return ended.length > 0;
};

const LEASE = '1 minute';
const MOST_ATTEMPTS = 8;

/**
 * One job of any tenant, for this process alone until its lease ends; whoever had it before is dead, or has given up.
 * `last`: it is not tried again. `spent`: nobody lived to say that of the last one, so it is not tried at all.
 */
export const claimJob = async (
  admin: AdminDb,
): Promise<{ tenantId: string; id: string; kind: JobKind; last: boolean; spent: boolean } | null> => {
  const [row] = await admin.sql<{ tenant_id: string; id: string; kind: JobKind; attempts: number }>`
    update tenant_jobs j set state = 'running', lease_until = now() + ${LEASE}::interval, attempts = j.attempts + 1
    from (select tenant_id, id from tenant_jobs where state in ('waiting', 'running') and lease_until <= now()
            and ${isInPlace(sql`tenant_id`)}
          order by lease_until limit 1 for update skip locked) due
    where j.tenant_id = due.tenant_id and j.id = due.id returning j.tenant_id, j.id, j.kind, j.attempts`;
  if (!row) return null;
  const { tenant_id, id, kind, attempts } = row;
  return {
    tenantId: formatId('ten', tenant_id),
    id: formatId('job', id),
    kind,
    last: attempts >= MOST_ATTEMPTS,
    spent: attempts > MOST_ATTEMPTS,
  };
};

/** Whoever has it is told to end: the next may have it at once, and this was no try of its own. */
export const handBackJob = async (db: TenantDb, id: string): Promise<void> => {
  await db.sql`
    update tenant_jobs set lease_until = now(), attempts = greatest(attempts - 1, 0)
    where tenant_id = ${db.tenant} and id = ${parseId('job', id)} and state = 'running'`;
};

/** Forgets what is past its time, with its pieces. */
export const pruneJobs = async (db: TenantDb): Promise<number> => {
  const gone = await db.sql`delete from tenant_jobs where tenant_id = ${db.tenant} and expires_at < now() returning id`;
  return gone.length;
};
