import { z } from 'zod';
import { etagOf } from '#api/flows/if-match.ts';
import { viewWithProblems } from '#api/flows/view-flow.ts';
import { created, ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { json } from '#api/schemas/common.ts';
import { flowView } from '#api/schemas/flow.ts';
import { createFlow as create } from '#domain/flows/create-flow.ts';
import { formatId } from '#domain/ids.ts';
import { importWorkflow } from '#flow/import/import-workflow.ts';
import type { Json } from '#flow/json.ts';

/** Exports carry pinned data and pictures, of which nothing is kept: they may be larger than a document. */
const WORKFLOW_LIMIT = 8 * 1024 * 1024;

const text = z.object({ pt: z.string(), en: z.string() });
const report = z.object({
  source: z.enum(['n8n', 'node-red', 'activepieces']),
  parts: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .optional()
    .describe('All flows of the document, where it holds several'),
  part: z.string().optional().describe('The one of them that was taken'),
  counts: z.object({ mapped: z.number().int(), approximated: z.number().int(), notMapped: z.number().int() }),
  nodes: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      status: z.enum(['mapped', 'approximated', 'notMapped']),
      nodes: z.array(z.string()).describe('Nodes of the flow that it became'),
      reasons: z.array(text),
    }),
  ),
  connections: z
    .array(
      z.object({
        type: z.string(),
        name: z.string(),
        connector: z.string().nullable(),
        nodes: z.array(z.string()),
      }),
    )
    .describe('Credentials that were used there: make a connection for each'),
  settings: z.array(z.string()).describe("Variables that are read: they are the tenant's settings here"),
  notes: z.array(text),
});

const anything = z.unknown().transform((body) => (body ?? null) as Json);

/** `{ workflow }`, or the workflow itself. */
const workflowIn = (body: Json): Json =>
  body !== null && typeof body === 'object' && !Array.isArray(body) && Object.hasOwn(body, 'workflow')
    ? (body.workflow ?? null)
    : body;

export const importFlow = route({
  method: 'post',
  path: '/flows/import',
  timeoutMs: 60_000,
  tag: 'Flows',
  summary: 'Make a flow of a workflow of n8n, Node-RED or Activepieces',
  description:
    'The body is what one of them exports, or `{ workflow }`. What cannot be mapped becomes a disabled step that keeps its ' +
    'original; the report tells of every node. With `dryRun` nothing is written.',
  query: z.object({
    dryRun: z.stringbool().optional().describe('true: only the document and the report'),
    part: z.string().max(200).optional().describe('Of several flows in one document, the one to take: its id'),
  }),
  body: anything,
  output: { 200: z.object({ document: json, report }), 201: z.object({ flow: flowView, report }) },
  scopes: ['flows:write'],
  idempotent: true,
  bodyLimit: WORKFLOW_LIMIT,
  handle: async ({ caller, query, body, request, resourceId }, deps) => {
    const made = importWorkflow(workflowIn(body), {
      catalogue: deps.catalogue,
      locale: request.locale,
      ...(query.part === undefined ? {} : { part: query.part }),
    });
    if (!made) {
      throw fail(
        'invalid',
        'Isto não é um fluxo do n8n, do Node-RED nem do Activepieces.',
        'This is no workflow of n8n, Node-RED or Activepieces.',
        {
          errors: [{ pointer: '', code: 'not_a_workflow', message: 'n8n, Node-RED, Activepieces' }],
        },
      );
    }
    if (query.dryRun) return ok(made);
    const id = resourceId === undefined ? {} : { id: formatId('flw', resourceId) };
    const given = { definition: made.document as unknown as Json, by: caller.principal, ...id };
    const flow = await deps.database.withTenant(caller.tenant.id, (db) => create(db, given));
    const view = await viewWithProblems(deps, caller, flow, request);
    return created(`/v1/flows/${flow.id}`, { flow: view, report: made.report }, { ETag: etagOf(flow.draftRevision) });
  },
});
