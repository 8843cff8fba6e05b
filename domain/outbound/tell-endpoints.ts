import type { TenantDb } from '#prisma/with-tenant.ts';
import { newId, parseId } from '../ids.ts';
import { bodyOf, type EventData, type EventType } from './event-types.ts';

/** The channel on which workers hear that something has to go out. */
export const CHANNEL = 'trama_webhooks';

/** What happened. `flowId`: `flw_…`, of what belongs to a flow. */
export type Fact = { [T in EventType]: { type: T; flowId: string | null; data: EventData<T> } }[EventType];

/** Text of a message's field: cut where somebody wrote much. */
export const cut = (text: string, most = 1_000): string =>
  text.length > most ? `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…` : text;

/**
 * Writes what receivers are told, in the transaction of the fact itself: both are there, or neither. One statement, which
 * writes nothing where no endpoint asked for it. Those that are disabled get theirs noted as failed, for a week, so that
 * they can have it sent when they are enabled again. Whoever changes or forgets an endpoint comes before it or after it.
 */
export const tellEndpoints = async (db: TenantDb, facts: readonly Fact[]): Promise<void> => {
  if (facts.length === 0) return;
  const at = new Date().toISOString();
  await db.sql`
    with facts as (
      select * from unnest(
        ${facts.map(() => parseId('whm', newId('whm')))}::uuid[], ${facts.map(({ type }) => type)}::text[],
        ${facts.map(({ flowId }) => (flowId === null ? null : parseId('flw', flowId)))}::uuid[],
        ${facts.map(({ type, data }) => bodyOf(type, at, data))}::text[])
        with ordinality as t (id, type, flow_id, body, n)
    ), told as (
      select f.*, e.id as endpoint_id, e.in_order, e.enabled from facts f
      join webhook_endpoints e on e.tenant_id = ${db.tenant}
        and (e.enabled or e.disabled_at > now() - interval '7 days')
        and (cardinality(e.event_types) = 0 or f.type = any (e.event_types))
        and (f.flow_id is null or cardinality(e.flow_ids) = 0 or f.flow_id = any (e.flow_ids))
      for key share of e
    ), written as (
      insert into webhook_messages (tenant_id, id, type, flow_id, body)
      select ${db.tenant}, id, type, flow_id, body from facts where id in (select id from told)
    ), due as (
      insert into webhook_deliveries (tenant_id, endpoint_id, message_id, type, in_order, state, next_at, reason, ended_at)
      select ${db.tenant}, endpoint_id, id, type, in_order,
        case when enabled then 'due' else 'failed' end, case when enabled then now() end,
        case when enabled then null else 'endpoint_disabled' end, case when enabled then null else now() end
      from told order by n
      returning state
    )
    select pg_notify(${CHANNEL}, '') where exists (select from due where state = 'due')`;
};

/** Whether anybody would hear: for whoever has many facts and would rather not write them up for nobody. */
export const anybodyHears = async (db: TenantDb): Promise<boolean> => {
  const rows = await db.sql`select 1 from webhook_endpoints where tenant_id = ${db.tenant} limit 1`;
  return rows.length > 0;
};
