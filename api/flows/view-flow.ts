import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import type { RequestFacts } from '#api/frame/route.ts';
import type { FlowView } from '#domain/flows/flow-view.ts';
import { compile } from '#flow/compile.ts';
import type { Json, Locale } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import { checkDraft, webhookPath } from './check-draft.ts';
import { member } from './member.ts';

/** Where others call a flow whose trigger is a webhook: the address of its draft, in use once it is published. */
function webhookOf(deps: ApiDeps, caller: Caller, draft: Json, origin: string): { url: string; method: string } | null {
  const path = webhookPath(draft);
  if (path === null || path === '') return null;
  const base = deps.settings.hooksUrl ?? deps.settings.publicUrl ?? origin;
  const address = path.split('/').map(encodeURIComponent).join('/');
  const method = member(member(member(draft, 'trigger'), 'config'), 'method');
  return {
    url: `${base}/hooks/${caller.tenant.slug}/${address}`,
    method: typeof method === 'string' ? method : 'POST',
  };
}

/** What the compiler said of drafts that were looked at last: a draft of one revision is one text. */
const said = new Map<string, Problem[]>();
const MOST_SAID = 2_000;

function compiledProblems({ catalogue }: ApiDeps, flow: FlowView, locale: Locale): Problem[] {
  const name = `${flow.id} ${flow.draftRevision} ${flow.updatedAt} ${locale}`;
  const known = said.get(name);
  if (known) return known;
  const { problems } = compile(flow.draft, catalogue, { locale });
  const [oldest] = said.keys();
  if (said.size >= MOST_SAID && oldest !== undefined) said.delete(oldest);
  said.set(name, problems);
  return problems;
}

/** A flow with its draft, what is wrong with the draft, and the address of its webhook. */
export async function viewWithProblems(
  deps: ApiDeps,
  caller: Caller,
  flow: FlowView,
  { locale, origin }: Pick<RequestFacts, 'locale' | 'origin'>,
): Promise<FlowView & { problems: Problem[]; webhook: { url: string; method: string } | null }> {
  const compiled = { problems: compiledProblems(deps, flow, locale), plan: null };
  const { problems } = await checkDraft(deps, caller.tenant.id, flow.draft, { locale, flowId: flow.id }, compiled);
  return { ...flow, problems, webhook: webhookOf(deps, caller, flow.draft, origin) };
}
