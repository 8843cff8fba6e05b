import type { Json } from '../json.ts';
import type { FlowEvent, RunError, TraceStep } from './protocol.ts';
import type { MachineState } from './state.ts';

/** How a run ended: its workflow's result, carried to PostgreSQL by whoever sees it first. */
export interface RunResult {
  tenantId: string;
  flowId: string;
  runId: string;
  status: 'succeeded' | 'failed' | 'cancelled';
  output: Json;
  error: RunError | null;
  /** What `respond` sent. */
  answer: MachineState['answer'];
  /** The last page of the trace, and its number; those before it are in PostgreSQL. */
  steps: TraceStep[];
  page: number;
  /** ISO 8601 UTC. */
  startedAt: string;
  endedAt: string;
  /** `trigger` events that the run never read, oldest first. */
  unreadTriggers: FlowEvent[];
  /** Ids of all `trigger` events that reached it: one whose delivery was not marked done is not handed back again. */
  seenTriggers: string[];
  /** `keepData: failures` and it did not fail: only the shape of the run is kept. */
  discardData: boolean;
  /** Its flow starts others: those that it still waits for end with it. */
  startsRuns: boolean;
  /** Signals may reach the run until its server knows that it is over. */
  mayHearMore: boolean;
}
