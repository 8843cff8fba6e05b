import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import type { RequestFacts } from '#api/frame/route.ts';
import type { FlowView } from '#domain/flows/flow-view.ts';
import { compile } from '#flow/compile.ts';
import type { Json, Locale } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import { asksTenant, checkDraft, webhookPath } from './check-draft.ts';
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

/** What is known of a draft from its text alone. */
interface Said {
  problems: Problem[];
  /** It names what only the tenant's own things can tell the rest of (`checkDraft`). */
  asks: boolean;
}

/** What was said of drafts that were looked at last: a draft of one revision is one text. */
const said = new Map<string, Said>();
const MOST_SAID = 2_000;

function saidOf({ catalogue }: ApiDeps, flow: FlowView, locale: Locale): Said {
  const name = `${flow.id} ${flow.draftRevision} ${flow.updatedAt} ${locale}`;
  const known = said.get(name);
  if (known) return known;
  const { problems } = compile(flow.draft, catalogue, { locale });
  const now = { problems, asks: asksTenant(flow.draft, catalogue) };
  const [oldest] = said.keys();
  if (said.size >= MOST_SAID && oldest !== undefined) said.delete(oldest);
  said.set(name, now);
  return now;
}

/** A flow with its draft, what is wrong with the draft, and the address of its webhook. */
export async function viewWithProblems(
  deps: ApiDeps,
  caller: Caller,
  flow: FlowView,
  { locale, origin }: Pick<RequestFacts, 'locale' | 'origin'>,
): Promise<FlowView & { problems: Problem[]; webhook: { url: string; method: string } | null }> {
  const { problems: own, asks } = saidOf(deps, flow, locale);
  const compiled = { problems: own, plan: null };
  const { problems } = asks
    ? await checkDraft(deps, caller.tenant.id, flow.draft, { locale, flowId: flow.id }, compiled)
    : compiled;
  return { ...flow, problems, webhook: webhookOf(deps, caller, flow.draft, origin) };
}
