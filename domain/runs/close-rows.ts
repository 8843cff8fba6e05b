import type { TraceStep } from '#flow/machine/protocol.ts';
import type { RunResult } from '#flow/machine/run-result.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';
import { spanOf } from './trace-pages.ts';

/** What of a closed row decides what follows. */
export interface ClosedRow {
  id: string;
  flow_id: string;
  flow_version: number | null;
  status: string;
  test: boolean;
  run_key: string | null;
  concurrency_key: string | null;
  concurrency_max: number | null;
  priority: number;
  trigger_type: string;
  root_run_id: string;
  depth: number;
  parent_wait: boolean;
  /** Of the tenant: somebody may want to be told of it. */
  has_endpoints: boolean;
}

const bare = (step: TraceStep): TraceStep => ({ ...step, input: null, output: null });

/**
 * Closes the rows that are open still, with their last page; subscriptions, open approvals and what Temporal had yet to
 * hear go with them: one statement for the whole batch. Every process hears of it. Gives the rows that this call closed.
 */
export const closeRows = async (db: TenantDb, records: RunResult[]): Promise<ClosedRow[]> => {
  const list = <T>(value: (record: RunResult) => T): T[] => records.map(value);
  return db.sql<ClosedRow>`
    with ended as (
      select * from unnest(
        ${list((r) => parseId('run', r.runId))}::uuid[], ${list((r) => r.status)}::text[],
        ${list((r) => json(r.output))}::text[], ${list((r) => r.error && json(r.error))}::text[],
        ${list((r) => r.answer && json(r.answer))}::text[], ${list((r) => json(r.steps))}::text[],
        ${list((r) => r.page)}::int[], ${list((r) => spanOf(r.steps).first)}::int[], ${list((r) => spanOf(r.steps).last)}::int[],
        ${list((r) => r.endedAt)}::timestamptz[])
        as t (id, status, output, error, answer, steps, page, first_n, last_n, ended_at)
    ), closed as (
      update runs r set status = e.status, output = e.output::json, error = e.error::json, answer = e.answer::json,
        ended_at = e.ended_at, started_at = coalesce(r.started_at, r.accepted_at), waiting_for = null
      from ended e
      where r.tenant_id = ${db.tenant} and r.id = e.id and r.ended_at is null
      returning r.*
    ), pages as (
      insert into trace_pages (tenant_id, run_id, page, steps, first_n, last_n)
      select ${db.tenant}, e.id, e.page, e.steps::json, e.first_n, e.last_n from ended e join closed c on c.id = e.id
      where e.steps <> '[]'
      on conflict (tenant_id, run_id, page) do nothing
    ), unsubscribed as (
      delete from subscriptions s using closed c where s.tenant_id = ${db.tenant} and s.run_id = c.id
    ), withdrawn as (
      update approvals a set status = 'cancelled', closed_at = now()
      from closed c where a.tenant_id = ${db.tenant} and a.run_id = c.id and a.status = 'open'
    ), unneeded as (
      update outbox o set done_at = now(), last_error = 'the run ended first'
      from closed c where o.tenant_id = ${db.tenant} and o.run_id = c.id and o.done_at is null
    )
    select id, flow_id, flow_version, status, test, run_key, concurrency_key, concurrency_max, priority, trigger_type,
      root_run_id, depth, parent_wait,
      exists (select 1 from webhook_endpoints where tenant_id = ${db.tenant}) as has_endpoints, pg_notify('trama_runs', json_build_object(
        'tenantId', ${db.tenantId}::text, 'flowId', 'flw_' || replace(flow_id::text, '-', ''),
        'runId', 'run_' || replace(id::text, '-', ''))::text) from closed`;
};

/**
 * After the parents have heard: of what the flow's author did not want kept (`keepData: failures`) the shape stays, and
 * the data goes, from the pages that were written while the run went on, too.
 */
export const discardData = async (db: TenantDb, runs: string[]): Promise<void> => {
  if (runs.length === 0) return;
  await db.sql`
    update runs set trigger = json_build_object('type', trigger_type, 'data', null), output = null, answer = null, retry = null
    where tenant_id = ${db.tenant} and id = any (${runs}::uuid[])`;
  const pages = await db.sql<{ run_id: string; page: number; steps: TraceStep[] }>`
    select run_id, page, steps from trace_pages where tenant_id = ${db.tenant} and run_id = any (${runs}::uuid[])`;
  for (const { run_id, page, steps } of pages)
    await db.sql`
      update trace_pages set steps = ${json(steps.map(bare))}::json
      where tenant_id = ${db.tenant} and run_id = ${run_id} and page = ${page}`;
};
