import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { defineSearchAttributeKey, type SearchAttributePair, SearchAttributeType } from '@temporalio/common';
import { queueOf } from '#flow/machine/number.ts';
import type { RunStart } from '#flow/machine/protocol.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { PLATFORM_ID } from '../platform/platform.ts';
import { loadStart } from '../runs/load-start.ts';
import { sweepNext } from '../runs/sweep.ts';
import type { StartFacts } from './fresh-run.ts';
import type { PlanCache } from './plan-cache.ts';

/** Registered at the Temporal server under these names. */
const tenantKey = defineSearchAttributeKey('TramaTenant', SearchAttributeType.KEYWORD);
const flowKey = defineSearchAttributeKey('TramaFlow', SearchAttributeType.KEYWORD);
const runKey = defineSearchAttributeKey('TramaRun', SearchAttributeType.KEYWORD);
const testKey = defineSearchAttributeKey('TramaTest', SearchAttributeType.BOOL);

const WORKFLOW_TYPE = 'flow';
/** Shares of the workers among tenants that all have work, by plan. */
const WEIGHTS: Record<string, number> = { FREE: 1, STARTER: 2, BUSINESS: 5, ENTERPRISE: 10 };
/** Where a caller or a person waits, the run goes first: its workflow, and all that this asks for. */
const FIRST = 1;
const ORDINARY = 3;
const ENDED = new Set(['succeeded', 'failed', 'cancelled']);

export interface StartDeps {
  database: Database;
  client: Client;
  plans: PlanCache;
  /** Client and worker share one native connection: the first task comes with the start's own answer. */
  eager: boolean;
}

/** Starts the workflow of an accepted run. Asked again it changes nothing: the id belongs to this run alone. */
export async function startWorkflow(deps: StartDeps, tenantId: string, runId: string): Promise<void> {
  const loaded = await deps.database.withTenant(tenantId, (db) => loadStart(db, runId));
  if (ENDED.has(loaded.status)) return;
  const plan = loaded.plan === null ? await deps.plans.of(tenantId, loaded) : (loaded.plan as unknown as Plan);
  // A version keeps the name that it was published under.
  const start = { ...loaded.start, flow: { ...loaded.start.flow, name: plan.name } };
  const { workflowId, waitedFor, machine } = loaded;
  await startFrom(deps, { start, plan, workflowId, callerWaits: false, waitedFor, machine });
}

/** The same for a run whose facts are at hand. */
export async function startFrom(deps: StartDeps, facts: StartFacts): Promise<void> {
  const { start, workflowId, callerWaits, waitedFor } = facts;
  const weight = WEIGHTS[start.tenant.plan] ?? 1;
  const priority = waitedFor ? FIRST : ORDINARY;
  const input = {
    ...{ start, weight, priority, ...(callerWaits && { callerWaits }) },
    // The product's own runs live as long as their tenants.
    ...(start.tenant.id === PLATFORM_ID && { thrifty: true }),
  };
  const shared = deps.plans.sharedOf(facts.plan);
  try {
    await deps.client.workflow.start(WORKFLOW_TYPE, {
      taskQueue: queueOf(facts.machine),
      workflowId,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      requestEagerStart: deps.eager,
      args: shared ? [input, shared] : [{ plan: facts.plan, ...input }],
      typedSearchAttributes: attributesOf(start),
      staticSummary: `${start.flow.name} v${start.flow.version}`.slice(0, 200),
      priority: { priorityKey: priority, fairnessKey: start.tenant.id, fairnessWeight: weight },
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    await sweepNext(deps.database.admin, start.tenant.id, start.run.id);
  }
}

const attributesOf = (start: RunStart): SearchAttributePair[] => [
  { key: tenantKey, value: start.tenant.id },
  { key: flowKey, value: start.flow.id },
  { key: runKey, value: start.run.id },
  { key: testKey, value: start.run.test },
];
