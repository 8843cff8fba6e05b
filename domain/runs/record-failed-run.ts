import type { RunError } from '#flow/machine/protocol.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { isPlanCode } from '../entitlements/refusals.ts';
import { tellOfEnds } from '../outbound/run-facts.ts';
import type { Arrived } from './admit-reading.ts';
import type { AdmitRequest } from './admit-request.ts';
import { insertFailedRun } from './insert-failed-run.ts';
import { admitOnFailure } from './on-failure.ts';
import type { ReadTrigger } from './read-trigger.ts';

/** Keeps what was accepted but cannot run (`bad_input` where no caller waits), and starts the flow's `onFailure`. */
export const recordFailedRun = async (
  db: TenantDb,
  request: Omit<AdmitRequest, 'settings'>,
  error: RunError,
  readTrigger: ReadTrigger,
): Promise<Arrived> => {
  const { run, runId, flow } = await insertFailedRun(db, request, error);
  const at = new Date().toISOString();
  const ended = { id: run, flow_id: flow, flow_version: request.version, trigger_type: request.trigger.type };
  await tellOfEnds(db, [{ ...ended, status: 'failed', test: request.test }], () => ({
    startedAt: at,
    endedAt: at,
    error,
  }));
  const row = { id: run, flow_id: flow, flow_version: request.version, root_run_id: run, depth: 0 };
  // A flow for failures would run beside the plan that refused this one.
  const silent = request.test || isPlanCode(error.code);
  const outbox = silent ? [] : await admitOnFailure(db, row, error, readTrigger);
  return { kind: 'failed', runId, outbox };
};
