import type { Compensation, FlowSettings, RetryPolicy } from '../document.ts';
import type { Json, JsonObject, JsonSchema } from '../json.ts';
import type { NodeType } from '../node-type.ts';

/** An edge of a plan: indexes into the plan's nodes; `from` is -1 at the entry of a scope. */
export interface PlanEdge {
  from: number;
  port: string;
  to: number;
}

export interface PlanNode {
  id: string;
  type: string;
  /** Version of the node type. */
  v: number;
  action: boolean;
  label: string;
  config: JsonObject;
  /** Top-level config fields that are not searched for expressions. */
  literal: string[];
  /** Index of the scope it stands in, and of the one inside it (-1: none). */
  scope: number;
  inner: number;
  disabled: boolean;
  /** `join: "first"`. */
  first: boolean;
  effect: NodeType['effect'];
  /** Of one attempt. */
  timeoutMs: number;
  retry?: RetryPolicy;
  connection?: string;
  compensation?: Compensation & { timeoutMs: number; literal: string[] };
  poll?: { everyMs: number; until: string; forMs: number };
  outputSchema?: JsonSchema;
  /** Id of the node whose `error` port lies on every path to here: what `error` means here. */
  errorOf?: string;
  /** Ids whose output its expressions read. */
  reads: string[];
  /** What `simulate` gives. */
  example?: Json;
}

export interface PlanScope {
  /** Index of the container, -1 for the top. */
  owner: number;
  /** Indexes of its nodes, in order of the document. */
  nodes: number[];
  /** Its edges in order of the document; where the order shows, it is this. */
  edges: PlanEdge[];
}

/** What the compiler makes of a document: immutable, named by the hash of its content, run by the machine. */
export interface Plan {
  /** Number of the plan's form. */
  plan: 1;
  hash: string;
  name: string;
  trigger: { type: string; config: JsonObject };
  input?: JsonSchema;
  vars: JsonObject;
  output?: Json;
  /** Ids whose output `output` reads. */
  reads: string[];
  settings: FlowSettings & { timezone: string; timeoutMs: number | null };
  nodes: PlanNode[];
  scopes: PlanScope[];
}

/** The machine's default for actions that say nothing of their own. */
export const DEFAULT_TIMEOUT = 'PT30S';
export const DEFAULT_TIMEZONE = 'America/Sao_Paulo';
export const DEFAULT_RUN_TIMEOUT = 'P30D';
