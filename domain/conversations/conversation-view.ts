import type { JsonObject } from '#flow/json.ts';
import type { RunError } from '#flow/machine/protocol.ts';
import { sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, formatNullable } from '../ids.ts';
import { type MessageStatus, textOf } from './message-view.ts';

/** `waiting`: a run asked and waits for the contact; `unreachable`: the contact takes no messages of ours. */
export type ConversationState = 'idle' | 'waiting' | 'unreachable';

/** A chat as lists show it. Times are ISO 8601 UTC. */
export interface ConversationView {
  id: string;
  channel: string;
  /** Through whom it runs; `error`: why nothing comes in there at the moment. */
  account: { id: string; name: string; error: string | null };
  title: string | null;
  contact: JsonObject | null;
  state: ConversationState;
  lastMessage: { direction: 'in' | 'out'; text: string; status: MessageStatus; at: string } | null;
  /** How the last message, or the last run that had to do with the chat, failed; null: it did not. */
  lastError: { code: string; message: string; at: string; runId: string | null } | null;
  createdAt: string;
  /** When something was last said by the contact, or else when the chat began. */
  activeAt: string;
}

export interface ConversationListRow {
  id: string;
  channel: string;
  connection_id: string;
  connection_name: string;
  bot_error: string | null;
  title: string | null;
  contact: JsonObject | null;
  unreachable_at: Date | null;
  asked: boolean;
  created_at: Date;
  active_at: Date;
  last: { direction: 'in' | 'out'; content: JsonObject; status: MessageStatus; at: string } | null;
  failed: { error: string | null; at: string; run_id: string | null } | null;
  run: { id: string; status: string; error: RunError | null; at: string } | null;
}

/** Looks at the newest messages of a chat only, by their index. */
export const selectConversations = (db: TenantDb) => sql`
  select c.id, c.channel, c.connection_id, k.name as connection_name, b.last_error as bot_error, c.title, c.contact,
    c.unreachable_at, c.created_at, coalesce(c.last_message_at, c.created_at) as active_at,
    exists (select 1 from questions q join runs r on r.tenant_id = q.tenant_id and r.id = q.run_id and r.ended_at is null
      where q.tenant_id = c.tenant_id and q.conversation_id = c.id and (q.expires_at is null or q.expires_at > now())) as asked,
    (select json_build_object('direction', m.direction, 'content', m.content, 'status', m.status, 'at', m.created_at)
      from messages m where m.tenant_id = c.tenant_id and m.conversation_id = c.id order by m.seq desc limit 1) as last,
    (select json_build_object('error', m.error, 'at', m.created_at, 'run_id', m.run_id)
      from (select * from messages o where o.tenant_id = c.tenant_id and o.conversation_id = c.id and o.direction = 'out'
        order by o.seq desc limit 1) m where m.status = 'failed') as failed,
    (select json_build_object('id', r.id, 'status', r.status, 'error', r.error, 'at', r.ended_at)
      from (select run_id from messages m where m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.run_id is not null
        order by m.seq desc limit 1) l join runs r on r.tenant_id = ${db.tenant} and r.id = l.run_id) as run
  from conversations c
  join connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id
  left join telegram_bots b on b.tenant_id = c.tenant_id and b.connection_id = c.connection_id`;

const iso = (text: string): string => new Date(text).toISOString();

const lastErrorOf = ({ failed, run }: ConversationListRow): ConversationView['lastError'] => {
  const { code: runCode = 'run_failed', message = '' } = run?.error ?? {};
  const ofRun =
    run?.status === 'failed' ? { code: runCode, message, at: iso(run.at), runId: formatId('run', run.id) } : null;
  if (!failed) return ofRun;
  // The run's words say more of the same failure than the message's code.
  if (ofRun && run?.id === failed.run_id) return ofRun;
  const code = failed.error ?? 'internal';
  return { code, message: '', at: iso(failed.at), runId: formatNullable('run', failed.run_id) };
};

export const viewConversation = (row: ConversationListRow): ConversationView => ({
  id: formatId('cnv', row.id),
  channel: row.channel,
  account: { id: formatId('con', row.connection_id), name: row.connection_name, error: row.bot_error },
  title: row.title,
  contact: row.contact,
  state: row.unreachable_at ? 'unreachable' : row.asked ? 'waiting' : 'idle',
  lastMessage: row.last && {
    direction: row.last.direction,
    text: textOf(row.last.content),
    status: row.last.status,
    at: iso(row.last.at),
  },
  lastError: lastErrorOf(row),
  createdAt: row.created_at.toISOString(),
  activeAt: row.active_at.toISOString(),
});
