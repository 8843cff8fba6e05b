import type { ApiDeps } from '#api/deps.ts';
import { fail } from '#api/frame/fail.ts';
import { problemDetails } from '#api/frame/problem-details.ts';
import type { RequestFacts } from '#api/frame/route.ts';
import { admissionBody, runHref } from '#api/runs/admission-answer.ts';
import { durationMs } from '#connectors/duration.ts';
import { getRun } from '#domain/runs/get-run.ts';
import { answerReceipt } from '#domain/webhooks/receipts.ts';
import type { Json } from '#flow/json.ts';
import type { FirstCall, RepeatedCall } from './accept-hook.ts';
import type { Hook } from './find-hook.ts';
import { duplicate, type HookAnswer, type KeptAnswer, ofRespond, written } from './hook-answer.ts';

/** However long a flow asks a caller to wait. */
const LONGEST_MS = 10 * 60_000;

interface Found {
  answer: KeptAnswer;
  /** False: the wait is over and the answer is still to come; a repeat may learn it. */
  final: boolean;
}

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

/** What a run that ended without `respond` says: its output, or that it failed. */
async function endAnswer(deps: ApiDeps, hook: Hook, runId: string, request: RequestFacts): Promise<KeptAnswer> {
  const run = await deps.database.withTenant(hook.tenant.id, (db) => getRun(db, runId));
  if (run.answer) return ofRespond({ kind: 'answer', ...run.answer });
  if (run.status === 'succeeded') return { status: 200, headers: {}, body: run.output };
  const error = fail('run_failed', 'A execução não terminou bem.', 'The run did not end well.', { details: { runId } });
  const { locale, traceId, url } = request;
  const instance = url.split('?')[0] ?? '/';
  const body = asJson({ ...problemDetails(error, { locale, traceId, instance, nowMs: deps.now() }), runId });
  return { status: 500, headers: { 'content-type': 'application/problem+json; charset=utf-8' }, body };
}

/** Waits as long as the flow allows: for `respond`, else for the end, else 202 with the run's address. */
async function waitedAnswer(deps: ApiDeps, hook: Hook, runId: string, request: RequestFacts): Promise<Found> {
  const timeoutMs = Math.min(durationMs(hook.config.timeout) ?? 30_000, LONGEST_MS);
  const found = await deps.dispatch.waitForAnswer(hook.tenant.id, runId, timeoutMs, request.signal);
  if (found.kind === 'answer') return { answer: ofRespond(found), final: true };
  if (found.kind === 'ended') return { answer: await endAnswer(deps, hook, runId, request), final: true };
  const body = { runId, status: 'running', href: runHref(runId) };
  return { answer: { status: 202, headers: { location: runHref(runId) }, body }, final: false };
}

/** To the first call: what became of it, or what its run answers (`flow-language` §7, §10). */
export async function answerAccepted(
  deps: ApiDeps,
  hook: Hook,
  { runId, admission, dedupe }: FirstCall,
  request: RequestFacts,
): Promise<HookAnswer> {
  const waits = hook.config.respond === 'atEnd' && admission?.kind === 'started';
  const body = admission === null ? { runId, status: 'failed' } : admissionBody(admission);
  const found: Found = waits
    ? await waitedAnswer(deps, hook, runId, request)
    : { answer: { status: 202, headers: {}, body: asJson(body) }, final: true };
  if (dedupe !== null && found.final) {
    const receipt = { flowId: hook.flow.flowId, dedupeKey: dedupe };
    await deps.database
      .withTenant(hook.tenant.id, (db) => answerReceipt(db, receipt, asJson(found.answer)))
      .catch((error: unknown) => {
        // A repeat then waits for the run itself, which says the same.
        deps.log.warn({ err: error }, 'the answer of a webhook could not be kept');
      });
  }
  return written(found.answer);
}

/** To a repeat: the first one's answer body, once it is known. */
export async function answerRepeat(
  deps: ApiDeps,
  hook: Hook,
  { runId, answer }: RepeatedCall,
  request: RequestFacts,
): Promise<HookAnswer> {
  // Erasure: written by `answerAccepted`, above.
  if (answer !== null) return duplicate(answer as unknown as KeptAnswer);
  if (runId === null) return duplicate({ status: 200, headers: {}, body: {} });
  if (hook.config.respond === 'immediately')
    return duplicate({ status: 202, headers: {}, body: { runId, status: 'running' } });
  return duplicate((await waitedAnswer(deps, hook, runId, request)).answer);
}
