import type { AdminDb } from '#prisma/admin-db.ts';
import { sql } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { isInPlace } from '../access/suspended.ts';
import { formatId, parseId } from '../ids.ts';
import { groupLock, keyLock, lock } from '../locks.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import type { RunStatus } from './run-view.ts';
import { startQueued } from './start-queued.ts';

/** An open run that should be held against what Temporal knows of it. */
export interface RunToLookAt {
  tenantId: string;
  runId: string;
  workflowId: string;
  status: RunStatus;
}

/**
 * Open runs whose turn it is to be looked at, oldest turn first, each for this sweeper alone; their next turn comes after
 * `againMs`. A run's first turn comes a minute after its acceptance. One whose start has yet to go out is left to the
 * dispatcher.
 */
export const claimSweep = async (
  admin: AdminDb,
  { limit = 200, againMs = 300_000 }: { limit?: number; againMs?: number } = {},
): Promise<RunToLookAt[]> => {
  const rows = await admin.sql<{
    tenant_id: string;
    id: string;
    workflow_id: string;
    status: RunStatus;
  }>`
    with turn as (
      select r.tenant_id, r.id from runs r
      where r.ended_at is null and r.status <> 'queued' and r.sweep_at <= now()
        and ${isInPlace(sql`r.tenant_id`)}
        and not exists (select 1 from outbox o where o.run_id = r.id and o.kind = 'start' and o.done_at is null)
      order by r.sweep_at limit ${limit} for update skip locked
    )
    update runs r set sweep_at = now() + ${againMs} * interval '1 millisecond' from turn
    where r.tenant_id = turn.tenant_id and r.id = turn.id
    returning r.tenant_id, r.id, r.workflow_id, r.status`;
  return rows.map((row) => ({
    tenantId: formatId('ten', row.tenant_id),
    runId: formatId('run', row.id),
    workflowId: row.workflow_id,
    status: row.status,
  }));
};

/** Gives an open run the next turn: its workflow was begun by somebody who may not have lived to hear of its end. */
export const sweepNext = async (admin: AdminDb, tenantId: string, runId: string): Promise<void> => {
  await admin.sql`
    update runs set sweep_at = least(sweep_at, now())
    where tenant_id = ${parseId('ten', tenantId)} and id = ${parseId('run', runId)} and ended_at is null
      and ${isInPlace(sql`tenant_id`)}`;
};

interface WaitingTurn {
  tenant_id: string;
  flow_id: string;
  run_key: string | null;
  concurrency_key: string | null;
}

/** Keys and groups that have a place and runs that wait: admission and closing leave none, but for what we did not foresee. */
const forgottenTurns = (admin: AdminDb, limit: number): Promise<WaitingTurn[]> => admin.sql<WaitingTurn>`
  select distinct r.tenant_id, r.flow_id, r.run_key, r.concurrency_key from runs r
  where r.status = 'queued' and r.accepted_at < now() - interval '10 seconds' and ${isInPlace(sql`r.tenant_id`)}
    and (r.run_key is null or not exists (
      select 1 from runs k where k.tenant_id = r.tenant_id and k.flow_id = r.flow_id and k.run_key = r.run_key
        and k.status in ('running', 'waiting', 'paused')))
    and (r.concurrency_key is null or r.concurrency_max > (
      select count(*) from runs g where g.tenant_id = r.tenant_id and g.flow_id = r.flow_id
        and g.concurrency_key = r.concurrency_key and g.status in ('running', 'waiting', 'paused')))
  limit ${limit}`;

/**
 * Starts queued runs whose key and group are free though nobody started them; one tenant that takes nothing in now keeps
 * nobody else's waiting. Gives what Temporal has to hear.
 * @param failed hears what could not be started; its turn comes again
 */
export const startForgotten = async (
  { admin, withTenant }: Database,
  limit = 100,
  failed: (tenantId: string, error: unknown) => unknown = () => undefined,
): Promise<OutboxRef[]> => {
  const outbox: OutboxRef[] = [];
  for (const turn of await forgottenTurns(admin, limit)) {
    const tenantId = formatId('ten', turn.tenant_id);
    const started = await withTenant(tenantId, async (db) => {
      await lock(db, groupLock(turn.flow_id));
      if (turn.run_key !== null) await lock(db, keyLock(turn.flow_id, turn.run_key));
      return startQueued(db, { flow: turn.flow_id, runKey: turn.run_key, group: turn.concurrency_key }, true);
    }).catch((error: unknown) => void failed(tenantId, error));
    for (const [run, id] of started ?? []) outbox.push({ id, tenantId, runId: formatId('run', run) });
  }
  return outbox;
};
