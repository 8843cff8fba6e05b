import type { FlowEvent } from '#flow/machine/protocol.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';
import { eventLock, lock } from '../locks.ts';
import { type EventRow, eventOf } from './event-row.ts';

/** Longer names and keys no event can have; the index of subscriptions would not take them. */
const MAX_NAME = 200;
const MAX_KEY = 500;

export interface Listening {
  name: string;
  key: string | null;
}

/**
 * A run begins to hear events under these names and keys, until it ends. Gives what came under them since the run began,
 * oldest first: what comes after is signalled, and nothing falls between, for a publisher takes the same locks.
 */
export const subscribe = async (db: TenantDb, runId: string, asked: Listening[]): Promise<FlowEvent[]> => {
  const run = parseId('run', runId);
  const names = asked.filter(({ name, key }) => name.length <= MAX_NAME && (key ?? '').length <= MAX_KEY);
  await lock(db, ...names.map(({ name, key }) => eventLock(name, key)));
  const [open] = await db.sql<{ started_at: Date }>`
    select coalesce(started_at, accepted_at) as started_at from runs
    where tenant_id = ${db.tenant} and id = ${run} and ended_at is null`;
  if (!open) return [];
  const of = {
    name: names.map(({ name }) => name),
    keyed: names.map(({ key }) => key !== null),
    key: names.map(({ key }) => key ?? ''),
  };
  await db.sql`
    insert into subscriptions (tenant_id, run_id, name, keyed, key)
    select ${db.tenant}, ${run}, t.name, t.keyed, t.key
    from unnest(${of.name}::text[], ${of.keyed}::boolean[], ${of.key}::text[]) as t (name, keyed, key)
    on conflict do nothing`;
  const rows = await db.sql<EventRow>`
    select e.id, e.name, e.key, e.data, e.source, e.received_at from events e
    where e.tenant_id = ${db.tenant} and e.run_id is null and e.received_at >= ${open.started_at.toISOString()}::timestamptz
      and exists (
        select 1 from unnest(${of.name}::text[], ${of.keyed}::boolean[], ${of.key}::text[]) as t (name, keyed, key)
        where t.name = e.name and t.keyed = (e.key is not null) and t.key = coalesce(e.key, ''))
      and e.name = any (${of.name}::text[])
    order by e.seq`;
  return rows.map(eventOf);
};
