import type { Json } from '#flow/json.ts';
import type { Pin, RetryStart, RunStart, Trigger } from '#flow/machine/protocol.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId } from '../ids.ts';
import { type TenantRow, tenantInfo, tenantOf } from '../tenants/get-tenant.ts';
import { noSuchRun } from './run-failures.ts';
import type { RunStatus } from './run-view.ts';

/** What a workflow is started with; the same each time, so that a repeated start is the same start. */
export interface LoadedStart {
  start: RunStart;
  /** Of a draft only; that of a version is found by `flow.version` or its hash. */
  plan: Json;
  planHash: string;
  workflowId: string;
  status: RunStatus;
  priority: number;
  /** Somebody may wait for its answer: its own caller, or that of a run which waits for it. */
  waitedFor: boolean;
  /** That it was accepted for. */
  machine: number;
  /** Below the root of the runs that started one another. */
  depth: number;
  /** The key's hash: the run shares its workflow id with others of the key, one after another. */
  keyed: boolean;
}

interface StartRow {
  tenant: TenantRow;
  id: string;
  flow_id: string;
  flow_version: number | null;
  flow_name: string;
  plan: Json;
  plan_hash: string;
  trigger: Trigger;
  test: boolean;
  simulate: boolean;
  pins: Record<string, Pin> | null;
  answerable: boolean;
  retry: RetryStart | null;
  status: RunStatus;
  priority: number;
  waited_for: boolean;
  machine: number;
  run_key: string | null;
  workflow_id: string;
  root_run_id: string;
  depth: number;
  accepted_at: Date;
  started_at: Date | null;
}

/** `seed` of `uuid()` and `random()`: the run's own id, for they are no secrets and must repeat with the start. */
const startOf = (row: StartRow): Omit<RunStart, 'tenant'> => ({
  run: {
    id: formatId('run', row.id),
    startedAt: (row.started_at ?? row.accepted_at).toISOString(),
    test: row.test,
    rootId: formatId('run', row.root_run_id),
  },
  flow: { id: formatId('flw', row.flow_id), version: row.flow_version ?? 0, name: row.flow_name },
  trigger: row.trigger,
  seed: row.id,
  answerable: row.answerable,
  ...(row.pins && { pins: row.pins }),
  ...(row.simulate && { simulate: true }),
  ...(row.retry && { retry: row.retry }),
});

/**
 * A run of a `flow` node answers nobody itself, but the run that waits for it may: they are at most ten deep.
 * @throws `not_found`.
 */
export const loadStart = async (db: TenantDb, runId: string): Promise<LoadedStart> => {
  const [row] = await db.sql<StartRow>`
    select r.id, r.flow_id, r.flow_version, f.name as flow_name, r.plan, r.plan_hash, r.trigger, r.test, r.simulate, r.pins,
      r.answerable, r.retry, r.status, r.priority, r.run_key, r.workflow_id, r.root_run_id, r.depth, r.machine,
      r.accepted_at, r.started_at, r.answerable or (r.parent_wait and (
        with recursive up as (
          select r.answerable, r.parent_wait, r.parent_run_id
          union all
          select p.answerable, p.parent_wait, p.parent_run_id from up
          join runs p on p.tenant_id = ${db.tenant} and p.id = up.parent_run_id where up.parent_wait
        ) select bool_or(answerable) from up)) as waited_for,
      json_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'plan', t.plan,
        'timezone', t.timezone, 'locale', t.locale, 'settings', t.settings, 'holidays', t.holidays) as tenant
    from runs r join flows f on f.tenant_id = r.tenant_id and f.id = r.flow_id join tenants t on t.id = r.tenant_id
    where r.tenant_id = ${db.tenant} and r.id = ${parseId('run', runId)}`;
  if (!row) throw noSuchRun();
  return {
    start: { ...startOf(row), tenant: tenantInfo(tenantOf(row.tenant)) },
    plan: row.plan,
    planHash: row.plan_hash,
    workflowId: row.workflow_id,
    status: row.status,
    priority: row.priority,
    waitedFor: row.waited_for,
    machine: row.machine,
    depth: row.depth,
    keyed: row.run_key !== null,
  };
};
