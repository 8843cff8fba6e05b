import { z } from 'zod';
import type { Json, JsonObject, JsonSchema } from './json.ts';

/** A place on the canvas. It never has meaning. */
export interface Position {
  x: number;
  y: number;
}

export interface RetryPolicy {
  /** Counts the first attempt. */
  maxAttempts?: number;
  initialInterval?: string;
  backoff?: number;
  maxInterval?: string;
  nonRetryable?: string[];
  /** How long an action may park in all. */
  maxWait?: string;
}

export interface Compensation {
  type: string;
  config: JsonObject;
  connection?: string;
  timeout?: string;
  retry?: RetryPolicy;
}

export interface FlowNode {
  id: string;
  type: string;
  config: JsonObject;
  label?: string;
  note?: string;
  position?: Position;
  disabled?: boolean;
  parent?: string;
  join?: 'all' | 'first';
  timeout?: string;
  retry?: RetryPolicy;
  outputSchema?: JsonSchema;
  connection?: string;
  compensation?: Compensation;
  poll?: { every: string; until: string; for: string };
}

export interface FlowEdge {
  from: string;
  to: string;
}

export interface FlowSettings {
  timezone?: string;
  timeout?: string | null;
  key?: string | null;
  whenBusy?: 'signal' | 'queue' | 'skip' | 'replace';
  concurrency?: { max: number; key?: string };
  priority?: number;
  onFailure?: string;
  keepData?: 'all' | 'failures';
  redact?: string[];
}

/** A flow document, `flow-language` §1, as an author wrote it. */
export interface FlowDocument {
  language: 'trama/1';
  name: string;
  description?: string;
  trigger: { type: string; config: JsonObject };
  input?: JsonSchema;
  vars?: JsonObject;
  nodes: FlowNode[];
  edges: FlowEdge[];
  output?: Json;
  settings?: FlowSettings;
}

/** Any JSON: what was parsed from a text needs no second look, and stays the object that it was. */
const json = z.unknown();
const object = json.check(({ value, issues }) => {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return;
  issues.push({ code: 'invalid_type', expected: 'object', input: value });
}) as unknown as z.ZodType<JsonObject>;
const duration = z.string();
const retry = z.strictObject({
  maxAttempts: z.int().min(1).max(1000).optional(),
  initialInterval: duration.optional(),
  backoff: z.number().min(1).max(100).optional(),
  maxInterval: duration.optional(),
  nonRetryable: z.array(z.string()).optional(),
  maxWait: duration.optional(),
});

/** Shape of one node; what its type says of `config` is checked by the compiler. */
export const nodeSchema = z.strictObject({
  id: z.string(),
  type: z.string(),
  config: object.default({}),
  label: z.string().max(200).optional(),
  note: z.string().max(10_000).optional(),
  position: z.strictObject({ x: z.number(), y: z.number() }).optional(),
  disabled: z.boolean().optional(),
  parent: z.string().optional(),
  join: z.enum(['all', 'first']).optional(),
  timeout: duration.optional(),
  retry: retry.optional(),
  outputSchema: object.optional(),
  connection: z.string().optional(),
  compensation: z
    .strictObject({
      type: z.string(),
      config: object.default({}),
      connection: z.string().optional(),
      timeout: duration.optional(),
      retry: retry.optional(),
    })
    .optional(),
  poll: z.strictObject({ every: duration, until: z.string(), for: duration }).optional(),
});

export const settingsSchema = z.strictObject({
  timezone: z.string().optional(),
  timeout: duration.nullable().optional(),
  key: z.string().nullable().optional(),
  whenBusy: z.enum(['signal', 'queue', 'skip', 'replace']).optional(),
  concurrency: z.strictObject({ max: z.int().min(1).max(10_000), key: z.string().optional() }).optional(),
  priority: z.int().min(1).max(5).optional(),
  onFailure: z.string().optional(),
  keepData: z.enum(['all', 'failures']).optional(),
  redact: z.array(z.string()).optional(),
});

export const edgeSchema = z.strictObject({ from: z.string(), to: z.string() });

/** Shape of a document around its nodes and edges, which are read one by one. */
export const documentSchema = z.strictObject({
  language: z.literal('trama/1'),
  name: z.string().min(1).max(200),
  description: z.string().max(10_000).optional(),
  trigger: z.strictObject({ type: z.string(), config: object.default({}) }),
  input: object.optional(),
  vars: object.optional(),
  nodes: z.array(json),
  edges: z.array(json),
  output: json.optional(),
  settings: settingsSchema.optional(),
});
