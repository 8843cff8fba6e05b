import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { findPublished, type PublishedFlow } from '../flows/find-published.ts';
import { formatNullable, parseId } from '../ids.ts';
import { nextOf } from './next-of.ts';

/** How a published flow's schedule stands. Times are ISO 8601 UTC. */
export interface ScheduleView {
  flowId: string;
  version: number;
  /** The next firings, at most five; none while it is paused. */
  next: string[];
  pausedAt: string | null;
  last: { dueAt: string; firedAt: string; outcome: string; runId: string | null } | null;
  /** Due while nothing ran, and older than `catchup`: not made up for. */
  missed: { count: number; lastAt: string | null };
}

interface Row {
  next_at: Date | null;
  paused_at: Date | null;
  last_due_at: Date | null;
  last_fired_at: Date | null;
  last_outcome: string | null;
  last_run_id: string | null;
  missed: bigint;
  last_missed_at: Date | null;
}

const NEXT = 5;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const noSchedule = () => failure('not_found', 'O fluxo não tem agenda publicada', 'The flow has no published schedule');

async function scheduleOf(db: TenantDb, idOrSlug: string): Promise<{ flow: PublishedFlow; uuid: string }> {
  const flow = await findPublished(db, idOrSlug);
  if (!flow || flow.plan.trigger.type !== 'schedule') throw noSchedule();
  return { flow, uuid: parseId('flw', flow.flowId) };
}

/** @throws `not_found` where no published version has a schedule. */
export async function viewSchedule(db: TenantDb, idOrSlug: string): Promise<ScheduleView> {
  const { flow, uuid } = await scheduleOf(db, idOrSlug);
  const [row] = await db.sql<Row>`
    select next_at, paused_at, last_due_at, last_fired_at, last_outcome, last_run_id, missed, last_missed_at
    from flow_triggers where tenant_id = ${db.tenant} and flow_id = ${uuid}`;
  if (!row) throw noSchedule();
  const next: string[] = [];
  let atMs = row.next_at?.getTime() ?? null;
  for (; atMs !== null && next.length < NEXT; atMs = nextOf(flow.plan, atMs)) next.push(new Date(atMs).toISOString());
  const { last_due_at, last_fired_at } = row;
  return {
    flowId: flow.flowId,
    version: flow.version,
    next,
    pausedAt: iso(row.paused_at),
    last:
      last_due_at && last_fired_at
        ? {
            dueAt: last_due_at.toISOString(),
            firedAt: last_fired_at.toISOString(),
            outcome: row.last_outcome ?? 'started',
            runId: formatNullable('run', row.last_run_id),
          }
        : null,
    missed: { count: Number(row.missed), lastAt: iso(row.last_missed_at) },
  };
}

/** From now on it fires no more; what was due already still does. Twice is once. */
export async function pauseSchedule(db: TenantDb, idOrSlug: string, by: string): Promise<ScheduleView> {
  const { flow, uuid } = await scheduleOf(db, idOrSlug);
  await appendAudit(db, { actor: by, action: 'schedule.pause', target: flow.flowId, data: { name: flow.plan.name } });
  await db.sql`
    update flow_triggers set paused_at = now(), next_at = case when next_at <= now() then next_at end
    where tenant_id = ${db.tenant} and flow_id = ${uuid} and paused_at is null`;
  return viewSchedule(db, idOrSlug);
}

/** It fires again from its next time on; what would have been due meanwhile is not made up for. */
export async function resumeSchedule(db: TenantDb, idOrSlug: string, by: string): Promise<ScheduleView> {
  const { flow, uuid } = await scheduleOf(db, idOrSlug);
  await appendAudit(db, { actor: by, action: 'schedule.resume', target: flow.flowId, data: { name: flow.plan.name } });
  const nextMs = nextOf(flow.plan, Date.now());
  await db.sql`
    update flow_triggers set paused_at = null,
      next_at = ${nextMs === null ? null : new Date(nextMs).toISOString()}::timestamptz
    where tenant_id = ${db.tenant} and flow_id = ${uuid} and paused_at is not null`;
  return viewSchedule(db, idOrSlug);
}
