import { v7 } from 'uuid';
import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { isUniqueViolation } from '#prisma/database-error.ts';
import { GONE_AFTER } from './key-holders.ts';

/** What operators have under way. Times are ISO 8601 UTC. */
export interface RotationView {
  kind: 'master' | 'tenants';
  /** The master key that everything is to be closed with. */
  target: string | null;
  /** Keys, or values; null: not counted yet. */
  total: number | null;
  done: number;
  startedBy: string;
  startedAt: string;
  endedAt: string | null;
  /** What did not open and stays as it was, and who ended it before its end. */
  error: string | null;
}

export interface RotationRow {
  id: string;
  kind: 'master' | 'tenants';
  target: string | null;
  total: number | null;
  done: number;
  after: string | null;
  started_by: string;
  started_at: Date;
  ended_at: Date | null;
  error: string | null;
  /** Data keys (`tenant/number`) that did not open, of a master key's rotation. */
  failed: string[];
}

/** Adds to what is told of a rotation. */
export const joined = (before: string | null, more: string): string =>
  [before, more]
    .filter((one) => one !== null)
    .join(', ')
    .slice(0, 1_000);

/** Longer than a batch takes: whoever had it until then is gone. */
const LEASE_SECONDS = 15;

/** Begins one; there is one at a time. @throws `conflict`, also for a master key that was dropped: nothing closes with it again */
export const beginRotation = async (
  { sql }: Pick<AdminDb, 'sql'>,
  kind: 'master' | 'tenants',
  target: string | null,
  by: string,
): Promise<void> => {
  try {
    const begun = await sql`
      insert into key_rotations (id, kind, target, started_by)
      select ${v7()}::uuid, ${kind}, ${target}, ${by}
      where not exists (select 1 from installation_keys where master_id = ${target} and dropped) returning id`;
    if (begun.length === 0)
      throw failure('conflict', 'Esta chave mestra foi descartada.', 'This master key was dropped.');
  } catch (error) {
    if (!isUniqueViolation(error, 'key_rotations_one_open')) throw error;
    throw failure('conflict', 'Uma troca de chaves já está em andamento.', 'A rotation of keys is under way already.');
  }
};

/**
 * Ends an open rotation to a master key that no running process has: nobody could carry it out, and no other begins.
 * @throws `conflict` where there is none such
 */
export const cancelRotation = async (admin: AdminDb, by: string): Promise<void> => {
  const rows = await admin.sql`
    update key_rotations set ended_at = now(), error = left(concat_ws(', ', error, 'cancelled: ' || ${by}::text), 1000)
    where ended_at is null and kind = 'master' and not exists (
      select 1 from key_holders where seen_at > now() - ${GONE_AFTER}::interval and target = any (master_ids))
    returning id`;
  if (rows.length === 0)
    throw failure(
      'conflict',
      'Não há troca em andamento para uma chave mestra que nenhum processo tem.',
      'There is no rotation under way to a master key that no process has.',
    );
};

/**
 * The open one, for a while ours; null: there is none, another process has it, or it is to a master key that is not among
 * those of this process (`held`).
 */
export const takeRotation = async (
  admin: AdminDb,
  owner: string,
  held: readonly string[],
): Promise<RotationRow | null> => {
  const [row] = await admin.sql<RotationRow>`
    update key_rotations set lease_owner = ${owner}::uuid, lease_until = now() + ${LEASE_SECONDS} * interval '1 second'
    where ended_at is null and (lease_owner = ${owner}::uuid or coalesce(lease_until < now(), true))
      and (kind = 'tenants' or target = any (${[...held]}::text[]))
    returning id, kind, target, total, done, after, started_by, started_at, ended_at, error, failed`;
  return row ?? null;
};

/** Writes down how far it is, and keeps it ours. False: it is another process's by now. */
export const keepRotation = async (
  admin: AdminDb,
  { id, total, done, after, error, failed }: RotationRow,
  owner: string,
  ended = false,
): Promise<boolean> => {
  const rows = await admin.sql`
    update key_rotations set total = ${total}, done = ${done}, after = ${after}::uuid, error = ${error}, failed = ${failed}::text[],
      ended_at = case when ${ended}::boolean then now() end,
      lease_until = now() + ${LEASE_SECONDS} * interval '1 second'
    where id = ${id}::uuid and lease_owner = ${owner}::uuid and ended_at is null returning id`;
  return rows.length > 0;
};

/** The newest. */
export const latestRotation = async (admin: AdminDb): Promise<RotationView | null> => {
  const [row] = await admin.sql<Omit<RotationRow, 'failed'>>`
    select id, kind, target, total, done, after, started_by, started_at, ended_at, error
    from key_rotations order by id desc limit 1`;
  if (!row) return null;
  const { kind, target, total, done, error } = row;
  return {
    ...{ kind, target, total, done, error, startedBy: row.started_by },
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
};
