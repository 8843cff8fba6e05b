import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { defineSearchAttributeKey, type SearchAttributePair, SearchAttributeType } from '@temporalio/common';
import type { Json } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { type LoadedStart, loadStart } from '../runs/load-start.ts';
import type { PlanCache } from './plan-cache.ts';

/** Registered at the Temporal server under these names. */
const tenantKey = defineSearchAttributeKey('TramaTenant', SearchAttributeType.KEYWORD);
const flowKey = defineSearchAttributeKey('TramaFlow', SearchAttributeType.KEYWORD);
const runKey = defineSearchAttributeKey('TramaRun', SearchAttributeType.KEYWORD);
const testKey = defineSearchAttributeKey('TramaTest', SearchAttributeType.BOOL);

const WORKFLOW_TYPE = 'flow';
const TASK_QUEUE = 'flows';
/** Shares of the workers among tenants that all have work, by plan. */
const WEIGHTS: Record<string, number> = { FREE: 1, STARTER: 2, BUSINESS: 5, ENTERPRISE: 10 };
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
  try {
    await deps.client.workflow.start(WORKFLOW_TYPE, {
      taskQueue: TASK_QUEUE,
      workflowId: loaded.workflowId,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      requestEagerStart: deps.eager,
      args: [inputOf(loaded, plan)],
      typedSearchAttributes: attributesOf(loaded),
      staticSummary: `${loaded.start.flow.name} v${loaded.start.flow.version}`.slice(0, 200),
      priority: {
        priorityKey: priorityOf(loaded),
        fairnessKey: tenantId,
        fairnessWeight: WEIGHTS[loaded.start.tenant.plan] ?? 1,
      },
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Where a caller or a person waits, the run goes first. */
const priorityOf = ({ start }: LoadedStart): number => (start.answerable ? 1 : 3);

const inputOf = (loaded: LoadedStart, plan: Plan): Json =>
  ({
    plan,
    start: loaded.start,
    weight: WEIGHTS[loaded.start.tenant.plan] ?? 1,
    priority: priorityOf(loaded),
  }) as unknown as Json;

const attributesOf = ({ start }: LoadedStart): SearchAttributePair[] => [
  { key: tenantKey, value: start.tenant.id },
  { key: flowKey, value: start.flow.id },
  { key: runKey, value: start.run.id },
  { key: testKey, value: start.run.test },
];
