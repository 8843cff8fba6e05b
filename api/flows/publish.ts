import { refusePlan } from '#api/connections/may-use.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { carryOut } from '#api/runs/carry-out.ts';
import { getVersion, type VersionSummary, withoutPlan } from '#domain/flows/find-version.ts';
import { getFlow } from '#domain/flows/get-flow.ts';
import { publishFlow, rollbackFlow } from '#domain/flows/publish-flow.ts';
import { type OpenRuns, settleOpenRuns } from '#domain/flows/settle-open-runs.ts';
import { readTrigger } from '#flow/admission.ts';
import { TramaError } from '#flow/errors.ts';
import type { Json, Locale } from '#flow/json.ts';
import { checkDraft } from './check-draft.ts';

export interface Published extends VersionSummary {
  /** Runs of older versions that were cancelled, or cancelled and started again. */
  settledRuns: number;
}

interface Publishing {
  note: string | null;
  openRuns: OpenRuns;
  /** From `If-Match`; null: whatever the draft is. */
  revision: number | null;
  locale: Locale;
}

async function settle(deps: ApiDeps, tenantId: string, made: VersionSummary, openRuns: OpenRuns): Promise<Published> {
  const settling = { flowId: made.flowId, version: made.version, openRuns };
  const { settled, outbox } = await settleOpenRuns(deps.database, tenantId, settling, readTrigger);
  carryOut(deps, outbox);
  return { ...made, settledRuns: settled };
}

/** Compiles the draft outside of any transaction, then publishes just that: a save between begins it again. */
async function publishDraft(
  deps: ApiDeps,
  caller: Caller,
  ref: string,
  { note, revision, locale }: Publishing,
  triesLeft = 2,
): Promise<VersionSummary> {
  const tenantId = caller.tenant.id;
  const flow = await deps.database.withTenant(tenantId, (db) => getFlow(db, ref));
  if (revision !== null && revision !== flow.draftRevision)
    throw fail('stale', 'O rascunho mudou antes de você publicar.', 'The draft changed before you published.');
  const { problems, plan } = await checkDraft(deps, tenantId, flow.draft, { locale, flowId: flow.id });
  if (plan === null)
    throw fail('flow_has_problems', 'Corrija os erros e publique de novo.', 'Mend the errors and publish again.', {
      details: { problems: JSON.parse(JSON.stringify(problems)) as Json },
    });
  refusePlan(caller, plan);
  try {
    const what = { plan, revision: flow.draftRevision, note, by: caller.principal, locale };
    return await deps.database.withTenant(tenantId, (db) => publishFlow(db, flow.id, what));
  } catch (error) {
    if (!(error instanceof TramaError) || error.code !== 'stale' || revision !== null || triesLeft === 0) throw error;
    return publishDraft(deps, caller, ref, { note, revision, locale, openRuns: 'keep' }, triesLeft - 1);
  }
}

/** Publishes the draft. @throws `flow_has_problems`, `stale`, `not_found`, `conflict`. */
export async function publish(deps: ApiDeps, caller: Caller, ref: string, what: Publishing): Promise<Published> {
  const made = await publishDraft(deps, caller, ref, what);
  return settle(deps, caller.tenant.id, made, what.openRuns);
}

/** Publishes an old version again, as a new one. */
export async function rollback(
  deps: ApiDeps,
  caller: Caller,
  ref: string,
  { version, note, openRuns, locale }: Omit<Publishing, 'revision'> & { version: number },
): Promise<Published> {
  const what = { version, note, by: caller.principal, locale };
  const made = await deps.database.withTenant(caller.tenant.id, async (db) => {
    const { plan } = await getVersion(db, ref, version);
    if (!plan) throw withoutPlan();
    refusePlan(caller, plan);
    return rollbackFlow(db, ref, what);
  });
  return settle(deps, caller.tenant.id, made, openRuns);
}
