import { scheduledTrigger } from '#flow/admission.ts';
import { TramaError } from '#flow/errors.ts';
import { durationMs } from '#flow/expressions/dates/durations.ts';
import type { Trigger } from '#flow/machine/protocol.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { ofActiveTenant } from '../access/suspended.ts';
import { findPublished, type PublishedFlow } from '../flows/find-published.ts';
import { formatId, parseId } from '../ids.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { type Arrived, admitReading } from '../runs/admit-reading.ts';
import type { ReadTrigger } from '../runs/read-trigger.ts';
import { recordFailedRun } from '../runs/record-failed-run.ts';
import { getTenant, tenantInfo } from '../tenants/get-tenant.ts';
import { recordMisses } from './misses.ts';
import { nextOf } from './next-of.ts';
import type { Missed } from './tell-missed.ts';

/** Firings of one flow in one transaction: what was missed for long is made up for in bites. */
const AT_ONCE = 20;
const CATCHUP = 'P1D';

interface Coming {
  tenant_id: string;
  flow_id: string;
  in_ms: number;
}

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const catchupMs = ({ plan }: PublishedFlow): number => {
  const { catchup } = plan.trigger.config;
  return durationMs(typeof catchup === 'string' ? catchup : CATCHUP);
};

/** What one firing became. */
interface FiringOutcome {
  outbox: OutboxRef[];
  outcome: Arrived['kind'];
  runId: string;
}

const outcomeOf = (arrived: Arrived | null): FiringOutcome => {
  if (!arrived) throw new Error('A schedule passes no firing by');
  return { outbox: arrived.outbox, outcome: arrived.kind, runId: arrived.runId };
};

/** One firing becomes what the flow's settings say: a run, or nothing where the one before is still open. */
const fire = async (
  db: TenantDb,
  flow: PublishedFlow,
  atMs: number,
  readTrigger: ReadTrigger,
): Promise<FiringOutcome> => {
  const idempotencyKey = `schedule/${flow.flowId}/${atMs}`;
  const failed: Parameters<typeof admitReading>[3] = (request, error) =>
    recordFailedRun(db, request, error, readTrigger);
  let trigger: Trigger;
  try {
    trigger = scheduledTrigger(flow.plan, atMs, tenantInfo(await getTenant(db)));
  } catch (thrown) {
    if (!(thrown instanceof TramaError)) throw thrown;
    const { code, message } = thrown;
    const bare: Trigger = { type: 'schedule', data: {}, receivedAt: new Date(atMs).toISOString() };
    const request = { flow: { id: flow.flowId }, version: flow.version, planHash: flow.plan.hash, trigger: bare };
    return outcomeOf(await failed({ ...request, test: false, answerable: false, idempotencyKey }, { code, message }));
  }
  return outcomeOf(await admitReading(db, { flow, trigger, idempotencyKey }, readTrigger, failed));
};

/** Fires one flow's schedule as often as it is due, and writes down when it fires next, in one transaction. */
const fireFlow = async (
  db: TenantDb,
  flow: string,
  readTrigger: ReadTrigger,
): Promise<{ outbox: OutboxRef[]; missed: Missed[] }> => {
  // In the order of publishing: the flow, then its trigger.
  await db.sql`select id from flows where tenant_id = ${db.tenant} and id = ${flow} for key share`;
  const [row] = await db.sql<{ next_at: Date; until: Date }>`
    select next_at, least(now(), paused_at) as until from flow_triggers
    where tenant_id = ${db.tenant} and flow_id = ${flow} and next_at <= now() for update`;
  const outbox: OutboxRef[] = [];
  const missed: Missed[] = [];
  if (!row) return { outbox, missed };
  const published = await findPublished(db, formatId('flw', flow));
  if (!published) throw new Error('A flow that is not published has a trigger');
  // What was due before the schedule was paused still fires.
  const untilMs = row.until.getTime();
  const oldest = untilMs - catchupMs(published);
  let atMs: number | null = row.next_at.getTime();
  if (atMs < oldest) {
    const of = { flow, flowId: published.flowId, plan: published.plan };
    const told = await recordMisses(db, of, { fromMs: atMs, untilMs: oldest }, readTrigger);
    outbox.push(...told.outbox);
    missed.push(told.missed);
    atMs = nextOf(published.plan, oldest - 1);
  }
  let last: { dueMs: number; became: FiringOutcome } | null = null;
  for (let fired = 0; atMs !== null && atMs <= untilMs && fired < AT_ONCE; fired++) {
    const became = await fire(db, published, atMs, readTrigger);
    last = { dueMs: atMs, became };
    outbox.push(...became.outbox);
    atMs = nextOf(published.plan, atMs);
  }
  await db.sql`
    update flow_triggers set
      next_at = case when paused_at is null or ${isoOrNull(atMs)}::timestamptz <= paused_at
        then ${isoOrNull(atMs)}::timestamptz end,
      last_due_at = coalesce(${isoOrNull(last?.dueMs ?? null)}::timestamptz, last_due_at),
      last_fired_at = case when ${last === null} then last_fired_at else now() end,
      last_outcome = coalesce(${last?.became.outcome ?? null}, last_outcome),
      last_run_id = coalesce(${last ? parseId('run', last.became.runId) : null}::uuid, last_run_id)
    where tenant_id = ${db.tenant} and flow_id = ${flow}`;
  return { outbox, missed };
};

export interface Fired {
  /** What Temporal has to hear now. */
  outbox: OutboxRef[];
  /** Flows whose schedule could not be fired; their turn comes again. */
  failed: { flowId: string; error: unknown }[];
  /** What was due longer ago than `catchup`; its people and flows have been told. */
  missed: Missed[];
  /** How long until a schedule is due, ms; 0: look again at once. Null: none is, but for those that failed. */
  nextMs: number | null;
}

/**
 * Fires what is due, of any tenants. Many processes may ask at once: a flow's trigger is locked while it fires, and the
 * next time is written with what the firing became. What was missed while nothing ran is made up for, within `catchup`.
 */
export const fireDue = async (database: Database, readTrigger: ReadTrigger, limit = 50): Promise<Fired> => {
  // Rounded up, so that who waits so long finds it due.
  const coming = await database.admin.sql<Coming>`
    select tenant_id, flow_id, ceil(extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as in_ms
    from flow_triggers where next_at is not null and ${ofActiveTenant.flowTriggers} order by next_at limit ${limit + 1}`;
  const due = coming.slice(0, limit).filter(({ in_ms }) => in_ms <= 0);
  const next = coming[due.length];
  const fired: Fired = { outbox: [], failed: [], missed: [], nextMs: next && next.in_ms > 0 ? next.in_ms : null };
  for (const { tenant_id, flow_id } of due) {
    try {
      const work = (db: TenantDb) => fireFlow(db, flow_id, readTrigger);
      const { outbox, missed } = await database.withTenant(formatId('ten', tenant_id), work);
      fired.outbox.push(...outbox);
      fired.missed.push(...missed);
      fired.nextMs = 0;
    } catch (error) {
      fired.failed.push({ flowId: formatId('flw', flow_id), error });
    }
  }
  return fired;
};
