import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { fillRoom } from '../entitlements/freeze.ts';
import { formatId } from '../ids.ts';
import { FLOW_COLUMNS, type FlowRow, type FlowSummary, summarizeFlow } from './flow-view.ts';
import { holdFlow } from './get-flow.ts';

/**
 * Takes a flow out of use: nothing starts it any more, its slug and its webhook's address are free. Open runs go on, and
 * its runs stay readable. A flow that stood still for want of its room works again.
 * @throws `not_found`, `conflict` where it is archived already
 */
export const archiveFlow = async (db: TenantDb, flow: string, by: string): Promise<FlowSummary> => {
  const held = await holdFlow(db, flow);
  await db.sql`delete from flow_triggers where tenant_id = ${db.tenant} and flow_id = ${held.id}`;
  const [row] = await db.sql<FlowRow>`
    update flows set archived_at = now(), updated_at = now() where tenant_id = ${db.tenant} and id = ${held.id}
    returning ${FLOW_COLUMNS}`;
  if (!row) throw new Error('A held flow is gone');
  await fillRoom(db, 'flow');
  const target = formatId('flw', held.id);
  await appendAudit(db, { actor: by, action: 'flow.archive', target, name: held.name, data: {} });
  return summarizeFlow(row);
};
