import { v7 } from 'uuid';
import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { isUniqueViolation } from '#prisma/database-error.ts';

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
  /** What did not open and stays as it was. */
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
}

/** Longer than a batch takes: whoever had it until then is gone. */
const LEASE_SECONDS = 15;

/** Begins one; there is one at a time. @throws `conflict` */
export const beginRotation = async (
  admin: AdminDb,
  kind: 'master' | 'tenants',
  target: string | null,
  by: string,
): Promise<void> => {
  try {
    await admin.sql`
      insert into key_rotations (id, kind, target, started_by)
      values (${v7()}, ${kind}, ${target}, ${by})`;
  } catch (error) {
    if (!isUniqueViolation(error, 'key_rotations_one_open')) throw error;
    throw failure('conflict', 'Uma troca de chaves já está em andamento.', 'A rotation of keys is under way already.');
  }
};

/** The open one, for a while ours; null: there is none, or another process has it. */
export const takeRotation = async (admin: AdminDb, owner: string): Promise<RotationRow | null> => {
  const [row] = await admin.sql<RotationRow>`
    update key_rotations set lease_owner = ${owner}::uuid, lease_until = now() + ${LEASE_SECONDS} * interval '1 second'
    where ended_at is null and (lease_owner = ${owner}::uuid or coalesce(lease_until < now(), true))
    returning id, kind, target, total, done, after, started_by, started_at, ended_at, error`;
  return row ?? null;
};

/** Writes down how far it is, and keeps it ours. False: it is another process's by now. */
export const keepRotation = async (
  admin: AdminDb,
  { id, total, done, after, error }: RotationRow,
  owner: string,
  ended = false,
): Promise<boolean> => {
  const rows = await admin.sql`
    update key_rotations set total = ${total}, done = ${done}, after = ${after}::uuid, error = ${error},
      ended_at = case when ${ended}::boolean then now() end,
      lease_until = now() + ${LEASE_SECONDS} * interval '1 second'
    where id = ${id}::uuid and lease_owner = ${owner}::uuid and ended_at is null returning id`;
  return rows.length > 0;
};

/** The newest. */
export const latestRotation = async (admin: AdminDb): Promise<RotationView | null> => {
  const [row] = await admin.sql<RotationRow>`
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
