import type { Trigger } from '#flow/machine/protocol.ts';
import type { RunResult } from '#flow/machine/run-result.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, newId, parseId, uuidIn } from '../ids.ts';
import type { OutboxRef, SignalPayload } from '../outbox/outbox-row.ts';
import type { ClosedRow } from './close-rows.ts';
import { TRIGGER_EVENT, tellTrigger } from './deliver-trigger.ts';
import { insertRun, type Place } from './insert-run.ts';
import { workflowIdOf } from './workflow-id.ts';

/** Ids (uuids) of `trigger` events that never reached these runs, by run, oldest first. Before the rows are closed. */
export const undeliveredTriggers = async (db: TenantDb, runs: string[]): Promise<Map<string, string[]>> => {
  const rows = await db.sql<{ run_id: string; payload: SignalPayload }>`
    select run_id, payload from outbox
    where tenant_id = ${db.tenant} and run_id = any (${runs}::uuid[]) and kind = 'signal' and done_at is null order by id`;
  const byRun = new Map<string, string[]>(runs.map((run) => [run, []]));
  for (const { run_id, payload } of rows)
    if (payload.signal === 'event' && payload.event.name === TRIGGER_EVENT)
      byRun.get(run_id)?.push(parseId('evt', payload.event.id));
  return byRun;
};

interface KeptTrigger {
  event: string;
  trigger: Trigger;
  receivedAt: Date;
}

/** The triggers as they came, headers and all, in the order of the ids. */
const keptTriggers = async (db: TenantDb, record: RunResult, events: string[]): Promise<KeptTrigger[]> => {
  const rows = await db.sql<{ id: string; data: Trigger; received_at: Date }>`
    select id, data, received_at from events where tenant_id = ${db.tenant} and id = any (${events}::uuid[])`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return events.flatMap((event): KeptTrigger[] => {
    const row = byId.get(event);
    if (row) return [{ event, trigger: row.data, receivedAt: row.received_at }];
    const seen = record.unreadTriggers.find(({ id }) => uuidIn('evt', id) === event);
    if (!seen) return [];
    const trigger = { type: seen.source, data: seen.data, receivedAt: seen.receivedAt };
    return [{ event, trigger, receivedAt: new Date(seen.receivedAt) }];
  });
};

/** The version that a run begun now has; that of the run before where the flow is no longer published. */
const versionNow = async (db: TenantDb, closed: ClosedRow): Promise<{ version: number; hash: string } | undefined> => {
  const [row] = await db.sql<{ version: number; hash: string }>`
    select v.version, v.plan_hash as hash from flows f
    join flow_versions v on v.tenant_id = f.tenant_id and v.flow_id = f.id
      and v.version = coalesce(case when f.archived_at is null then f.published_version end, ${closed.flow_version})
    where f.tenant_id = ${db.tenant} and f.id = ${closed.flow_id}`;
  return row;
};

const nextPlace = (db: TenantDb, closed: ClosedRow, trigger: Trigger, at: { version: number; hash: string }): Place => {
  const runId = newId('run');
  const flowId = formatId('flw', closed.flow_id);
  const group =
    closed.concurrency_key === null || closed.concurrency_max === null
      ? null
      : { key: closed.concurrency_key, max: closed.concurrency_max };
  return {
    run: parseId('run', runId),
    runId,
    flow: closed.flow_id,
    workflowId: workflowIdOf(db.tenantId, { id: runId, flowId, runKey: closed.run_key, test: false }),
    runKey: closed.run_key,
    group,
    request: {
      flow: { id: flowId },
      version: at.version,
      planHash: at.hash,
      // The key is known as its hash; `Place` carries it.
      settings: { whenBusy: 'signal', key: null, concurrency: null, priority: closed.priority },
      trigger,
      test: false,
      answerable: false,
    },
  };
};

/**
 * Triggers that a closed run did not read: the oldest begins the next run of the key, at once and before whatever is
 * queued, for it came first; the others become events of that run. Called under the key's lock.
 */
export const handBack = async (
  db: TenantDb,
  closed: ClosedRow,
  record: RunResult,
  undelivered: string[],
): Promise<OutboxRef[]> => {
  const seen = new Set(record.seenTriggers.map((id) => uuidIn('evt', id)));
  const unread = record.unreadTriggers.flatMap(({ id }) => uuidIn('evt', id) ?? []);
  const events = [...new Set([...unread, ...undelivered.filter((id) => !seen.has(id))])];
  if (events.length === 0) return [];
  const [first, ...rest] = await keptTriggers(db, record, events);
  const at = first && (await versionNow(db, closed));
  if (!first || !at) return [];

  const place = nextPlace(db, closed, first.trigger, at);
  const made = await insertRun(db, place, 'running');
  await db.sql`
    update events set run_id = ${place.run} where tenant_id = ${db.tenant} and id = any (${events}::uuid[])`;
  for (const kept of rest) await tellTrigger(db, place.run, { ...kept, held: false });
  return made?.outboxId == null ? [] : [{ id: made.outboxId, tenantId: db.tenantId, runId: place.runId }];
};
