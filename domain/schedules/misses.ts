import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { publishEvent } from '../events/publish-event.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import type { ReadTrigger } from '../runs/read-trigger.ts';
import { nextOf } from './next-of.ts';
import { type Missed, tellMissed } from './tell-missed.ts';

/** More are not counted one by one: a schedule of every second misses 86,400 a day. */
const MOST = 1_000;

/** Firings that were due from `fromMs` and before `untilMs`, at most a thousand. */
export function missedBetween(plan: Plan, fromMs: number, untilMs: number): { count: number; lastMs: number } {
  let lastMs = fromMs;
  let count = 1;
  for (let at = nextOf(plan, fromMs); at !== null && at < untilMs && count < MOST; at = nextOf(plan, at)) {
    lastMs = at;
    count++;
  }
  return { count, lastMs };
}

/**
 * Writes down what is not made up for, and tells of it: the tenant's flows by the event `trama.schedule.missed`, keyed by
 * the flow, and its people by a notice.
 */
export async function recordMisses(
  db: TenantDb,
  { flow, flowId, plan }: { flow: string; flowId: string; plan: Plan },
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
  readTrigger: ReadTrigger,
): Promise<{ missed: Missed; outbox: OutboxRef[] }> {
  const { count, lastMs } = missedBetween(plan, fromMs, untilMs);
  const [first, last] = [new Date(fromMs).toISOString(), new Date(lastMs).toISOString()];
  await db.sql`
    update flow_triggers set missed = missed + ${count}, last_missed_at = ${last}::timestamptz
    where tenant_id = ${db.tenant} and flow_id = ${flow}`;
  const missed = { flowId, name: plan.name, count, first, last };
  await tellMissed(db, missed);
  const event = {
    name: 'trama.schedule.missed',
    key: flowId,
    data: { flow: flowId, name: plan.name, count, first, last },
    externalId: `${flowId}/${first}`,
    source: 'trama',
  };
  return { missed, outbox: (await publishEvent(db, event, readTrigger)).outbox };
}
