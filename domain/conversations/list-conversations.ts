import { failure } from '#flow/errors.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { containing } from '../containing.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { formatId, parseId } from '../ids.ts';
import {
  type ConversationListRow,
  type ConversationView,
  selectConversations,
  viewConversation,
} from './conversation-view.ts';
import { type MessageRow, type MessageView, viewMessage } from './message-view.ts';

const noSuchConversation = () => failure('not_found', 'Esta conversa não existe', 'There is no such conversation');

export interface ConversationFilters {
  /** In the name of the chat. */
  q?: string | undefined;
}

/** Those with the newest words first. @throws `malformed` */
export const listConversations = async (
  db: TenantDb,
  { q = '' }: ConversationFilters,
  page: PageRequest,
): Promise<Page<ConversationView>> => {
  const limit = limitOf(page);
  const known = { q };
  const [at, id] = readCursor(db, 'conversations', known, page.cursor)?.split(' ') ?? [];
  const rows = await db.sql<ConversationListRow>`
    ${selectConversations(db)} where c.tenant_id = ${db.tenant}
      ${q.trim() === '' ? emptySql : sql`and c.title ilike ${containing(q.trim())}`}
      ${at === undefined ? emptySql : sql`and (coalesce(c.last_message_at, c.created_at), c.id) < (${at}::timestamptz, ${id}::uuid)`}
    order by coalesce(c.last_message_at, c.created_at) desc, c.id desc limit ${limit + 1}`;
  return pageOf(rows, {
    limit,
    item: viewConversation,
    cursor: (last) => writeCursor(db, 'conversations', known, `${last.active_at.toISOString()} ${last.id}`),
  });
};

/** A question of a run that the contact has not answered. */
export interface WaitingQuestion {
  runId: string;
  flowId: string;
  flowName: string;
  askedAt: string;
  expiresAt: string | null;
}

/** One chat, with the runs that wait for its contact. @throws `not_found` */
export const readConversation = async (
  db: TenantDb,
  conversation: string,
): Promise<ConversationView & { questions: WaitingQuestion[] }> => {
  const id = parseId('cnv', conversation);
  const [row] = await db.sql<ConversationListRow>`
    ${selectConversations(db)} where c.tenant_id = ${db.tenant} and c.id = ${id}`;
  if (!row) throw noSuchConversation();
  const questions = await db.sql<{
    run_id: string;
    flow_id: string;
    name: string;
    asked_at: Date;
    expires_at: Date | null;
  }>`
    select q.run_id, r.flow_id, f.name, q.asked_at, q.expires_at from questions q
    join runs r on r.tenant_id = q.tenant_id and r.id = q.run_id and r.ended_at is null
    join flows f on f.tenant_id = r.tenant_id and f.id = r.flow_id
    where q.tenant_id = ${db.tenant} and q.conversation_id = ${id} and (q.expires_at is null or q.expires_at > now())
    order by q.asked_at desc limit 20`;
  return {
    ...viewConversation(row),
    questions: questions.map((one) => ({
      runId: formatId('run', one.run_id),
      flowId: formatId('flw', one.flow_id),
      flowName: one.name,
      askedAt: one.asked_at.toISOString(),
      expiresAt: one.expires_at?.toISOString() ?? null,
    })),
  };
};

/** What was said in a chat, newest first. @throws `not_found`, `malformed` */
export const listMessages = async (
  db: TenantDb,
  conversation: string,
  page: PageRequest,
): Promise<Page<MessageView>> => {
  const id = parseId('cnv', conversation);
  const [found] = await db.sql`select id from conversations where tenant_id = ${db.tenant} and id = ${id}`;
  if (!found) throw noSuchConversation();
  const limit = limitOf(page);
  const before = readCursor(db, 'messages', { conversation }, page.cursor);
  const rows = await db.sql<MessageRow>`
    select id, seq::text as seq, direction, content, status, error, run_id, created_at from messages
    where tenant_id = ${db.tenant} and conversation_id = ${id}
      ${before === null ? emptySql : sql`and seq < ${before}::bigint`}
    order by messages.seq desc limit ${limit + 1}`;
  return pageOf(rows, {
    limit,
    item: viewMessage,
    cursor: (last) => writeCursor(db, 'messages', { conversation }, last.seq),
  });
};
