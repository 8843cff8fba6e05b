import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { FLOW_COLUMNS, type FlowRow, type FlowView, nameIn, viewFlow } from './flow-view.ts';
import { holdFlow } from './get-flow.ts';

/**
 * Writes the draft. `revision` is the one that the author edited; null writes over whatever is there.
 * @throws `not_found`, `conflict` for an archived flow, `stale` where somebody saved before
 */
export const saveDraft = async (
  db: TenantDb,
  flow: string,
  { definition, revision }: { definition: Json; revision: number | null },
): Promise<FlowView> => {
  const held = await holdFlow(db, flow);
  if (revision !== null && revision !== held.draft_revision)
    throw failure('stale', 'Outra pessoa salvou o rascunho', 'The draft was saved by somebody else', {
      details: { draftRevision: held.draft_revision },
    });
  const [row] = await db.sql<FlowRow & { draft: Json }>`
    update flows set draft = ${json(definition)}::json, draft_revision = draft_revision + 1, updated_at = now(),
      name = ${nameIn(definition) ?? held.name}
    where tenant_id = ${db.tenant} and id = ${held.id}
    returning ${FLOW_COLUMNS}, draft`;
  if (!row) throw new Error('A held flow is gone');
  return viewFlow(row);
};
