import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { keyLock, lock } from '../locks.ts';
import { writeStarts } from '../outbox/write-outbox.ts';

/** Where a place may be free: a key of a flow, a concurrency group of it, or both. */
export interface Turn {
  flow: string;
  runKey: string | null;
  group: string | null;
}

/** A run of another group waits for the key: its start needs the lock of the flow's groups, which must come first. */
export class NeedsGroupLock extends Error {
  override readonly name = 'NeedsGroupLock';
}

interface Candidate {
  id: string;
  run_key: string | null;
  concurrency_key: string | null;
}

/** The next run that may start: its key is free and it is the first of its key; its group has a place. */
const nextCandidate = async (db: TenantDb, { flow, runKey, group }: Turn): Promise<Candidate | undefined> => {
  const ofKey = runKey === null ? emptySql : sql`r.run_key = ${runKey}`;
  const ofGroup = group === null ? emptySql : sql`r.concurrency_key = ${group}`;
  const either = runKey !== null && group !== null ? sql`(${ofKey} or ${ofGroup})` : sql`${ofKey}${ofGroup}`;
  const [row] = await db.sql<Candidate>`
    select r.id, r.run_key, r.concurrency_key from runs r
    where r.tenant_id = ${db.tenant} and r.flow_id = ${flow} and r.status = 'queued' and ${either}
      and (r.run_key is null or not exists (
        select 1 from runs k where k.tenant_id = r.tenant_id and k.flow_id = r.flow_id and k.run_key = r.run_key
          and (k.status in ('running', 'waiting', 'paused') or (k.status = 'queued' and k.queue_seq < r.queue_seq))))
      and (r.concurrency_key is null or r.concurrency_max > (
        select count(*) from runs g where g.tenant_id = r.tenant_id and g.flow_id = r.flow_id
          and g.concurrency_key = r.concurrency_key and g.status in ('running', 'waiting', 'paused')))
    order by r.priority, r.queue_seq limit 1`;
  return row;
};

/**
 * Starts what has waited for a key or a group, by priority, then order of arrival, while there is room. The caller holds
 * the key's lock, and the flow's group lock where `holdsGroups`. Gives the outbox rows by run (uuid).
 * @throws NeedsGroupLock
 */
export const startQueued = async (
  db: TenantDb,
  turn: Turn,
  holdsGroups = turn.group !== null,
): Promise<Map<string, bigint>> => {
  if (turn.runKey === null && turn.group === null) return new Map();
  const started: string[] = [];
  const locked = new Set([turn.runKey]);
  for (;;) {
    const next = await nextCandidate(db, turn);
    if (!next) break;
    if (next.concurrency_key !== null && !holdsGroups) throw new NeedsGroupLock('The next run of the key has a group');
    if (!locked.has(next.run_key) && next.run_key !== null) {
      // Another key's queue: take its lock, then look again, for it may have moved meanwhile.
      await lock(db, keyLock(turn.flow, next.run_key));
      locked.add(next.run_key);
      continue;
    }
    await db.sql`
      update runs set status = 'running', started_at = now() where tenant_id = ${db.tenant} and id = ${next.id}`;
    started.push(next.id);
  }
  return started.length === 0 ? new Map() : writeStarts(db, started);
};
