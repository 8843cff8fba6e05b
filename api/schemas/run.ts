import { z } from 'zod';
import { id, instant, json, page } from './common.ts';

export const runStatus = z.enum(['queued', 'running', 'waiting', 'paused', 'succeeded', 'failed', 'cancelled']);

export const runError = z.object({
  code: z.string(),
  message: z.string(),
  node: z.string().optional(),
  attempts: z.number().int().optional(),
  details: json.optional(),
});

const pathStep = z.object({ container: z.string(), index: z.number().int() });

export const waitingFor = z.object({
  node: z.string(),
  kind: z.enum(['timer', 'event', 'approval', 'flow', 'parked']),
  path: z.array(pathStep).optional(),
  since: instant,
  until: instant.optional(),
  reason: z.string(),
});

export const runSummary = z.object({
  id: id('run'),
  flowId: id('flw'),
  flowVersion: z.number().int().nullable().describe('null: a draft'),
  status: runStatus,
  test: z.boolean(),
  acceptedAt: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  error: runError.nullable(),
});

const trigger = z.object({ type: z.string(), receivedAt: instant.optional() });
const waits = { waitingFor: z.array(waitingFor).optional() };

export const runView = runSummary.extend({
  trigger: trigger.extend({ data: json, headers: json.optional(), query: json.optional() }),
  output: json,
  answer: z.object({ status: z.number().int(), headers: json, body: json }).nullable().describe('What `respond` sent'),
  simulate: z.boolean(),
  parentRunId: id('run').nullable(),
  retryOf: id('run').nullable(),
  replacedBy: id('run').nullable(),
  ...waits,
});
export const runPage = page(runSummary.extend({ trigger, ...waits }));

const cutValue = z
  .object({ $cut: z.literal(true), size: z.number().int(), href: z.string(), preview: z.string() })
  .describe('In place of a long value: its size, and where the whole is');

const stepTry = z.object({
  n: z.number().int().describe('From 1; one that went with its process is missing'),
  startedAt: instant,
  endedAt: instant,
  error: z.object({ code: z.string(), message: z.string() }).nullable().describe('null: it came out well'),
  until: instant.optional().describe('It was told to wait until then, which is no attempt'),
});

export const traceStep = z.object({
  n: z.number().int().describe('Order in the trace, from 1'),
  node: z.string(),
  path: z.array(pathStep),
  status: z.enum(['running', 'waiting', 'retrying', 'parked', 'succeeded', 'failed', 'skipped', 'cancelled', 'pinned']),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  attempts: z.number().int(),
  port: z.string().nullable(),
  input: z.union([json, cutValue]),
  output: z.union([json, cutValue]),
  error: runError.nullable(),
  reason: z.string().optional(),
  tries: z
    .array(stepTry)
    .max(10)
    .optional()
    .describe('Its last attempts, where it needed more than one or was told to wait'),
});
export const trace = z.object({ steps: z.array(traceStep), nextCursor: z.string().nullable() });

/** What a trigger became (`flow-language` §10). */
export const admissionView = z.object({
  id: id('run'),
  runId: id('run'),
  status: runStatus.optional(),
  flowId: id('flw').optional(),
  flowVersion: z.number().int().nullable().optional(),
  skipped: z.literal(true).optional(),
  delivered: z.literal(true).optional(),
});

export const pin = z.object({
  port: z.string().optional(),
  output: json.optional(),
  error: z.object({ code: z.string(), message: z.string().optional(), details: json.optional() }).optional(),
});
