import { failure } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, newId, parseId, uuidIn } from '../ids.ts';

/** A chat of one connection. `id` and `connection` are uuids. */
export interface ConversationRow {
  id: string;
  connection_id: string;
  channel: string;
  external_id: string;
}

export interface Contact {
  title: string | null;
  contact: JsonObject | null;
}

/**
 * The conversation of a chat, made at its first message in either direction. The row is locked to the end of the
 * transaction: messages of one chat take their turn.
 */
export const holdConversation = async (
  db: TenantDb,
  connection: string,
  chat: { channel: string; externalId: string },
  heard: Contact | null = null,
): Promise<ConversationRow> => {
  const [row] = await db.sql<ConversationRow>`
    insert into conversations (tenant_id, id, connection_id, channel, external_id, title, contact, last_message_at)
    values (${db.tenant}, ${parseId('cnv', newId('cnv'))}, ${connection}, ${chat.channel}, ${chat.externalId},
      ${heard?.title ?? null}, ${heard?.contact ? json(heard.contact) : null}::json,
      case when ${heard !== null}::boolean then now() end)
    on conflict (tenant_id, connection_id, external_id) do update set
      title = coalesce(excluded.title, conversations.title),
      contact = coalesce(excluded.contact, conversations.contact),
      last_message_at = coalesce(excluded.last_message_at, conversations.last_message_at),
      -- Who writes to us can be written to.
      unreachable_at = case when excluded.last_message_at is null then conversations.unreachable_at end
    returning id, connection_id, channel, external_id`;
  if (!row) throw new Error('An upsert gave no row');
  return row;
};

export const noConversation = (what: string) =>
  failure(
    'no_conversation',
    `Não há conversa: ${what.slice(0, 120)}`,
    `There is no conversation: ${what.slice(0, 120)}`,
  );

/** By `cnv_…`. @throws `no_conversation` */
export const getConversation = async (db: TenantDb, id: string): Promise<ConversationRow> => {
  const uuid = uuidIn('cnv', id);
  const [row] = await db.sql<ConversationRow>`
    select id, connection_id, channel, external_id from conversations where tenant_id = ${db.tenant} and id = ${uuid}`;
  if (!row) throw noConversation(id);
  return row;
};

const ADDRESS = /^telegram\/(.{1,120})\/(-?\d{1,20}|@\w{1,64})$/s;

/**
 * What `to` names: a conversation, or `telegram/<connection>/<chat>`; null: the conversation that began the run.
 * @throws `no_conversation`, `missing_connection`
 */
export const findConversation = async (db: TenantDb, runId: string, to: string | null): Promise<ConversationRow> => {
  const address = ADDRESS.exec(to ?? '');
  if (!address) return getConversation(db, to ?? (await ofRun(db, runId)));
  const [, reference = '', externalId = ''] = address;
  const [known] = await db.sql<{ id: string }>`
    select id from connections where tenant_id = ${db.tenant} and connector = 'telegram'
      and (id = ${uuidIn('con', reference)} or name = ${reference})
    order by (id = ${uuidIn('con', reference)}) desc nulls last limit 1`;
  if (!known) throw failure('missing_connection', `Não existe o bot ${reference}`, `There is no bot ${reference}`);
  return holdConversation(db, known.id, { channel: 'telegram', externalId });
};

const ofRun = async (db: TenantDb, runId: string): Promise<string> => {
  const [run] = await db.sql<{ trigger: { data?: Json } }>`
    select trigger from runs where tenant_id = ${db.tenant} and id = ${parseId('run', runId)}`;
  const data = run?.trigger.data;
  const id = typeof data === 'object' && data !== null && !Array.isArray(data) ? data.conversation : null;
  if (id === null || id === undefined) throw noConversation('trigger.data.conversation');
  return typeof id === 'string' ? id : JSON.stringify(id);
};

export const conversationId = (row: ConversationRow): string => formatId('cnv', row.id);
