import type { ChatStore, Outgoing } from '#flow/contracts/chat-store.ts';
import type { Json } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { openConnection } from '../connections/read-connection.ts';
import { commitUse, releaseUse, reserveUse, type Use } from '../entitlements/meter.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { lock } from '../locks.ts';
import {
  type ConversationRow,
  conversationId,
  findConversation,
  getConversation,
  holdConversation,
  noConversation,
} from './conversation.ts';
import { hushBot, hushedUntil, takePlace } from './pace.ts';
import { writeQuestion } from './questions.ts';

const targetOf = async (db: TenantDb, { chat, connection }: Outgoing): Promise<ConversationRow> => {
  const account = parseId('con', connection);
  if (!chat.startsWith('cnv_')) return holdConversation(db, account, { channel: 'telegram', externalId: chat });
  const row = await getConversation(db, chat);
  if (row.connection_id !== account) throw noConversation(chat);
  return row;
};

interface KnownMessage {
  status: string;
  answer: Json;
  not_before: Date | null;
  id: string;
  connection_id: string;
  external_id: string;
}

/** A message counts once, whatever its attempts; one that did not go out does not count. */
const useOf = (effectKey: string): Use => ({ feature: 'messages', source: 'message', sourceId: effectKey });

const claim = async (db: TenantDb, message: Outgoing) => {
  // Two attempts of one effect, one of them thought dead, take their turn.
  await lock(db, ['message', message.effectKey]);
  const [known] = await db.sql<KnownMessage>`
    select m.status, m.answer, m.not_before, c.id, c.connection_id, c.external_id
    from messages m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    where m.tenant_id = ${db.tenant} and m.effect_key = ${message.effectKey}`;
  if (known?.status === 'sent') return { kind: 'sent' as const, answer: known.answer };
  const target = known ? null : await targetOf(db, message);
  const place = target && (await takePlace(db, target));
  if (target && place)
    await db.sql`
      insert into messages (tenant_id, id, conversation_id, direction, effect_key, run_id, content, status, not_before)
      values (${db.tenant}, ${parseId('msg', newId('msg'))}, ${target.id}, 'out', ${message.effectKey},
        ${parseId('run', message.runId)}, ${json(message.content)}::json, 'sending', ${place.toISOString()}::timestamptz)`;
  // Again after a try that failed, for its room was given back; where it is held still this holds nothing more.
  await reserveUse(db, useOf(message.effectKey));
  const row = known ?? target;
  if (!row) throw new Error('A message has no conversation');
  const hushed = await hushedUntil(db, row.connection_id);
  const at = Math.max((place ?? known?.not_before)?.getTime() ?? 0, hushed?.getTime() ?? 0);
  return {
    kind: 'send' as const,
    conversation: formatId('cnv', row.id),
    chat: row.external_id,
    notBeforeMs: at,
  };
};

const move = async (db: TenantDb, connection: string, from: string, to: string): Promise<void> => {
  // A conversation that the new number began in the meantime keeps it; both then lead to the same chat.
  await db.sql`
    update conversations c set external_id = ${to}
    where c.tenant_id = ${db.tenant} and c.connection_id = ${parseId('con', connection)} and c.external_id = ${from}
      and not exists (select 1 from conversations o
        where o.tenant_id = c.tenant_id and o.connection_id = c.connection_id and o.external_id = ${to})`;
};

const noteFailed = async (db: TenantDb, effectKey: string, error: { code: string; unreachable: boolean }) => {
  await releaseUse(db, useOf(effectKey));
  await db.sql`
    with failed as (
      update messages set status = 'failed', error = ${error.code}
      where tenant_id = ${db.tenant} and effect_key = ${effectKey} and status <> 'sent' returning conversation_id)
    update conversations set unreachable_at = now()
    where tenant_id = ${db.tenant} and ${error.unreachable}::boolean and id in (select conversation_id from failed)`;
};

/** Conversations as actions use them: each call is one transaction of the tenant. */
export const createChatStore = ({ withTenant }: Pick<Database, 'withTenant'>): ChatStore => ({
  claim: (message) => withTenant(message.tenantId, (db) => claim(db, message)),

  sent: (tenantId, effectKey, answer) =>
    withTenant(tenantId, async (db) => {
      const id = answer !== null && typeof answer === 'object' && !Array.isArray(answer) ? answer.messageId : null;
      await db.sql`
        update messages set status = 'sent', answer = ${json(answer)}::json, error = null, external_id = ${id == null ? null : String(id)}
        where tenant_id = ${db.tenant} and effect_key = ${effectKey}`;
      await commitUse(db, useOf(effectKey));
    }),

  failed: (tenantId, effectKey, error) => withTenant(tenantId, (db) => noteFailed(db, effectKey, error)),

  hush: (tenantId, connection, untilMs) =>
    withTenant(tenantId, (db) => hushBot(db, parseId('con', connection), untilMs)),

  moved: (tenantId, connection, from, to) => withTenant(tenantId, (db) => move(db, connection, from, to)),

  find: (tenantId, runId, to) =>
    withTenant(tenantId, async (db) => {
      const found = await findConversation(db, runId, to);
      const connection = await openConnection(db, formatId('con', found.connection_id));
      return { conversation: conversationId(found), channel: found.channel, connection };
    }),

  chatOf: (tenantId, conversation) =>
    withTenant(tenantId, async (db) => {
      const { external_id, connection_id } = await getConversation(db, conversation);
      return { chat: external_id, connection: formatId('con', connection_id) };
    }),

  ask: (tenantId, runId, conversation, question) =>
    withTenant(tenantId, (db) => writeQuestion(db, runId, conversation, question)),
});
