import { z } from 'zod';
import { id, instant, json, page, problem } from './common.ts';

/** A flow by its id or its slug. */
export const flowRef = z.object({ flow: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/) });

/** A flow document. It may be wrong: what is, comes back in `problems`. */
export const definition = json.meta({ type: 'object' }).describe('A flow document (`trama/1`)');

/** Written by people who look at flows on a canvas; it never has meaning for a run of production. */
export const board = json.meta({ type: 'object' });

export const flowSummary = z.object({
  id: id('flw'),
  slug: z.string(),
  name: z.string(),
  draftRevision: z.number().int(),
  publishedVersion: z.number().int().nullable(),
  createdAt: instant,
  updatedAt: instant,
  archivedAt: instant.nullable(),
  unpublishedChanges: z.boolean().describe('The draft is not what is published'),
  trigger: z.string().nullable().describe("Type of the draft's trigger"),
  folder: z.string().nullable(),
  tags: z.array(z.string()),
  frozen: z.boolean().describe('Over what the plan includes: nothing starts it'),
  minutesSaved: z.number().nullable().describe('What a person would need for what one run does'),
});

export const flowView = flowSummary.extend({
  draft: json,
  draftBy: z.string().nullable().describe('Who saved it last, as the audit names them; null: nobody since it was made'),
  board: board.describe('What only the builder knows: notes, groups, pins, sample events'),
  problems: z.array(problem).describe('Of the draft'),
  webhook: z
    .object({ url: z.string(), method: z.string() })
    .nullable()
    .describe("Where others call it, where the draft's trigger is a webhook"),
});

export const flowPage = page(flowSummary);

export const versionSummary = z.object({
  flowId: id('flw'),
  version: z.number().int(),
  hash: z.string(),
  note: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
});
export const versionView = versionSummary.extend({ definition: json });
export const versionPage = page(versionSummary);

export const validation = z.object({
  problems: z.array(problem),
  plan: z.object({ hash: z.string(), nodes: z.number().int() }).nullable(),
});
