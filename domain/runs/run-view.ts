import type { Json, JsonObject } from '#flow/json.ts';
import type { RunError, Trigger, WaitingFor } from '#flow/machine/protocol.ts';
import { sql } from '#prisma/sql.ts';
import { formatId, formatNullable } from '../ids.ts';

export type RunStatus = 'queued' | 'running' | 'waiting' | 'paused' | 'succeeded' | 'failed' | 'cancelled';

/** A run as its row has it. Times are ISO 8601 UTC. */
export interface RunView {
  id: string;
  flowId: string;
  /** Null: the draft. */
  flowVersion: number | null;
  test: boolean;
  simulate: boolean;
  trigger: Trigger;
  status: RunStatus;
  acceptedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  output: Json;
  error: RunError | null;
  /** What `respond` sent. */
  answer: { status: number; headers: JsonObject; body: Json } | null;
  waitingFor: WaitingFor[];
  parentRunId: string | null;
  rootRunId: string;
  retryOf: string | null;
  replacedBy: string | null;
  planHash: string;
  workflowId: string;
}

export interface RunRow {
  id: string;
  flow_id: string;
  flow_version: number | null;
  test: boolean;
  simulate: boolean;
  trigger: Trigger;
  status: RunStatus;
  accepted_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  output: Json;
  error: RunError | null;
  answer: RunView['answer'];
  waiting_for: WaitingFor[] | null;
  parent_run_id: string | null;
  root_run_id: string;
  retry_of: string | null;
  replaced_by: string | null;
  plan_hash: string;
  workflow_id: string;
}

export const RUN_COLUMNS = sql`id, flow_id, flow_version, test, simulate, trigger, status, accepted_at, started_at,
  ended_at, output, error, answer, waiting_for, parent_run_id, root_run_id, retry_of, replaced_by, plan_hash,
  workflow_id`;

export const viewRun = (row: RunRow): RunView => ({
  id: formatId('run', row.id),
  flowId: formatId('flw', row.flow_id),
  flowVersion: row.flow_version,
  test: row.test,
  simulate: row.simulate,
  trigger: row.trigger,
  status: row.status,
  acceptedAt: row.accepted_at.toISOString(),
  startedAt: row.started_at?.toISOString() ?? null,
  endedAt: row.ended_at?.toISOString() ?? null,
  output: row.output,
  error: row.error,
  answer: row.answer,
  waitingFor: row.waiting_for ?? [],
  parentRunId: formatNullable('run', row.parent_run_id),
  rootRunId: formatId('run', row.root_run_id),
  retryOf: formatNullable('run', row.retry_of),
  replacedBy: formatNullable('run', row.replaced_by),
  planHash: row.plan_hash,
  workflowId: row.workflow_id,
});
