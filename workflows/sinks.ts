import type { Sinks } from '@temporalio/workflow';
import type { Json, JsonObject } from '#flow/json.ts';
import type { RunResult } from '#flow/machine/run-result.ts';

/** What a workflow tells the process that runs it, at most once and outside its history. */
export interface EngineSinks extends Sinks {
  engine: {
    /** The caller's answer, before the run has ended. */
    answered(
      run: { tenantId: string; runId: string },
      answer: { status: number; headers: JsonObject; body: Json },
    ): void;
    ended(result: RunResult): void;
    /** Something of the run has changed: whoever watches may look again. */
    changed(run: { tenantId: string; flowId: string; runId: string }): void;
  };
}
