import type { Json } from '#flow/json.ts';
import type { FlowEvent } from '#flow/machine/protocol.ts';
import type { Plan } from '#flow/plan/plan.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { PublishedFlow } from '../flows/find-published.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { eventLock, lock } from '../locks.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { admitReading } from '../runs/admit-reading.ts';
import type { ReadTrigger } from '../runs/read-trigger.ts';
import { recordFailedRun } from '../runs/record-failed-run.ts';
import { type EventRow, eventOf } from './event-row.ts';

export interface NewEvent {
  name: string;
  key: string | null;
  data: Json;
  /** The caller's own id: a second event with it is the first one again. */
  externalId: string | null;
  /** `api`, a connector's name, `trama`. */
  source: string;
}

export interface Published {
  event: FlowEvent;
  /** The event was known; nothing happened again. */
  duplicate: boolean;
  /** Runs that it began or that were told of it. */
  started: string[];
  reached: string[];
  outbox: OutboxRef[];
}

const insertEvent = async (db: TenantDb, event: NewEvent): Promise<EventRow | undefined> => {
  const [row] = await db.sql<EventRow>`
    insert into events (tenant_id, id, name, key, data, source, external_id)
    values (${db.tenant}, ${parseId('evt', newId('evt'))}, ${event.name}, ${event.key}, ${json(event.data)}::json,
      ${event.source}, ${event.externalId})
    on conflict do nothing returning id, name, key, data, source, received_at`;
  return row;
};

const knownEvent = async (db: TenantDb, event: NewEvent): Promise<EventRow> => {
  const [row] = await db.sql<EventRow>`
    select id, name, key, data, source, received_at from events
    where tenant_id = ${db.tenant} and run_id is null and name = ${event.name} and external_id = ${event.externalId}`;
  if (!row) throw new Error('An event is known and is not there');
  return row;
};

const listeners = async (db: TenantDb, name: string): Promise<PublishedFlow[]> => {
  const rows = await db.sql<{ id: string; slug: string; name: string; version: number; plan: Plan }>`
    select f.id, f.slug, f.name, v.version, v.plan from flow_triggers t
    join flows f on f.tenant_id = t.tenant_id and f.id = t.flow_id and f.archived_at is null
    join flow_versions v on v.tenant_id = t.tenant_id and v.flow_id = t.flow_id and v.version = t.version
    where t.tenant_id = ${db.tenant} and t.event_name = ${name} and t.type = 'event' order by f.id`;
  return rows.map((row) => ({ ...row, flowId: formatId('flw', row.id) }));
};

/** One signal to each run that waits for the event; those that begin to wait from now on find it in the table. */
const tellSubscribers = async (db: TenantDb, event: FlowEvent): Promise<OutboxRef[]> => {
  const payload = json({ signal: 'event', event });
  const rows = await db.sql<{ id: bigint; run_id: string }>`
    insert into outbox (tenant_id, kind, run_id, payload, available_at)
    select ${db.tenant}, 'signal', s.run_id, ${payload}::json, now() + interval '3 seconds'
    from subscriptions s join runs r on r.tenant_id = s.tenant_id and r.id = s.run_id and r.ended_at is null
    where s.tenant_id = ${db.tenant} and s.name = ${event.name}
      and s.key = ${event.key ?? ''} and s.keyed = ${event.key !== null}
    returning id, run_id`;
  return rows.map((row) => ({ id: row.id, tenantId: db.tenantId, runId: formatId('run', row.run_id) }));
};

/**
 * Accepts an event: it begins every flow with that trigger and reaches every run that waits for its name and key, or
 * will (docs/data.md, Events). Names are checked by the caller (`checkPublicName`).
 */
export const publishEvent = async (db: TenantDb, given: NewEvent, readTrigger: ReadTrigger): Promise<Published> => {
  await lock(db, eventLock(given.name, given.key));
  const row = await insertEvent(db, given);
  if (!row)
    return { event: eventOf(await knownEvent(db, given)), duplicate: true, started: [], reached: [], outbox: [] };
  const event = eventOf(row);
  const outbox = await tellSubscribers(db, event);
  const reached = outbox.map(({ runId }) => runId);
  const started: string[] = [];
  for (const flow of await listeners(db, event.name)) {
    const trigger = { type: 'event', data: event.data, receivedAt: event.receivedAt };
    const arrival = { flow, trigger, event, idempotencyKey: `${event.id}/${flow.flowId}` };
    const arrived = await admitReading(db, arrival, readTrigger, (request, error) =>
      recordFailedRun(db, request, error, readTrigger),
    );
    if (!arrived) continue;
    (arrived.kind === 'delivered' || arrived.kind === 'skipped' ? reached : started).push(arrived.runId);
    outbox.push(...arrived.outbox);
  }
  await keepOutcome(db, event.id, started, reached);
  return { event, duplicate: false, started, reached, outbox };
};

/** For whoever asks later what an event did. */
const keepOutcome = async (db: TenantDb, id: string, started: string[], reached: string[]): Promise<void> => {
  if (started.length === 0 && reached.length === 0) return;
  const ids = (runs: string[]) => runs.map((run) => parseId('run', run));
  await db.sql`
    update events set started = ${ids(started)}::uuid[], reached = ${ids(reached)}::uuid[]
    where tenant_id = ${db.tenant} and id = ${parseId('evt', id)}`;
};
