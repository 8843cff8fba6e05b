import type { TenantDb } from '#prisma/with-tenant.ts';

/** Milliseconds from one message to the next in the long run, and how many may go at once after a rest. */
interface Pace {
  everyMs: number;
  burst: number;
}

/** What Telegram bears: one message a second in a chat, 20 a minute in a group, 30 a second of a bot. */
const CHAT: Pace = { everyMs: 1_000, burst: 3 };
const GROUP: Pace = { everyMs: 3_000, burst: 3 };
const BOT: Pace = { everyMs: 34, burst: 20 };

/** Groups and channels have numbers below zero, or a name. */
const isGroup = (externalId: string): boolean => /^[-@]/.test(externalId);

/**
 * Takes the next place in the line of a chat and of its bot (uuids); gives when it comes up. The line is one for all
 * processes; a place that is not used is lost.
 */
export const takePlace = async (
  db: TenantDb,
  conversation: { id: string; connection_id: string; external_id: string },
): Promise<Date> => {
  const chat = isGroup(conversation.external_id) ? GROUP : CHAT;
  const [inChat] = await db.sql<{ at: Date }>`
    update conversations set line_until = greatest(line_until, clock_timestamp()) + ${chat.everyMs} * interval '1 ms'
    where tenant_id = ${db.tenant} and id = ${conversation.id}
    returning greatest(clock_timestamp(), line_until - ${chat.everyMs * chat.burst} * interval '1 ms') as at`;
  const [ofBot] = await db.sql<{ at: Date }>`
    insert into telegram_bots (tenant_id, connection_id, line_until)
    values (${db.tenant}, ${conversation.connection_id}, clock_timestamp() + ${BOT.everyMs} * interval '1 ms')
    on conflict (tenant_id, connection_id) do update set
      line_until = greatest(telegram_bots.line_until, clock_timestamp()) + ${BOT.everyMs} * interval '1 ms'
    returning greatest(clock_timestamp(), line_until - ${BOT.everyMs * BOT.burst} * interval '1 ms', hushed_until) as at`;
  return new Date(Math.max(inChat?.at.getTime() ?? 0, ofBot?.at.getTime() ?? 0));
};

/** Until when Telegram wants to hear nothing of the bot (uuid); null: it may speak. */
export const hushedUntil = async (db: TenantDb, connection: string): Promise<Date | null> => {
  const [row] = await db.sql<{ at: Date }>`
    select hushed_until as at from telegram_bots
    where tenant_id = ${db.tenant} and connection_id = ${connection} and hushed_until > clock_timestamp()`;
  return row?.at ?? null;
};

export const hushBot = async (db: TenantDb, connection: string, untilMs: number): Promise<void> => {
  const until = new Date(untilMs).toISOString();
  await db.sql`
    insert into telegram_bots (tenant_id, connection_id, hushed_until) values (${db.tenant}, ${connection}, ${until}::timestamptz)
    on conflict (tenant_id, connection_id) do update set hushed_until = greatest(telegram_bots.hushed_until, excluded.hushed_until)`;
};
