import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import type { FlowView } from '#domain/flows/flow-view.ts';
import type { Locale } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import { checkDraft } from './check-draft.ts';

/** A flow with its draft, and what is wrong with the draft. */
export async function viewWithProblems(
  deps: ApiDeps,
  caller: Caller,
  flow: FlowView,
  locale: Locale,
): Promise<FlowView & { problems: Problem[] }> {
  const { problems } = await checkDraft(deps, caller.tenant.id, flow.draft, { locale, flowId: flow.id });
  return { ...flow, problems };
}
