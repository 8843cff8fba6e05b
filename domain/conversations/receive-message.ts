import type { Json, JsonObject } from '#flow/json.ts';
import type { FlowEvent } from '#flow/machine/protocol.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { tellEndpoints } from '../outbound/tell-endpoints.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { writeOutbox } from '../outbox/write-outbox.ts';
import type { ReadTrigger } from '../runs/read-trigger.ts';
import { admitMessage } from './admit-message.ts';
import { type Account, type MessageArrival, noteHearer } from './admit-to.ts';
import { type Contact, conversationId, holdConversation } from './conversation.ts';
import { closeQuestion, type OpenQuestion, openQuestion } from './questions.ts';

/** What a provider sent, read. */
export interface Inbound {
  /** The provider's own id of it: a second one with it is the first one again. */
  externalId: string;
  raw: Json;
  /** Null: kept, and nothing more. */
  message: InboundMessage | null;
}

export interface InboundMessage extends Contact {
  chat: string;
  /** What flows see as `trigger.data`, beside the conversation. */
  data: JsonObject;
  /** The question whose button was pressed. */
  press: { tag: string } | null;
}

export interface Received {
  /** `answered`: by a waiting run; `stale`: the question had its answer before; `heard`: whoever listens has it. */
  kind: 'duplicate' | 'kept' | 'answered' | 'stale' | 'heard';
  outbox: OutboxRef[];
}

const keepRaw = async (db: TenantDb, account: Account, { externalId, raw }: Inbound): Promise<boolean> => {
  const kept = await db.sql`
    insert into inbound_events (tenant_id, source, external_id, raw)
    values (${db.tenant}, ${`${account.channel}/${account.id}`}, ${externalId}, ${json(raw)}::json)
    on conflict do nothing returning external_id`;
  return kept.length > 0;
};

/** The run hears the message as the event `message` under the key that it asked by; null: the run has ended. */
const answer = async (
  db: TenantDb,
  question: OpenQuestion,
  { message, trigger: { data } }: MessageArrival,
): Promise<OutboxRef | null> => {
  // The row's lock keeps the run from closing between the look and the signal.
  const [open] = await db.sql`
    select id from runs where tenant_id = ${db.tenant} and id = ${question.run_id} and ended_at is null for no key update`;
  if (!open) return null;
  const [row] = await db.sql<{ received_at: Date }>`
    insert into events (tenant_id, id, run_id, name, key, data, source)
    values (${db.tenant}, ${message}, ${question.run_id}, 'message', ${question.reply_key}, ${json(data)}::json, 'message')
    returning received_at`;
  if (!row) throw new Error('An insert gave no row');
  await noteHearer(db, message, question.run_id);
  const event: FlowEvent = {
    id: formatId('evt', message),
    name: 'message',
    key: question.reply_key,
    data,
    source: 'message',
    receivedAt: row.received_at.toISOString(),
  };
  const id = await writeOutbox(db, question.run_id, { kind: 'signal', payload: { signal: 'event', event } });
  return { id, tenantId: db.tenantId, runId: formatId('run', question.run_id) };
};

/** Whom a message is for: the run that asked, or else the flows that listen (docs/decisions/511). */
const hand = async (
  db: TenantDb,
  arrival: MessageArrival,
  press: InboundMessage['press'],
  readTrigger: ReadTrigger,
): Promise<Received> => {
  const question = await openQuestion(db, arrival.conversation, press?.tag ?? null);
  if (press && !question) return { kind: 'stale', outbox: [] };
  const admitted = await admitMessage(db, arrival, question && { ...question, certain: press !== null }, readTrigger);
  if (!question || admitted.outranked) return { kind: 'heard', outbox: admitted.outbox };
  await closeQuestion(db, arrival.conversation, question);
  if (admitted.toAsker) return { kind: 'answered', outbox: admitted.outbox };
  const told = await answer(db, question, arrival);
  // It ended while we looked: the message is for whoever is next.
  return told ? { kind: 'answered', outbox: [told] } : hand(db, arrival, press, readTrigger);
};

/**
 * Takes in what a provider sent, in one transaction: as it came (once), as a message, and what admission makes of it. The
 * caller acknowledges after the commit, and not before.
 */
export const receiveMessage = async (
  db: TenantDb,
  account: Account,
  inbound: Inbound,
  readTrigger: ReadTrigger,
): Promise<Received> => {
  if (!(await keepRaw(db, account, inbound))) return { kind: 'duplicate', outbox: [] };
  const heard = inbound.message;
  if (!heard) return { kind: 'kept', outbox: [] };
  const chat = { channel: account.channel, externalId: heard.chat };
  const row = await holdConversation(db, parseId('con', account.id), chat, heard);
  const conversation = conversationId(row);
  const data: JsonObject = { conversation, channel: account.channel, account: account.id, ...heard.data };
  const message = parseId('msg', newId('msg'));
  const externalId = typeof data.id === 'string' ? data.id : null;
  const [kept] = await db.sql<{ created_at: Date }>`
    insert into messages (tenant_id, id, conversation_id, direction, external_id, content, status, created_at)
    values (${db.tenant}, ${message}, ${row.id}, 'in', ${externalId}, ${json(data)}::json, 'received', clock_timestamp())
    returning created_at`;
  const receivedAt = (kept?.created_at ?? new Date()).toISOString();
  await tellEndpoints(db, [
    {
      type: 'message.received',
      flowId: null,
      data: {
        messageId: formatId('msg', message),
        conversationId: conversation,
        connectionId: account.id,
        channel: account.channel,
      },
    },
  ]);
  const trigger = { type: 'message', data, receivedAt };
  return hand(db, { account, conversation: row.id, message, trigger }, heard.press, readTrigger);
};
