import type { TenantDb } from '#prisma/with-tenant.ts';
import { FLOW_COLUMNS, type FlowRow, type FlowSummary, summarizeFlow } from '../flows/flow-view.ts';

/** The tenant's flows that were made of a kit, by template: those that are not archived, the oldest of each. */
export const flowsOfKit = async (db: TenantDb, kit: string): Promise<Map<string, FlowSummary>> => {
  const rows = await db.sql<FlowRow & { template: string }>`
    select ${FLOW_COLUMNS}, draft ->> 'x-template' as template from flows
    where tenant_id = ${db.tenant} and archived_at is null and draft ->> 'x-kit' = ${kit} and draft ->> 'x-template' is not null
    order by id desc`;
  return new Map(rows.map((row) => [row.template, summarizeFlow(row)]));
};
