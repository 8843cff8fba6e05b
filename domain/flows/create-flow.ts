import type { Board } from '#flow/board.ts';
import type { Json } from '#flow/json.ts';
import { plainJson } from '#prisma/plain-json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { newId, parseId } from '../ids.ts';
import { freeSlug } from './flow-slug.ts';
import { type DrawnFlowRow, FLOW_COLUMNS, type FlowView, nameIn, viewFlow } from './flow-view.ts';
import { getFlow } from './get-flow.ts';

const UNNAMED = 'Sem nome';

/** Makes a flow of a definition, right or wrong: it is its draft. `id` comes from a caller that may ask twice. */
export const createFlow = async (
  db: TenantDb,
  { definition, board = {}, by, id = newId('flw') }: { definition: Json; board?: Board; by: string; id?: string },
): Promise<FlowView> => {
  const name = nameIn(definition) ?? UNNAMED;
  const slug = await freeSlug(db, name);
  const [row] = await db.sql<DrawnFlowRow>`
    insert into flows (tenant_id, id, slug, name, draft, board, created_by)
    values (${db.tenant}, ${parseId('flw', id)}, ${slug}, ${name}, ${plainJson(definition)}::json, ${json(board as Json)}::json, ${by})
    on conflict (tenant_id, id) do nothing
    returning ${FLOW_COLUMNS}, draft, board`;
  if (!row) return getFlow(db, id);
  await appendAudit(db, { actor: by, action: 'flow.create', target: id, data: { name, slug } });
  return viewFlow(row);
};
