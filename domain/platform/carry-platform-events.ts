import { readTrigger } from '#flow/admission.ts';
import type { Json } from '#flow/json.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { publishEvent } from '../events/publish-event.ts';
import { formatId } from '../ids.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { PLATFORM_ID } from './platform.ts';
import { startLifecycleIn } from './start-lifecycle.ts';

/** What one row takes is milliseconds; what a dead process had claimed waits for this long. */
const LEASE = '10 seconds';
const AT_ONCE = 50;

interface DueRow {
  tenant_id: string;
  id: string;
  name: string;
  data: Json;
  external_id: string;
  timezone: string;
}

const claim = ({ admin }: Database): Promise<DueRow[]> =>
  admin.sql<DueRow>`
    with due as (
      select tenant_id, id from platform_events where next_at <= now()
      order by seq limit ${AT_ONCE} for update skip locked
    ), mine as (
      update platform_events e set next_at = now() + ${LEASE}::interval, attempts = e.attempts + 1
      from due where e.tenant_id = due.tenant_id and e.id = due.id
      returning e.tenant_id, e.id, e.seq, e.name, e.data, e.external_id
    )
    select mine.tenant_id, mine.id, mine.name, mine.data, mine.external_id, t.timezone
    from mine join tenants t on t.id = mine.tenant_id order by mine.seq`;

/** Into the platform's events. A repeat is known by the sender's id, under the name of its tenant. */
const publish = (database: Database, row: DueRow): Promise<OutboxRef[]> =>
  database.withTenant(PLATFORM_ID, async (db) => {
    const tenantId = formatId('ten', row.tenant_id);
    // First the run, then the event: it counts what came since it began.
    const { outbox } = await startLifecycleIn(db, { tenantId, timezone: row.timezone });
    const event = { name: row.name, key: tenantId, data: row.data, source: 'trama' };
    const published = await publishEvent(db, { ...event, externalId: `${tenantId}/${row.external_id}` }, readTrigger);
    return [...outbox, ...published.outbox];
  });

/**
 * Carries what tenants wrote for their lifecycles (`publishPlatformEvent`) to the platform, oldest first. A row goes when its
 * event stands; who dies between publishes it again, which counts once.
 * @returns rows that Temporal has to hear of, how many were carried, and what could not be
 */
export const carryPlatformEvents = async (
  database: Database,
): Promise<{ outbox: OutboxRef[]; carried: number; failed: { tenantId: string; error: unknown }[] }> => {
  const rows = await claim(database);
  const outbox: OutboxRef[] = [];
  const failed: { tenantId: string; error: unknown }[] = [];
  for (const row of rows) {
    try {
      outbox.push(...(await publish(database, row)));
      await database.admin.sql`delete from platform_events where tenant_id = ${row.tenant_id} and id = ${row.id}`;
    } catch (error) {
      failed.push({ tenantId: formatId('ten', row.tenant_id), error });
    }
  }
  return { outbox, carried: rows.length - failed.length, failed };
};
