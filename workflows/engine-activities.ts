import type { Json } from '#flow/json.ts';
import type { PollNames } from '#flow/machine/poll-names.ts';
import type {
  ApprovalRequest,
  FlowEvent,
  Outcome,
  PathStep,
  StepTry,
  TraceStep,
  WaitingFor,
} from '#flow/machine/protocol.ts';

/** The run that an activity works for. */
export interface RunRef {
  tenantId: string;
  runId: string;
}

/** One attempt of an action, as its activity gets it. The secret of the connection is opened where it is used. */
export interface ActionCall extends RunRef {
  tenantSlug: string;
  flowId: string;
  test: boolean;
  timezone: string;
  /** `ten_…`: whom the run is about, where it is one of the product's own flows. */
  subject?: string;
  locale: string;
  node: string;
  connection: string | null;
  idempotencyKey: string;
  timeoutMs: number;
  config: Json;
  poll: { everyMs: number; until: string; forMs: number; names?: PollNames } | null;
  /** Attempts that were made by other activities. */
  before?: number;
  /** What they were, as far as it is known. */
  tries?: StepTry[];
  /** The attempt goes on in this process already: only wait for it. */
  goesOn?: true;
}

export type ActionAnswer =
  | {
      output: Json;
      /** The number of the attempt that brought it. */
      attempt: number;
      /** All attempts, where those before it failed. */
      tries?: StepTry[];
    }
  /** A local activity gives its worker's thread back: the attempt goes on, and answers on this queue. */
  | { goesOnAt: string };

/** Where a run stands, for its row. The number grows: a mark that comes late changes nothing. */
export interface RowMark {
  mark: number;
  status: 'running' | 'waiting' | 'paused';
  waitingFor: WaitingFor[];
}

/** What begins a wait may take the mark of it along: one activity, and one transaction, where there were two. */
type Marking = RunRef & { mark?: RowMark };

/** What the engine itself needs done outside: one activity type each. */
export interface EngineActivities {
  'trama.subscribe'(ask: Marking & { names: { name: string; key: string | null }[] }): Promise<FlowEvent[]>;
  /** The decision, where the row was there and decided before (its activity had died). */
  'trama.openApproval'(
    ask: Marking & {
      call: number;
      node: string;
      path: PathStep[];
      visit: string;
      request: ApprovalRequest;
      expiresAt: number | null;
    },
  ): Promise<Outcome | null>;
  /** The decision that came before the close, where one did. */
  'trama.closeApproval'(ask: RunRef & { call: number; reason: 'timeout' | 'cancelled' }): Promise<Outcome | null>;
  /** Starts a run of another flow. The end comes by signal where it is waited for. */
  'trama.startRun'(
    ask: RunRef & {
      workflowId: string;
      call: number;
      flow: string;
      input: Json;
      wait: boolean;
      idempotencyKey: string;
    },
  ): Promise<{ runId: string } | { error: { code: string; message: string } }>;
  'trama.cancelRun'(ask: RunRef & { child: string }): Promise<void>;
  'trama.savePage'(ask: RunRef & { page: number; steps: TraceStep[] }): Promise<void>;
  'trama.markRun'(ask: RunRef & RowMark): Promise<void>;
}
