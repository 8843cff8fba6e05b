import type { FlowEvent, Outcome } from '#flow/machine/protocol.ts';

/** What a signal tells the run's workflow. Each is known again by its event's id, its call, or by being the same twice. */
export type SignalPayload =
  | { signal: 'event'; event: FlowEvent }
  | { signal: 'answer'; call: number; outcome: Outcome }
  | { signal: 'pause' }
  | { signal: 'resume' };

export interface CancelPayload {
  reason: string;
}

interface RowBase {
  id: bigint;
  tenantId: string;
  runId: string;
  workflowId: string;
  attempts: number;
}

/** What Temporal has still to hear. A `start` carries nothing: `loadStart` reads the run. */
export type OutboxRow = RowBase &
  (
    | { kind: 'start'; payload: null }
    | { kind: 'signal'; payload: SignalPayload }
    | { kind: 'cancel'; payload: CancelPayload }
  );

/** A row that the transaction just wrote; whoever committed it may carry it out at once. */
export interface OutboxRef {
  id: bigint;
  tenantId: string;
  runId: string;
}
