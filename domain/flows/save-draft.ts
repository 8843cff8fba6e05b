import type { Board } from '#flow/board.ts';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { plainJson } from '#prisma/plain-json.ts';
import { json, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { type DrawnFlowRow, FLOW_COLUMNS, type FlowView, nameIn, viewFlow } from './flow-view.ts';
import { holdFlow } from './get-flow.ts';
import { tellDrawn } from './presence.ts';

/**
 * Writes the draft, and the board where one is given. `revision` is the one that the author edited; null writes over
 * whatever is there. `by`: who is named to others who have it open.
 * @throws `not_found`, `conflict` for an archived flow, `stale` where somebody saved before
 */
export const saveDraft = async (
  db: TenantDb,
  flow: string,
  {
    definition,
    board,
    revision,
    by,
  }: { definition: Json; board?: Board | undefined; revision: number | null; by?: string },
): Promise<FlowView> => {
  const held = await holdFlow(db, flow);
  if (revision !== null && revision !== held.draft_revision)
    throw failure('stale', 'Outra pessoa salvou o rascunho', 'The draft was saved by somebody else', {
      details: { draftRevision: held.draft_revision },
    });
  const draft = plainJson(definition);
  const [row] = await db.sql<DrawnFlowRow>`
    update flows set draft = ${draft}::json, draft_revision = draft_revision + 1, updated_at = now(),
      board = ${board === undefined ? sql`board` : sql`${json(board as Json)}::json`},
      unpublished_changes = unpublished_changes or ${draft !== JSON.stringify(held.draft)},
      name = ${nameIn(definition) ?? held.name}, draft_by = ${by ?? null}
    where tenant_id = ${db.tenant} and id = ${held.id}
    returning ${FLOW_COLUMNS}, draft, board`;
  if (!row) throw new Error('A held flow is gone');
  await tellDrawn(db, held.id);
  return viewFlow(row);
};
