import { TramaError } from '#flow/errors.ts';
import type { RunError, Trigger } from '#flow/machine/protocol.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { findPublished } from '../flows/find-published.ts';
import { formatId } from '../ids.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { admitReading } from './admit-reading.ts';
import type { ClosedRow } from './close-rows.ts';
import { insertFailedRun } from './insert-failed-run.ts';
import type { ReadTrigger } from './read-trigger.ts';

type FailedRow = Pick<ClosedRow, 'id' | 'flow_id' | 'flow_version' | 'root_run_id' | 'depth'>;

const failureFlowOf = async (db: TenantDb, row: FailedRow): Promise<string | null> => {
  if (row.flow_version === null) return null;
  const [version] = await db.sql<{ plan: Plan }>`
    select plan from flow_versions
    where tenant_id = ${db.tenant} and flow_id = ${row.flow_id} and version = ${row.flow_version}`;
  return version?.plan.settings?.onFailure ?? null;
};

/**
 * Starts the flow that `settings.onFailure` of a failed run names (id or slug). It counts among the runs of the failed
 * run's root, so a failure flow that fails and names itself ends at the limits. One that is not published starts nothing.
 */
export const admitOnFailure = async (
  db: TenantDb,
  row: FailedRow,
  error: RunError | null,
  readTrigger: ReadTrigger,
): Promise<OutboxRef[]> => {
  const named = await failureFlowOf(db, row);
  const target = named === null ? null : await findPublished(db, named);
  if (!target) return [];
  const run = { id: formatId('run', row.id), flowId: formatId('flw', row.flow_id), flowVersion: row.flow_version };
  const data = JSON.parse(JSON.stringify({ run, error })) as Trigger['data'];
  const trigger: Trigger = { type: 'flow', data, receivedAt: new Date().toISOString() };
  try {
    const arrival = {
      flow: target,
      trigger,
      lineage: { rootRunId: formatId('run', row.root_run_id), depth: row.depth + 1 },
      idempotencyKey: `onFailure:${row.id}`,
    };
    const arrived = await admitReading(db, arrival, readTrigger, async (request, refusal) => {
      const { runId } = await insertFailedRun(db, request, refusal);
      return { kind: 'failed', runId, outbox: [] };
    });
    return arrived?.outbox ?? [];
  } catch (problem) {
    // What the failure flow's own settings refuse is not the failed run's business; its row must close.
    if (problem instanceof TramaError && problem.retry === 'never') return [];
    throw problem;
  }
};
