import { failure } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { effectKeyAt } from '#flow/machine/calls.ts';
import type { KeptStep, Pin, RetryStart, TraceStep, Trigger } from '#flow/machine/protocol.ts';
import { downstream } from '#flow/plan/downstream.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { getVersion, wholePlan, withoutPlan } from '../flows/find-version.ts';
import { formatId, parseId } from '../ids.ts';
import type { AdmissionSettings, AdmitRequest } from './admit-request.ts';
import { noSuchRun } from './run-failures.ts';
import { readTrace } from './trace-pages.ts';

const NO_NODE = {
  pt: 'Nenhum passo do primeiro nível tem este id.',
  en: 'No node of the top scope has this id.',
};

export interface RetryAsk {
  /** A node of the top scope; none: all runs again. */
  from?: string | undefined;
  /** In place of the trigger's data. */
  data?: Json | undefined;
  /** None: that of the run before. */
  version?: number | undefined;
}

interface RunBefore {
  id: string;
  flow_id: string;
  flow_version: number | null;
  plan: Plan | null;
  trigger: Trigger;
  test: boolean;
  simulate: boolean;
  pins: Record<string, Pin> | null;
  retry: RetryStart | null;
  ended_at: Date | null;
}

/** Codes of attempts whose answer nobody saw: the other side may have done it. */
const UNANSWERED = new Set(['timeout', 'connection_failed', 'unavailable', 'internal', 'run_timeout']);

const unanswered = (step: TraceStep): boolean =>
  step.status === 'cancelled' ? step.attempts > 0 : step.status === 'failed' && UNANSWERED.has(step.error?.code ?? '');

/** Where a step's idempotency key stands, as the machine writes it. */
const placeOf = (step: TraceStep): string =>
  [...step.path.map(({ container, index }) => `${container}:${index}`), step.node].join('/');

/** Steps outside loops that are kept, by node: those that left by a port. */
const keptSteps = (steps: TraceStep[], again: ReadonlySet<string>): Record<string, KeptStep> => {
  const kept: Record<string, KeptStep> = {};
  for (const { node, path, port, output, error } of steps)
    if (path.length === 0 && port !== null && !again.has(node)) kept[node] = { port, output, ...(error && { error }) };
  return kept;
};

/** What `assign` nodes that are kept have written, in the order in which they ended; those of kept rounds too. */
const keptVars = (plan: Plan, steps: TraceStep[], again: ReadonlySet<string>): JsonObject => {
  const assigns = new Set(plan.nodes.filter(({ type }) => type === 'assign').map(({ id }) => id));
  const vars: JsonObject = {};
  const ended = steps
    .filter((step) => assigns.has(step.node) && !again.has(step.node) && step.status === 'succeeded')
    .toSorted((a, b) => (a.endedAt ?? '').localeCompare(b.endedAt ?? '') || a.n - b.n);
  for (const { output } of ended)
    if (typeof output === 'object' && output !== null && !Array.isArray(output)) Object.assign(vars, output);
  return vars;
};

/** Keys under which the other side may have done what runs again: they stay, so that it is done once. */
const keptKeys = (before: RunBefore, steps: TraceStep[], again: ReadonlySet<string> | null): Record<string, string> => {
  const run = { id: formatId('run', before.id) };
  const places = steps.filter((step) => unanswered(step) && (again === null || again.has(step.node))).map(placeOf);
  return Object.fromEntries(places.map((place) => [place, effectKeyAt({ run, retry: before.retry }, place)]));
};

const retryStart = (before: RunBefore, plan: Plan, steps: TraceStep[], from: string | undefined): RetryStart => {
  if (from === undefined) return { from: '', kept: {}, vars: {}, keys: keptKeys(before, steps, null) };
  const again = downstream(plan, from);
  if (!again)
    throw failure(
      'invalid',
      `O fluxo não tem o passo ${from} no primeiro nível`,
      `The flow has no node ${from} in its top scope`,
      { errors: [{ pointer: '/from', code: 'unknown_node', message: NO_NODE }] },
    );
  return {
    from,
    kept: keptSteps(steps, again),
    vars: keptVars(plan, steps, again),
    keys: keptKeys(before, steps, again),
  };
};

const planFor = async (db: TenantDb, before: RunBefore, asked: number | undefined): Promise<Plan> => {
  const version = asked ?? before.flow_version;
  const plan =
    version === null ? wholePlan(before.plan) : (await getVersion(db, formatId('flw', before.flow_id), version)).plan;
  if (!plan) throw withoutPlan();
  return plan;
};

/**
 * What a retry of an ended run asks of admission: a new run that keeps what `from` does not lead to. `settingsOf` reads
 * the plan's settings for the trigger, and checks its data.
 * @throws `not_found`, `conflict` for a run that is open, `invalid`
 */
export const retryRequest = async (
  db: TenantDb,
  runId: string,
  { from, data, version }: RetryAsk,
  settingsOf: (plan: Plan, trigger: Trigger) => AdmissionSettings,
): Promise<AdmitRequest> => {
  const [before] = await db.sql<RunBefore>`
    select id, flow_id, flow_version, plan, trigger, test, simulate, pins, retry, ended_at from runs
    where tenant_id = ${db.tenant} and id = ${parseId('run', runId)}`;
  if (!before) throw noSuchRun();
  if (!before.ended_at) throw failure('conflict', 'A execução ainda não terminou', 'The run has not ended');
  const plan = await planFor(db, before, version);
  const steps = await readTrace(db, runId);
  const trigger: Trigger = data === undefined ? before.trigger : { ...before.trigger, data };
  const ofDraft = version === undefined && before.flow_version === null;
  return {
    flow: { id: formatId('flw', before.flow_id) },
    version: version ?? before.flow_version,
    planHash: plan.hash,
    ...(ofDraft && { plan: JSON.parse(JSON.stringify(plan)) as Json }),
    settings: settingsOf(plan, trigger),
    trigger,
    test: before.test,
    simulate: before.simulate,
    ...(before.pins && { pins: before.pins }),
    retry: { of: runId, keep: JSON.parse(JSON.stringify(retryStart(before, plan, steps, from))) as Json },
    answerable: false,
  };
};
