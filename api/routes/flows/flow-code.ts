import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import { fileHeaders } from '#api/files/file-headers.ts';
import { readSource } from '#api/flows/code-sources.ts';
import { bytes, ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { flowRef } from '#api/schemas/flow.ts';
import { getVersion } from '#domain/flows/find-version.ts';
import { getFlow } from '#domain/flows/get-flow.ts';
import type { CodeProject } from '#flow/codegen/project.ts';
import { compile } from '#flow/compile.ts';
import type { FlowDocument } from '#flow/document.ts';
import type { Json, Locale } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';

const which = z
  .union([z.literal('draft'), z.coerce.number().int().min(1)])
  .optional()
  .describe('Number of a version, or `draft`; the published one where there is one, else the draft');

interface Chosen {
  definition: Json;
  /** Of the draft: none yet. */
  plan: Plan | null;
}

export const flowCode = route({
  method: 'get',
  path: '/flows/{flow}/code',
  tag: 'Versions',
  summary: 'The flow as a Temporal project in TypeScript',
  description:
    'A project that stands by itself and does what the flow does: its files, and notes on what is not exported or is ' +
    'left to be done. No secret is in it. With `Accept: application/zip` or `?format=zip` it comes as an archive.',
  params: flowRef,
  query: z.object({ version: which, format: z.enum(['json', 'zip']).optional() }),
  output: {
    200: z.object({
      workflow: z.string().describe('Name of the workflow'),
      files: z.array(z.object({ path: z.string(), content: z.string() })),
      notes: z.array(z.string()),
    }),
  },
  scopes: ['flows:read'],
  errors: ['flow_has_problems'],
  handle: async ({ caller, params, query, request }, deps) => {
    const { definition, plan } = await chosen(deps, caller.tenant.id, params.flow, query.version);
    const { codeOf } = await import('#flow/codegen/project.ts');
    const compiled = plan ?? compiledOf(deps, definition, request.locale);
    const project = codeOf(compiled, definition as unknown as FlowDocument, readSource, request.locale);
    const zipped = query.format === 'zip' || (!query.format && request.header('accept') === 'application/zip');
    if (!zipped) return ok(project);
    const name = `${project.workflow}.zip`;
    return bytes(await archive(project), fileHeaders({ name, type: 'application/zip' }, false));
  },
});

async function chosen(
  deps: ApiDeps,
  tenantId: string,
  ref: string,
  version: number | 'draft' | undefined,
): Promise<Chosen> {
  return await deps.database.withTenant(tenantId, async (db) => {
    const flow = await getFlow(db, ref);
    const wanted = version ?? flow.publishedVersion ?? 'draft';
    return wanted === 'draft' ? { definition: flow.draft, plan: null } : await getVersion(db, ref, wanted);
  });
}

function compiledOf(deps: ApiDeps, definition: Json, locale: Locale): Plan {
  const { plan, problems } = compile(definition, deps.catalogue, { locale });
  if (plan) return plan;
  throw fail('flow_has_problems', 'Corrija os erros para ver o código.', 'Mend the errors to see the code.', {
    details: { problems: JSON.parse(JSON.stringify(problems)) as Json },
  });
}

/** All in one folder, so that unpacking it litters nothing. */
async function archive({ files, workflow }: CodeProject): Promise<Uint8Array> {
  const { strToU8, zipSync } = await import('fflate');
  return zipSync(Object.fromEntries(files.map(({ path, content }) => [`${workflow}/${path}`, strToU8(content)])));
}
