import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { formatId, uuidIn } from '../ids.ts';
import { freeSlug } from './flow-slug.ts';
import { type DrawnFlowRow, FLOW_COLUMNS, type FlowView, viewFlow } from './flow-view.ts';
import { noSuchFlow } from './get-flow.ts';

/**
 * Takes an archived flow back into use, by its id: as a draft, so that nothing starts it before somebody publishes it.
 * Its versions are there; its slug is another where that was taken meanwhile. One that is not archived stays as it is.
 * @throws `not_found`
 */
export const restoreFlow = async (db: TenantDb, flow: string, by: string): Promise<FlowView> => {
  const [held] = await db.sql<DrawnFlowRow>`
    select ${FLOW_COLUMNS}, draft, board from flows where tenant_id = ${db.tenant} and id = ${uuidIn('flw', flow)}
    for no key update`;
  if (!held) throw noSuchFlow();
  if (held.archived_at === null) return viewFlow(held);
  const slug = await freeSlug(db, held.slug);
  const [row] = await db.sql<DrawnFlowRow>`
    update flows set archived_at = null, published_version = null, slug = ${slug}, updated_at = now()
    where tenant_id = ${db.tenant} and id = ${held.id}
    returning ${FLOW_COLUMNS}, draft, board`;
  if (!row) throw new Error('A held flow is gone');
  const target = formatId('flw', held.id);
  await appendAudit(db, { actor: by, action: 'flow.restore', target, name: held.name, data: { slug } });
  return viewFlow(row);
};
