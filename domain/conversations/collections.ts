import { durationMs } from '#flow/expressions/dates/durations.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import { json } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { ofActiveTenant } from '../access/suspended.ts';
import { findPublished, type PublishedFlow } from '../flows/find-published.ts';
import { formatId, parseId } from '../ids.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import type { ReadTrigger } from '../runs/read-trigger.ts';
import { admitTo, type MessageArrival } from './admit-to.ts';

/** For how long a flow takes a contact's messages as one, ms; null: each by itself. */
export const collectFor = ({ trigger }: Pick<Plan, 'trigger'>): number | null => {
  const { collect = null } = trigger.config;
  if (typeof collect !== 'string') return null;
  const ms = durationMs(collect);
  return ms > 0 ? ms : null;
};

/** Puts a message to those that the flow waits to take as one; the first says when they are due. */
export const collect = async (
  db: TenantDb,
  flow: PublishedFlow,
  { conversation, message, trigger }: MessageArrival,
  forMs: number,
): Promise<void> => {
  const flowUuid = parseId('flw', flow.flowId);
  const [open] = await db.sql<{ messages: Json[] }>`
    select messages from message_collections
    where tenant_id = ${db.tenant} and flow_id = ${flowUuid} and conversation_id = ${conversation} for update`;
  const all = json([...(open?.messages ?? []), trigger.data]);
  await db.sql`
    insert into message_collections (tenant_id, flow_id, conversation_id, message_id, messages, due_at)
    values (${db.tenant}, ${flowUuid}, ${conversation}, ${message}, ${all}::json, now() + ${forMs} * interval '1 ms')
    on conflict (tenant_id, flow_id, conversation_id) do update set messages = excluded.messages`;
};

/** One message of several: the texts a line each, the first media, and all of them as they came. */
export const joined = (messages: JsonObject[]): JsonObject => {
  const last = messages.at(-1) ?? {};
  const texts = messages.flatMap(({ text }) => (typeof text === 'string' && text !== '' ? [text] : []));
  const media = messages.find((one) => one.media !== null && one.media !== undefined)?.media ?? null;
  return { ...last, text: texts.join('\n'), media, messages };
};

interface Due {
  tenant_id: string;
  flow_id: string;
  conversation_id: string;
  in_ms: number;
}

const fire = async (
  db: TenantDb,
  { flow_id, conversation_id }: Due,
  readTrigger: ReadTrigger,
): Promise<OutboxRef[]> => {
  // In the order of receiving: the conversation, then what the message becomes.
  await db.sql`select id from conversations where tenant_id = ${db.tenant} and id = ${conversation_id} for update`;
  const [row] = await db.sql<{ messages: JsonObject[]; message_id: string; at: Date }>`
    delete from message_collections
    where tenant_id = ${db.tenant} and flow_id = ${flow_id} and conversation_id = ${conversation_id} and due_at <= now()
    returning messages, message_id, clock_timestamp() as at`;
  const flow = row && (await findPublished(db, formatId('flw', flow_id)));
  if (!row || !flow) return [];
  const trigger = { type: 'message', data: joined(row.messages), receivedAt: row.at.toISOString() };
  return (await admitTo(db, flow, { trigger, message: row.message_id }, readTrigger))?.outbox ?? [];
};

export interface FiredCollections {
  outbox: OutboxRef[];
  failed: { flowId: string; error: unknown }[];
  /** How long until one is due, ms; null: none is. */
  nextMs: number | null;
}

/** Gives what is due to its flow, of any tenants. Many processes may ask at once. */
export const fireCollections = async (
  database: Database,
  readTrigger: ReadTrigger,
  limit = 50,
): Promise<FiredCollections> => {
  const coming = await database.admin.sql<Due>`
    select tenant_id, flow_id, conversation_id,
      ceil(extract(epoch from due_at - clock_timestamp()) * 1000)::float8 as in_ms
    from message_collections where ${ofActiveTenant.collections} order by due_at limit ${limit + 1}`;
  const due = coming.slice(0, limit).filter(({ in_ms }) => in_ms <= 0);
  const next = coming[due.length];
  const fired: FiredCollections = { outbox: [], failed: [], nextMs: next ? Math.max(0, next.in_ms) : null };
  for (const one of due) {
    try {
      const rows = await database.withTenant(formatId('ten', one.tenant_id), (db) => fire(db, one, readTrigger));
      fired.outbox.push(...rows);
    } catch (error) {
      fired.failed.push({ flowId: formatId('flw', one.flow_id), error });
    }
  }
  return fired;
};
