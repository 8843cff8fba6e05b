import { refusePlan } from '#api/connections/may-use.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail, notFound } from '#api/frame/fail.ts';
import { findPublished } from '#domain/flows/find-published.ts';
import { findVersion } from '#domain/flows/find-version.ts';
import { getFlow } from '#domain/flows/get-flow.ts';
import { compile } from '#flow/compile.ts';
import type { Locale } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

/** What a run is started of: a version, or (null) the draft as it stands. */
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

/** The draft's plan. @throws `flow_has_problems` where an error stands. */
async function draft(deps: ApiDeps, caller: Caller, ref: string, locale: Locale): Promise<Runnable> {
  const flow = await deps.database.withTenant(caller.tenant.id, (db) => getFlow(db, ref));
  const { problems, plan } = compile(flow.draft, deps.catalogue, { locale });
  if (plan === null)
    throw fail('flow_has_problems', 'O rascunho tem erros.', 'The draft has errors.', {
      details: { problems: JSON.parse(JSON.stringify(problems)) },
    });
  refusePlan(caller, plan);
  return { flowId: flow.id, version: null, plan };
}

/** @throws `not_found`, `not_published`, `conflict` (archived), `flow_has_problems`. */
export function runnable(
  deps: ApiDeps,
  caller: Caller,
  flow: string,
  { version, locale }: { version: number | 'draft' | undefined; locale: Locale },
): Promise<Runnable> {
  if (version === 'draft') return draft(deps, caller, flow, locale);
  return deps.database.withTenant(caller.tenant.id, async (db) => {
    if (version === undefined) return published(db, flow);
    const found = await findVersion(db, flow, version);
    if (!found) throw notFound();
    return found;
  });
}
