import { refusePlan } from '#api/connections/may-use.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail, notFound } from '#api/frame/fail.ts';
import { findPublished } from '#domain/flows/find-published.ts';
import { findVersion, withoutPlan } from '#domain/flows/find-version.ts';
import { getFlow } from '#domain/flows/get-flow.ts';
import { compile } from '#flow/compile.ts';
import type { FlowDocument } from '#flow/document.ts';
import { inLocale, type Json, type Locale } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import { trimTo } from '#flow/trim-to.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

/** What a run is started of: a version, or (null) the draft as it stands, or a part of either. */
export interface Runnable {
  flowId: string;
  version: number | null;
  plan: Plan;
}

const notPublished = () => fail('not_published', 'O fluxo ainda não foi publicado.', 'The flow is not published yet.');

async function published(db: TenantDb, flow: string): Promise<Runnable> {
  const found = await findPublished(db, flow);
  if (found) return found;
  const { archivedAt } = await getFlow(db, flow);
  if (archivedAt !== null) throw fail('conflict', 'O fluxo está arquivado.', 'The flow is archived.');
  throw notPublished();
}

/** The plan of what is no version. @throws `flow_has_problems` where an error stands. */
function planOf(deps: ApiDeps, caller: Caller, definition: Json, locale: Locale): Plan {
  const { problems, plan } = compile(definition, deps.catalogue, { locale });
  if (plan === null)
    throw fail('flow_has_problems', 'O rascunho tem erros.', 'The draft has errors.', {
      details: { problems: JSON.parse(JSON.stringify(problems)) },
    });
  refusePlan(caller, plan);
  return plan;
}

async function draft(deps: ApiDeps, caller: Caller, ref: string, locale: Locale): Promise<Runnable> {
  const flow = await deps.database.withTenant(caller.tenant.id, (db) => getFlow(db, ref));
  return { flowId: flow.id, version: null, plan: planOf(deps, caller, flow.draft, locale) };
}

const NO_NODE = { pt: 'Nenhum passo tem este id.', en: 'No node has this id.' };

/** What leads to a node and the node itself. @throws `invalid` where the document has no such node. */
function upTo(document: FlowDocument, until: string, locale: Locale): Json {
  const part = trimTo(document, until);
  if (part) return part as unknown as Json;
  throw fail('invalid', `O fluxo não tem o passo ${until}.`, `The flow has no node ${until}.`, {
    errors: [{ pointer: '/until', code: 'unknown_node', message: inLocale(NO_NODE, locale) }],
  });
}

/** The definition that a part is cut out of. An archived flow has none. */
function definitionOf(deps: ApiDeps, caller: Caller, ref: string, version: number | 'draft' | undefined) {
  return deps.database.withTenant(caller.tenant.id, async (db) => {
    if (version === 'draft') {
      const { id, draft: definition } = await getFlow(db, ref);
      return { flowId: id, definition };
    }
    const found = await findVersion(db, ref, version ?? (await published(db, ref)).version ?? 0);
    if (!found) throw notFound();
    const { plan } = found;
    if (!plan) throw withoutPlan();
    return { ...found, plan };
  });
}

async function part(
  deps: ApiDeps,
  caller: Caller,
  flow: string,
  { version, until, locale }: PartAsked,
): Promise<Runnable> {
  const { flowId, definition } = await definitionOf(deps, caller, flow, version);
  // What is wrong beyond the part does not matter to it, unless the whole cannot be read.
  const { document } = compile(definition, deps.catalogue, { locale });
  const cut = document ? upTo(document, until, locale) : definition;
  return { flowId, version: null, plan: planOf(deps, caller, cut, locale) };
}

interface Asked {
  version: number | 'draft' | undefined;
  /** Only what leads to this node, and the node: what then runs is no version, so the run keeps its plan. */
  until?: string | undefined;
  locale: Locale;
}
type PartAsked = Asked & { until: string };

/** @throws `not_found`, `not_published`, `conflict` (archived), `flow_has_problems`, `invalid` (`until` is no node). */
export function runnable(deps: ApiDeps, caller: Caller, flow: string, asked: Asked): Promise<Runnable> {
  const { version, until, locale } = asked;
  if (until !== undefined) return part(deps, caller, flow, { version, until, locale });
  if (version === 'draft') return draft(deps, caller, flow, locale);
  return deps.database.withTenant(caller.tenant.id, async (db) => {
    if (version === undefined) return published(db, flow);
    const found = await findVersion(db, flow, version);
    if (!found) throw notFound();
    const { plan } = found;
    if (!plan) throw withoutPlan();
    return { ...found, plan };
  });
}
