import { durationMs } from '#flow/expressions/dates/durations.ts';
import type { Json } from '#flow/json.ts';
import type { ApprovalRequest } from '#flow/machine/protocol.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';

const MOST_WAYS = 20;
const MOST_REMINDERS = 10;

interface Way {
  channel: string;
  to: Json;
}

const isWay = (value: Json): value is { channel: string; to: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.channel === 'string';

/** Reminders count from the opening; one that is no duration is none. */
const delaysOf = (remind: readonly string[]): number[] => {
  const delays = remind.slice(0, MOST_REMINDERS).flatMap((one) => {
    try {
      return durationMs(one);
    } catch {
      return [];
    }
  });
  return [0, ...delays.filter((ms) => ms > 0)];
};

/** Writes down who is told of an approval and when: at once, and again at each reminder. Asked again it changes nothing. */
export const planMessages = async (
  db: TenantDb,
  approvalId: string,
  { via, remind, message }: Pick<ApprovalRequest, 'via' | 'remind' | 'message'>,
): Promise<void> => {
  const ways: Way[] = via.filter(isWay).slice(0, MOST_WAYS);
  const rows = delaysOf(remind).flatMap((afterMs) => ways.map((way) => ({ ...way, afterMs })));
  if (rows.length === 0) return;
  await db.sql`
    insert into approval_messages (tenant_id, approval_id, n, channel, recipients, message, due_at)
    select ${db.tenant}, ${parseId('apr', approvalId)}, one.n, one.channel, one.recipients::json, ${message}::text,
      clock_timestamp() + one.after_ms * interval '1 millisecond'
    from unnest(${rows.map((_, n) => n)}::int[], ${rows.map(({ channel }) => channel)}::text[],
      ${rows.map(({ to }) => json(to ?? null))}::text[], ${rows.map(({ afterMs }) => afterMs)}::float8[])
      as one (n, channel, recipients, after_ms)
    on conflict (tenant_id, approval_id, n) do nothing`;
};
