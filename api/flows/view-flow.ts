import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import type { RequestFacts } from '#api/frame/route.ts';
import type { FlowView } from '#domain/flows/flow-view.ts';
import type { Json } from '#flow/json.ts';
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

/** A flow with its draft, what is wrong with the draft, and the address of its webhook. */
export async function viewWithProblems(
  deps: ApiDeps,
  caller: Caller,
  flow: FlowView,
  { locale, origin }: Pick<RequestFacts, 'locale' | 'origin'>,
): Promise<FlowView & { problems: Problem[]; webhook: { url: string; method: string } | null }> {
  const { problems } = await checkDraft(deps, caller.tenant.id, flow.draft, { locale, flowId: flow.id });
  return { ...flow, problems, webhook: webhookOf(deps, caller, flow.draft, origin) };
}
