import { z } from 'zod';
import { checkDraft } from '#api/flows/check-draft.ts';
import { viewWithProblems } from '#api/flows/view-flow.ts';
import { created, ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { json, problem } from '#api/schemas/common.ts';
import { columnInput } from '#api/schemas/data-table.ts';
import { flowView } from '#api/schemas/flow.ts';
import { getFlow } from '#domain/flows/get-flow.ts';
import { fillTemplate } from '#domain/templates/fill-template.ts';
import { gallery } from '#domain/templates/gallery.ts';
import type { Template } from '#domain/templates/template.ts';
import { says, summarizeTemplate, viewTemplate } from '#domain/templates/view-template.ts';
import type { Json } from '#flow/json.ts';
import { CATEGORIES, FIELD_KINDS, SEGMENTS } from '#flow/template-lists.ts';
import { makeFlows, refuseUnfit } from './make-flows.ts';

const summary = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  category: z.enum(CATEGORIES),
  segments: z.array(z.enum(SEGMENTS)),
  connectors: z.array(z.string()),
  trigger: z.string(),
  document: json,
});

export const needView = z.object({ key: z.string(), connector: z.string(), purpose: z.string() });
export const fieldView = z.object({
  key: z.string(),
  title: z.string(),
  help: z.string(),
  kind: z.enum(FIELD_KINDS),
  example: json,
  parts: z
    .array(z.object({ key: z.string(), title: z.string(), kind: z.enum(['text', 'longText', 'days']) }))
    .describe('What each item of a list holds'),
  start: json.describe('What counts where nothing is said; empty: it has to be said before the flow is published'),
});

const view = summary.extend({
  story: z.array(z.string()),
  needs: z.array(needView),
  setup: z.array(fieldView),
  tables: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      columns: z.array(columnInput.omit({ id: true })),
    }),
  ),
  sample: z.array(z.object({ title: z.string(), data: json })),
});

/** What whoever uses a template or a kit says. */
export const using = z.strictObject({
  values: z.record(z.string(), json).default({}).describe('By the key of a field'),
  connections: z.record(z.string(), z.string().max(200)).default({}).describe('Ids or names, by the key of a need'),
  publish: z.boolean().default(false).describe('Publish at once: nothing may be missing then'),
});

export const madeTables = z.array(
  z.object({ id: z.string(), name: z.string(), how: z.enum(['created', 'extended', 'kept']) }),
);
export const missing = {
  missingValues: z.array(z.string()).describe('Keys of fields that are still empty'),
  missingConnections: z.array(z.string()).describe('Keys of needs without a connection'),
};

const templateRef = z.object({ template: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/) });

/** @throws `not_found` */
const find = (id: string): Template => {
  const found = gallery().get(id);
  if (!found) throw fail('not_found', 'Este modelo não existe.', 'There is no such template.');
  return found;
};

export const listTemplates = route({
  method: 'get',
  path: '/templates',
  tag: 'Templates',
  summary: 'The gallery: flows to begin with',
  query: z.object({
    category: z.enum(CATEGORIES).optional(),
    segment: z.enum(SEGMENTS).optional(),
    q: z.string().max(200).optional().describe('Words in title, summary or story, in either language'),
  }),
  output: { 200: z.object({ data: z.array(summary) }) },
  scopes: ['flows:read'],
  handle: async ({ query: { category, segment, q }, request }) => {
    const found = [...gallery().values()].filter(
      (one) =>
        (category === undefined || one.category === category) &&
        (segment === undefined || one.segments.includes(segment)) &&
        (q === undefined || q.trim() === '' || says(one, q.trim())),
    );
    return ok({ data: found.map((one) => summarizeTemplate(one, request.locale)) });
  },
});

export const getTemplate = route({
  method: 'get',
  path: '/templates/{template}',
  tag: 'Templates',
  summary: 'A template: its flow, what it needs, what to fill in',
  params: templateRef,
  output: { 200: view },
  scopes: ['flows:read'],
  handle: async ({ params, request }) => ok(viewTemplate(find(params.template), request.locale)),
});

export const useTemplate = route({
  method: 'post',
  path: '/templates/{template}/use',
  timeoutMs: 60_000,
  tag: 'Templates',
  summary: 'Make a flow of a template, and the tables that it works with',
  description:
    'All or nothing. Fields and connections may be left for later: then it is a draft, and the answer tells what is missing. ' +
    'With `dryRun` nothing is written: the answer is the document with its problems.',
  params: templateRef,
  query: z.object({ dryRun: z.stringbool().optional() }),
  body: using.extend({ name: z.string().trim().min(1).max(200).optional() }),
  output: {
    200: z.object({ document: json, problems: z.array(problem), ...missing }),
    201: z.object({ flow: flowView, tables: madeTables, ...missing }),
  },
  errors: ['flow_has_problems', 'conflict', 'quota_exceeded'],
  scopes: ['flows:write'],
  idempotent: true,
  handle: async ({ caller, params, query, body, request, resourceId }, deps) => {
    const template = find(params.template);
    refuseUnfit([template], body.values);
    const filled = fillTemplate(template, { ...body, locale: request.locale });
    if (query.dryRun) {
      const document = filled.document as unknown as Json;
      const { problems } = await checkDraft(deps, caller.tenant.id, document, { locale: request.locale, flowId: null });
      return ok({ ...filled, problems });
    }
    const making = { locale: request.locale, publish: body.publish, resourceId };
    const { flows, tables } = await makeFlows(deps, caller, [{ template, filled }], making);
    const [{ flow: made, missingValues, missingConnections }] = flows as [(typeof flows)[number]];
    const flow = await deps.database.withTenant(caller.tenant.id, (db) => getFlow(db, made.id));
    const shown = await viewWithProblems(deps, caller, flow, request);
    return created(`/v1/flows/${flow.id}`, { flow: shown, tables, missingValues, missingConnections });
  },
});
