import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';

/** A run that waits for an answer in a conversation. Ids are uuids. */
export interface OpenQuestion {
  run_id: string;
  tag: string;
  reply_key: string;
  flow_id: string;
  run_key: string | null;
}

/** Written before the question is sent. Asked again, it is the newest. */
export const writeQuestion = async (
  db: TenantDb,
  runId: string,
  conversation: string,
  question: { tag: string; replyKey: string; until: string | null },
): Promise<void> => {
  await db.sql`
    insert into questions (tenant_id, conversation_id, run_id, tag, reply_key, expires_at)
    select ${db.tenant}, ${parseId('cnv', conversation)}, r.id, ${question.tag}, ${question.replyKey}, ${question.until}::timestamptz
    from runs r where r.tenant_id = ${db.tenant} and r.id = ${parseId('run', runId)} and r.ended_at is null
    on conflict (tenant_id, conversation_id, run_id, tag)
    do update set asked_at = excluded.asked_at, expires_at = excluded.expires_at, reply_key = excluded.reply_key`;
};

/**
 * The question that a message in a conversation (uuid) answers: the one whose button was pressed, else the newest that is
 * open.
 */
export const openQuestion = async (
  db: TenantDb,
  conversation: string,
  tag: string | null,
): Promise<OpenQuestion | undefined> => {
  const [row] = await db.sql<OpenQuestion>`
    select q.run_id, q.tag, q.reply_key, r.flow_id, r.run_key
    from questions q join runs r on r.tenant_id = q.tenant_id and r.id = q.run_id and r.ended_at is null
    where q.tenant_id = ${db.tenant} and q.conversation_id = ${conversation}
      and (q.expires_at is null or q.expires_at > now()) and (${tag}::text is null or q.tag = ${tag})
    order by q.asked_at desc limit 1`;
  return row;
};

/** It has its answer, or one that the run will ask about again. */
export const closeQuestion = async (
  db: TenantDb,
  conversation: string,
  { run_id, tag }: OpenQuestion,
): Promise<void> => {
  await db.sql`
    delete from questions
    where tenant_id = ${db.tenant} and conversation_id = ${conversation} and run_id = ${run_id} and tag = ${tag}`;
};
