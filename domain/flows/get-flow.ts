import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { uuidIn } from '../ids.ts';
import { type DrawnFlowRow, FLOW_COLUMNS, type FlowView, viewFlow } from './flow-view.ts';

export const noSuchFlow = () => failure('not_found', 'Este fluxo não existe', 'There is no such flow');

/** By id, archived ones too; by slug, only one that is not archived. @throws `not_found` */
export const getFlow = async (db: TenantDb, idOrSlug: string): Promise<FlowView> => {
  const [row] = await db.sql<DrawnFlowRow>`
    select ${FLOW_COLUMNS}, draft, board from flows
    where tenant_id = ${db.tenant} and (id = ${uuidIn('flw', idOrSlug)} or (slug = ${idOrSlug} and archived_at is null))`;
  if (!row) throw noSuchFlow();
  return viewFlow(row);
};

/** The row of a flow that is to be changed, held until the transaction ends. @throws `not_found`, `conflict` */
export const holdFlow = async (db: TenantDb, idOrSlug: string): Promise<DrawnFlowRow> => {
  const [row] = await db.sql<DrawnFlowRow>`
    select ${FLOW_COLUMNS}, draft, board from flows
    where tenant_id = ${db.tenant} and (id = ${uuidIn('flw', idOrSlug)} or (slug = ${idOrSlug} and archived_at is null))
    for no key update`;
  if (!row) throw noSuchFlow();
  if (row.archived_at) throw failure('conflict', 'O fluxo está arquivado', 'The flow is archived');
  return row;
};
