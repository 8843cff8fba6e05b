import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId } from '../ids.ts';
import { hashRunKey } from '../runs/workflow-id.ts';
import { PLATFORM_ID } from './platform.ts';
import { SUBSCRIPTION_FLOW, systemFlowId } from './system-documents.ts';

export interface LifecycleRun {
  runId: string;
  workflowId: string;
  flowId: string;
  /** Of the document that it runs. */
  version: number;
  isOpen: boolean;
}

/**
 * The run of a tenant's lifecycle: the open one, else the newest; null: none ever began. `db` is the platform's. What the run
 * did is read as of any run (`getRun`, trace, plan of the version): for operators alone.
 */
export const findLifecycleRun = async (db: TenantDb, subject: string): Promise<LifecycleRun | null> => {
  if (db.tenantId !== PLATFORM_ID) throw new Error('Lifecycles are the platform’s');
  const flowId = systemFlowId(SUBSCRIPTION_FLOW);
  const [row] = await db.sql<{ id: string; workflow_id: string; flow_version: number; is_open: boolean }>`
    select id, workflow_id, flow_version, ended_at is null as is_open from runs
    where tenant_id = ${db.tenant} and flow_id = ${parseId('flw', flowId)} and run_key = ${hashRunKey(db, subject)}
    order by (ended_at is null) desc, id desc limit 1`;
  if (!row) return null;
  const { id, workflow_id: workflowId, flow_version: version, is_open: isOpen } = row;
  return { runId: formatId('run', id), workflowId, flowId, version, isOpen };
};
