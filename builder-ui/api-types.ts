import type { Board } from '#flow/board.ts';
import type { FlowDocument } from '#flow/document.ts';
import type { Json, JsonObject, JsonSchema, Text } from '#flow/json.ts';
import type { Pin, RunError, TraceStep, WaitingFor } from '#flow/machine/protocol.ts';
import type { NodeType } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';

/** `amount`: whole cents, or whatever the currency's smallest unit is. */
export interface Money {
  amount: number;
  currency: string;
}

/** What the API answers, as far as the builder reads it. */
export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

export interface Me {
  user: { id: string; email: string; name?: string | null } | null;
  tenant: { id: string; slug: string; name: string; plan: string; timezone: string; locale: string };
  /** Of a person: owner, admin, editor, operator, viewer, or `rol_…`. Null: a key. */
  role?: string | null;
  /** What may be done; `*`: everything. */
  scopes: string[];
  /** May do what operators of the installation do. */
  operator?: boolean;
  /** One of ours sits in this person's place. */
  impersonated?: boolean;
  /** Why the tenant keeps them out just now. */
  barred?: { code: string; detail: string } | null;
  /** What the tenant's plan lets it do; missing: nobody is limited here. */
  entitled?: Entitled | null;
}

/** As far as menus and buttons need it: the API itself says no where it matters. */
export interface Entitled {
  /** Its tier: `BUSINESS`; null: there are no plans here. */
  plan: string | null;
  state: 'free' | 'trialing' | 'active' | 'past_due' | 'grace' | 'paused' | 'ended';
  access: 'full' | 'read_only';
  features: Record<string, boolean | string | string[] | null>;
  modules: string[];
}

export interface FlowSummary {
  id: string;
  slug: string;
  name: string;
  publishedVersion: number | null;
  archivedAt: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface Flow extends FlowSummary {
  draft: FlowDocument;
  board: Board;
  /** The draft is not what is published. */
  unpublishedChanges: boolean;
  /** Where others call it, once it is published; null: it begins in another way. */
  webhook: { url: string; method: string } | null;
  problems: Problem[];
}

export interface FlowVersion {
  version: number;
  note: string | null;
  hash: string;
  createdAt: string;
  createdBy?: string | null;
  definition?: FlowDocument;
}

export type RunStatus = 'queued' | 'running' | 'waiting' | 'paused' | 'succeeded' | 'failed' | 'cancelled';

export interface Run {
  id: string;
  flowId: string;
  /** Null: a draft. */
  flowVersion: number | null;
  trigger: JsonObject;
  status: RunStatus;
  test?: boolean;
  acceptedAt?: string;
  startedAt: string | null;
  endedAt: string | null;
  output: Json;
  error: RunError | null;
  waitingFor?: WaitingFor[] | null;
  /** The run that this one tries again, and the one whose node started it. */
  retryOf?: string | null;
  parentRunId?: string | null;
}

/** Long values of `input` and `output` are cut: `{ $cut, size, href, preview }`. */
export type Step = TraceStep;

export interface StartRun {
  data: Json;
  version?: number | 'draft';
  test?: boolean;
  simulate?: boolean;
  pins?: Record<string, Pin>;
}

export type ApprovalStatus = 'open' | 'approved' | 'rejected' | 'timeout' | 'cancelled';

export interface Approval {
  id: string;
  runId: string;
  flowId: string;
  flowName: string;
  node: string;
  title: string;
  details: Json;
  fields: Record<string, JsonSchema>;
  assignees: string[];
  status: ApprovalStatus;
  createdAt: string;
  expiresAt: string | null;
  closedAt: string | null;
  by: string | null;
  comment: string | null;
  values: JsonObject | null;
}

export type NoticeLevel = 'info' | 'success' | 'warning' | 'error';

export interface Notice {
  id: string;
  title: string;
  body: string;
  level: NoticeLevel;
  /** A path of the builder, or an https address. */
  link: string | null;
  createdAt: string;
  readAt: string | null;
}

export interface Notices extends Page<Notice> {
  /** All that are not read, whatever the page shows. */
  unread: number;
}

export interface Connection {
  id: string;
  connector: string;
  name: string;
  hosts: string[];
  createdAt: string;
  testedAt: string | null;
  testError: string | null;
  /** When the secret was last written. */
  secretChangedAt: string;
  /** Of connections that a person signs in to. */
  signIn: {
    state: 'signed_in' | 'needed';
    account: string | null;
    at: string | null;
    failedAt: string | null;
  } | null;
}

/** A kind of connection: the fields that one of it is made of. */
export interface ConnectionKind {
  connector: string;
  title: Text;
  description: Text;
  icon: string;
  schema: JsonSchema;
}

/** What flows are made of. */
export interface CatalogueAnswer {
  data: NodeType[];
  connections: ConnectionKind[];
}

/** RFC 9457. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  traceId?: string;
  errors?: { pointer: string; code: string; message: string }[];
  problems?: Problem[];
  /** Of what a plan does not let one do: where it is changed, and what is missing. */
  upgradeUrl?: string;
  feature?: string;
  marketplace?: string;
  requiredPlan?: string | null;
  currentPlan?: string | null;
  limit?: number;
  current?: number;
  resetsAt?: string | null;
  /** Of the subscription, where it says why. */
  state?: string;
  /** Of a wish about the plan that is refused: which of the known reasons. */
  reason?: string;
}

/** `GET /v1/flows/{flow}/schedule` */
export interface Schedule {
  flowId: string;
  version: number;
  next: string[];
  pausedAt: string | null;
  last: { dueAt: string; firedAt: string; outcome: string; runId: string | null } | null;
  missed: { count: number; lastAt: string | null };
}

/** Sums of calls of language models. Money in US dollars, of models whose price is known. */
export interface AiSums {
  calls: number;
  lostCalls: number;
  unpricedCalls: number;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  costUsd: number;
}

/** Null: no limit. */
export interface AiBudget {
  tokens: number | null;
  costUsd: number | null;
}

/** `GET /v1/ai/usage` */
export interface AiUsage extends AiSums {
  /** `2026-11` */
  month: string;
  reservedTokens: number;
  reservedUsd: number;
  budget: AiBudget;
  models: (AiSums & { provider: string; model: string })[];
  flows: (AiSums & { flowId: string | null; flowName: string | null })[];
  days: (AiSums & { day: string })[];
}

export type MessageStatus = 'received' | 'sending' | 'sent' | 'failed';

export interface Conversation {
  id: string;
  channel: string;
  account: { id: string; name: string; error: string | null };
  title: string | null;
  contact: Json;
  state: 'idle' | 'waiting' | 'unreachable';
  lastMessage: { direction: 'in' | 'out'; text: string; status: MessageStatus; at: string } | null;
  lastError: { code: string; message: string; at: string; runId: string | null } | null;
  createdAt: string;
  activeAt: string;
}

export interface ConversationWithQuestions extends Conversation {
  questions: { runId: string; flowId: string; flowName: string; askedAt: string; expiresAt: string | null }[];
}

export interface Message {
  id: string;
  direction: 'in' | 'out';
  kind: string;
  text: string;
  options: string[];
  status: MessageStatus;
  error: string | null;
  runId: string | null;
  at: string;
}

/** What a language model writes, as it comes: at that character of the node's text; 0 begins anew. */
export interface PartialText {
  node: string;
  at: number;
  text: string;
}

/** A flow as a project in TypeScript. */
export interface FlowCode {
  workflow: string;
  files: { path: string; content: string }[];
  notes: string[];
}
