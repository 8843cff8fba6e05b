import { MACHINE } from '#flow/machine/number.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { monthOf, mostOf, type RunMeter, refuseUse, uncountRun, warnOfRuns } from '../entitlements/meter.ts';
import { tooManyTests } from '../entitlements/refusals.ts';
import { frozenFlow } from '../entitlements/refuse-frozen.ts';
import { readSnapshot } from '../entitlements/snapshot.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { PLATFORM_ID } from '../platform/platform.ts';
import type { AdmitRequest } from './admit-request.ts';
import { hashRunKey, workflowIdOf } from './workflow-id.ts';

/** A request, with all that its row needs: ids as uuids, the key hashed. */
export interface Place {
  run: string;
  runId: string;
  flow: string;
  workflowId: string;
  runKey: string | null;
  group: { max: number; key: string } | null;
  request: AdmitRequest;
}

/** A test has no key and no group (`flow-language` §9). */
export const placeOf = (db: TenantDb, request: AdmitRequest): Place => {
  if (request.trigger.subject !== undefined && db.tenantId !== PLATFORM_ID)
    throw new Error('Only the product’s own flows are about a tenant');
  const runId = request.runId ?? newId('run');
  const { key, concurrency } = request.settings;
  const runKey = request.test || key === null ? null : hashRunKey(db, key);
  const group =
    request.test || concurrency === null
      ? null
      : { max: concurrency.max, key: concurrency.key === null ? '' : hashRunKey(db, concurrency.key) };
  const workflowId = workflowIdOf(db.tenantId, { id: runId, flowId: request.flow.id, runKey, test: request.test });
  return {
    run: parseId('run', runId),
    runId,
    flow: parseId('flw', request.flow.id),
    workflowId,
    runKey,
    group,
    request,
  };
};

const uuidOrNull = (id: string | undefined): string | null => (id === undefined ? null : parseId('run', id));

/** The run's columns in the order of `COLUMNS`. */
const valuesOf = ({ request, ...place }: Place) => ({
  version: request.version,
  plan: request.plan === undefined ? null : json(request.plan),
  pins: request.pins === undefined ? null : json(request.pins),
  parent: uuidOrNull(request.parent?.runId),
  root: uuidOrNull(request.parent?.rootRunId ?? request.lineage?.rootRunId) ?? place.run,
  depth: request.parent ? request.parent.depth + 1 : (request.lineage?.depth ?? 0),
  retryOf: uuidOrNull(request.retry?.of),
  keep: request.retry === undefined ? null : json(request.retry.keep),
});

/** What of the plan is asked where a run is written. Tests do what runs do: they have a count of their own, and an end. */
const gateOf = ({ request, ...place }: Place, depth: number) => {
  const { test, simulate = false, beyondPlan = false } = request;
  const counted = !beyondPlan && !simulate && depth === 0;
  const meter: RunMeter = test ? 'test_runs' : 'runs';
  return { flow: place.flow, gated: !test && !beyondPlan, counted, meter };
};

interface Written {
  made: string | null;
  outbox_id: bigint | null;
  /** -1: the plan does not limit runs. */
  most: bigint;
  /** Runs of the month, this one among them; null: it was not counted. */
  used: bigint | null;
  frozen: boolean;
}

/**
 * Writes the run; with `running` also its outbox `start`, and counts it where the plan limits runs, in one statement: the hot path
 * of admission. Gives null where the run was there already. @throws `limit_exceeded`, `plan_required`, `flow_frozen`; `rate_limited` of
 * tests
 */
export const insertRun = async (
  db: TenantDb,
  place: Place,
  status: 'running' | 'queued',
): Promise<{ outboxId: bigint | null } | null> => {
  const { request, run, flow } = place;
  const v = valuesOf(place);
  const { gated, counted, meter } = gateOf(place, v.depth);
  const [row] = await db.sql<Written>`
    with gate as (
      select case when ${counted}::boolean then ${mostOf(db, meter)} else -1 end as most,
        ${gated}::boolean and exists (select from frozen_items
          where tenant_id = ${db.tenant} and kind = 'flow' and item_id = ${flow}) as frozen
    ), counted as (
      insert into usage_totals as t (tenant_id, feature, period, used)
      select ${db.tenant}, ${meter}, ${monthOf(db)}, 1 from gate
      where most > 0 and not frozen and not exists (select from runs where tenant_id = ${db.tenant} and id = ${run})
      on conflict (tenant_id, feature, period) do update set used = t.used + 1
        where t.used + t.held < (select most from gate)
      returning t.used, t.period
    ), made as (
      insert into runs (
        tenant_id, id, flow_id, flow_version, plan_hash, plan, trigger_type, trigger, test, simulate, pins, answerable,
        run_key, concurrency_key, concurrency_max, priority, status, workflow_id, parent_run_id, parent_workflow_id,
        parent_call, parent_wait, root_run_id, depth, retry_of, retry, machine, started_at)
      select
        ${db.tenant}, ${run}, ${flow}, ${v.version}, ${request.planHash}, ${v.plan}::json, ${request.trigger.type},
        ${json(request.trigger)}::json, ${request.test}, ${request.simulate ?? false}, ${v.pins}::json,
        ${request.answerable}, ${place.runKey}, ${place.group?.key ?? null}, ${place.group?.max ?? null},
        ${request.settings.priority}, ${status}, ${place.workflowId}, ${v.parent}, ${request.parent?.workflowId ?? null},
        ${request.parent?.call ?? null}, ${request.parent?.wait ?? false}, ${v.root}, ${v.depth}, ${v.retryOf},
        ${v.keep}::json, ${MACHINE}, case when ${status} = 'running' then now() end
      from gate where not frozen and (most < 0 or exists (select from counted))
      on conflict (tenant_id, id) do nothing
      returning id, status
    ), told as (
      insert into outbox (tenant_id, kind, run_id, available_at)
      select ${db.tenant}, 'start', id, now() + interval '3 seconds' from made where status = 'running'
      returning id
    ), noted as (
      insert into usage_entries (tenant_id, feature, source, source_id, n, period)
      select ${db.tenant}, ${meter}, 'run', m.id::text, 1, c.period from made m, counted c
    )
    select g.most, g.frozen, (select used from counted) as used, (select id from made) as made,
      (select id from told) as outbox_id from gate g`;
  if (!row) throw new Error('A statement gave no row');
  if (row.made === null) return unwritten(db, place, { ...row, meter });
  if (row.used !== null && meter === 'runs') await warnOfRuns(db, Number(row.used), Number(row.most));
  return { outboxId: row.outbox_id };
};

/** Why nothing was written: it is there already, or the plan says no. */
const unwritten = async (
  db: TenantDb,
  { run }: Place,
  { frozen, used, most, meter }: Written & { meter: RunMeter },
): Promise<null> => {
  // Another try of the same call came between; it is counted once, by that one.
  if (used !== null) await uncountRun(db, meter);
  else if (frozen) throw await frozenFlow(db);
  else if (await findRun(db, run)) return null;
  else if (meter === 'test_runs') throw tooManyTests(await readSnapshot(db), Number(most));
  else await refuseUse(db, 'runs', 1);
  return null;
};

export interface KnownRun {
  id: string;
  status: string;
  workflow_id: string;
}

export const findRun = async (db: TenantDb, run: string): Promise<KnownRun | undefined> => {
  const [row] =
    await db.sql<KnownRun>`select id, status, workflow_id from runs where tenant_id = ${db.tenant} and id = ${run}`;
  return row && { ...row, id: formatId('run', row.id) };
};
