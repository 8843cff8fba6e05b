import type { Json } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { newId, parseId } from '../ids.ts';

/** The channel on which workers hear that a lifecycle has something to hear. */
export const PLATFORM_CHANNEL = 'trama_platform';

export interface PlatformEvent {
  /** `trama.subscription.…` (`SUBSCRIPTION_EVENTS`). */
  name: string;
  data: Json;
  /** The sender's own: a second event of the name with it is the first one again. */
  id: string;
}

/**
 * Tells the lifecycle of this tenant that something happened, in the transaction of what happened: both are there, or
 * neither. A worker carries it into the platform's events, with the tenant's id as its key, within milliseconds of the
 * commit, and starts the lifecycle where none is open.
 */
export const publishPlatformEvent = async (db: TenantDb, { name, data, id }: PlatformEvent): Promise<void> => {
  await db.sql`
    with written as (
      insert into platform_events (tenant_id, id, name, data, external_id)
      values (${db.tenant}, ${parseId('evt', newId('evt'))}, ${name}, ${json(data)}::json, ${id})
      on conflict do nothing returning id)
    select pg_notify(${PLATFORM_CHANNEL}, '') where exists (select from written)`;
};
