import { createHash } from 'node:crypto';
import type { FlowEvent, Trigger } from '#flow/machine/protocol.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { writeOutbox } from '../outbox/write-outbox.ts';
import type { Admission } from './admit-request.ts';
import type { KnownRun, Place } from './insert-run.ts';

/** The event that a trigger of an open run becomes. */
export const TRIGGER_EVENT = 'trigger';

const uuidFrom = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4}).(.{3})(.{4})(.{12})$/, '$1-$2-8$3-$4-$5');
};

/** The same call, repeated, makes the same event, which counts once. */
const eventUuid = ({ request, run }: Place): string => {
  if (request.idempotencyKey !== undefined) return uuidFrom(`trigger:${request.idempotencyKey}`);
  return request.runId === undefined ? parseId('evt', newId('evt')) : run;
};

/**
 * Makes the trigger an event of the open run. The whole trigger is kept under the event's id: a run that ends without
 * having read it hands it back, and it begins the next run with its headers and all.
 */
export const deliverTrigger = async (db: TenantDb, place: Place, holder: KnownRun): Promise<Admission> => {
  const event = eventUuid(place);
  const run = parseId('run', holder.id);
  const at = { kind: 'delivered' as const, runId: holder.id, workflowId: holder.workflow_id };
  const [kept] = await db.sql<{ received_at: Date }>`
    insert into events (tenant_id, id, run_id, name, data, source)
    values (${db.tenant}, ${event}, ${run}, ${TRIGGER_EVENT}, ${json(place.request.trigger)}::json, ${'trigger'})
    on conflict (tenant_id, id) do nothing returning received_at`;
  if (!kept) return at;
  const outboxId = await tellTrigger(db, run, {
    event,
    trigger: place.request.trigger,
    receivedAt: kept.received_at,
    held: holder.status === 'queued',
  });
  return holder.status === 'queued' ? at : { ...at, outboxId };
};

/** Sends a kept trigger to a run (uuid) that is open or, `held`, will be. */
export const tellTrigger = (
  db: TenantDb,
  run: string,
  kept: { event: string; trigger: Trigger; receivedAt: Date; held: boolean },
): Promise<bigint> => {
  const event: FlowEvent = {
    id: formatId('evt', kept.event),
    name: TRIGGER_EVENT,
    key: null,
    data: kept.trigger.data,
    source: kept.trigger.type,
    // By the one clock that all have: the order of what a run has not read must not hang on whose clock is right.
    receivedAt: kept.receivedAt.toISOString(),
  };
  return writeOutbox(db, run, { kind: 'signal', payload: { signal: 'event', event } }, kept.held);
};
