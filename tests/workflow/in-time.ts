import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import temporal from '@temporalio/proto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

/** Shorter than a test may take: then nobody would say where the run stood. */
const LONG_MS = 45_000;

/** What a run ended with; where it does not end, an error that tells its history and the server's clock. */
export async function resultInTime(environment: TestWorkflowEnvironment, run: WorkflowHandle): Promise<unknown> {
  const late = new AbortController();
  const tooLate = sleep(LONG_MS, undefined, { signal: late.signal }).then(async () => {
    const { events } = await run.fetchHistory();
    const kinds = (events ?? []).map((event) => temporal.temporal.api.enums.v1.EventType[event.eventType ?? 0]);
    const clock = new Date(await environment.currentTimeMs()).toISOString();
    throw new Error(`${run.workflowId} did not end; server's clock ${clock}; history: ${kinds.join(' ')}`);
  });
  try {
    return await Promise.race([run.result(), tooLate]);
  } finally {
    late.abort();
    tooLate.catch(() => undefined);
  }
}
