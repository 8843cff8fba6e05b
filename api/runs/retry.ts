import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { formatId } from '#domain/ids.ts';
import { admit } from '#domain/runs/admit.ts';
import type { Admission } from '#domain/runs/admit-request.ts';
import { type RetryAsk, retryRequest } from '#domain/runs/retry-run.ts';
import type { Locale } from '#flow/json.ts';
import { carryOutAdmission } from './carry-out.ts';
import { checkInput } from './check-input.ts';
import { settingsOf } from './settings-of.ts';

/** A new run of an ended one. `resourceId`: a uuid that a repeat of the same call brings again. */
export async function retry(
  deps: ApiDeps,
  caller: Caller,
  runId: string,
  { locale, resourceId, ...ask }: RetryAsk & { locale: Locale; resourceId: string | undefined },
): Promise<{ admission: Admission; flowId: string; flowVersion: number | null }> {
  const { tenant } = caller;
  const made = await deps.database.withTenant(tenant.id, async (db) => {
    const request = await retryRequest(db, runId, ask, (plan, trigger) => {
      checkInput(plan, trigger.data, '/data', locale);
      return settingsOf(plan, trigger, tenant);
    });
    const id = resourceId === undefined ? {} : { runId: formatId('run', resourceId) };
    const admission = await admit(db, { ...request, ...id });
    const data = { run: admission.runId, from: ask.from ?? null, version: request.version };
    await appendAudit(db, { actor: caller.principal, action: 'run.retry', target: runId, data });
    return { admission, flowId: request.flow.id, flowVersion: request.version };
  });
  carryOutAdmission(deps, tenant.id, made.admission, null);
  return made;
}
