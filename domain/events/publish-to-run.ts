import type { Json } from '#flow/json.ts';
import type { FlowEvent } from '#flow/machine/protocol.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { newId, parseId } from '../ids.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { writeOutbox } from '../outbox/write-outbox.ts';
import { noSuchRun, runEnded } from '../runs/run-failures.ts';
import { type EventRow, eventOf } from './event-row.ts';

/** The source by which the machine knows an event that was sent to one run alone. */
export const DIRECT_SOURCE = 'run';

export interface DirectEvent {
  name: string;
  data: Json;
  externalId: string | null;
}

/**
 * Sends an event to one run alone. A run that waits for its turn hears it after its start; the same id again is a no-op.
 * @throws `not_found`, `run_ended`
 */
export const publishToRun = async (
  db: TenantDb,
  runId: string,
  given: DirectEvent,
): Promise<{ event: FlowEvent; duplicate: boolean; outbox: OutboxRef[] }> => {
  const run = parseId('run', runId);
  // The row's lock keeps the run from starting or closing between the look and the signal.
  const [open] = await db.sql<{ status: string; ended_at: Date | null }>`
    select status, ended_at from runs where tenant_id = ${db.tenant} and id = ${run} for no key update`;
  if (!open) throw noSuchRun();
  const [row] = await db.sql<EventRow>`
    insert into events (tenant_id, id, run_id, name, data, source, external_id)
    select ${db.tenant}, ${parseId('evt', newId('evt'))}, ${run}, ${given.name}, ${json(given.data)}::json,
      ${DIRECT_SOURCE}, ${given.externalId}
    where ${open.ended_at === null}::boolean
    on conflict do nothing returning id, name, key, data, source, received_at`;
  if (!row) {
    const [known] = await db.sql<EventRow>`
      select id, name, key, data, source, received_at from events
      where tenant_id = ${db.tenant} and run_id = ${run} and name = ${given.name} and external_id = ${given.externalId}`;
    if (known) return { event: eventOf(known), duplicate: true, outbox: [] };
    throw runEnded();
  }
  const event = eventOf(row);
  const held = open.status === 'queued';
  const id = await writeOutbox(db, run, { kind: 'signal', payload: { signal: 'event', event } }, held);
  return { event, duplicate: false, outbox: held ? [] : [{ id, tenantId: db.tenantId, runId }] };
};
