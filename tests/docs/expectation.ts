import { z } from 'zod';
import type { Json } from '#flow/json.ts';

const json = z.json() as z.ZodType<Json>;
const value = z.record(z.string(), json);

/** What the outside answers to one call of a node: in its place, after that time of the run's clock. */
const answer = z.strictObject({
  output: json.optional(),
  /** Of an approval: how it was decided. */
  port: z.string().optional(),
  error: z.strictObject({ code: z.string(), message: z.string().optional(), details: json.optional() }).optional(),
  /** Not now, says the other side: park until then. */
  waitUntil: z.string().optional(),
  attempts: z.int().optional(),
  /** ISO 8601; a moment where it is left out. */
  after: z.string().optional(),
});
export type ExampleAnswer = z.output<typeof answer>;

const event = z.strictObject({
  after: z.string(),
  name: z.string(),
  key: z.string().nullable().optional(),
  data: json.optional(),
});
export type ExampleEvent = z.output<typeof event>;

/** The block under an example: what goes in, and what must come out. */
export const expectation = z.strictObject({
  data: json.optional(),
  /** By node: its answers, one a call; the last stays. `null`: it never answers. A node that is not named answers null. */
  world: z.record(z.string(), z.union([answer, z.array(answer), z.null()])).optional(),
  events: z.array(event).optional(),
  /** Came under these names and keys after the run began, before anything waited. */
  earlier: z.array(event.omit({ after: true })).optional(),
  cancelAfter: z.string().optional(),
  pins: value.optional(),
  simulate: z.boolean().optional(),

  status: z.enum(['succeeded', 'failed', 'cancelled', 'waiting']).optional(),
  output: json.optional(),
  error: value.optional(),
  /** What the caller got by `respond`. */
  answer: value.optional(),
  /** Status by node; a list for a node of a loop. */
  steps: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  ports: z.record(z.string(), z.string().nullable()).optional(),
  /** What left for the outside, in order: the node, and what is shown of its call. */
  calls: z.array(z.looseObject({ node: z.string() })).optional(),
  /** Of the run's clock, in whole seconds, ISO 8601. */
  took: z.string().optional(),
  waitingFor: z.array(value).optional(),

  /** `error:not_before@node`; nothing but these. An example without this list has no problem. */
  problems: z.array(z.string()).optional(),
  /** What admission reads of the settings for `data`. */
  admission: value.optional(),
});
export type Expectation = z.output<typeof expectation>;
