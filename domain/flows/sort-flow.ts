import { sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { changesBetween } from '../audit/changes.ts';
import { formatId } from '../ids.ts';
import { type DrawnFlowRow, FLOW_COLUMNS, type FlowView, viewFlow } from './flow-view.ts';
import { holdFlow } from './get-flow.ts';

/** How people find a flow among many; what is left out stays. */
export interface FlowPlace {
  folder?: string | null | undefined;
  tags?: string[] | undefined;
  minutesSaved?: number | null | undefined;
}

const numeric = (given: number | string | null): number | null => (given === null ? null : Number(given));

/** Puts a flow into a folder, names its tags, and says what a run saves. The draft is untouched. @throws `not_found`, `conflict` */
export const sortFlow = async (db: TenantDb, flow: string, place: FlowPlace, by: string): Promise<FlowView> => {
  const held = await holdFlow(db, flow);
  const { folder = held.folder, tags = held.tags, minutesSaved = held.minutes_saved } = place;
  const [row] = await db.sql<DrawnFlowRow>`
    update flows set folder = ${folder}, tags = ${sql`${tags}::text[]`}, minutes_saved = ${minutesSaved}::numeric
    where tenant_id = ${db.tenant} and id = ${held.id}
    returning ${FLOW_COLUMNS}, draft, board`;
  if (!row) throw new Error('A held flow is gone');
  const target = formatId('flw', held.id);
  const before = { folder: held.folder, tags: held.tags, minutesSaved: numeric(held.minutes_saved) };
  const changes = changesBetween(before, { folder, tags, minutesSaved: numeric(minutesSaved) });
  await appendAudit(db, { actor: by, action: 'flow.sort', target, name: held.name, data: {}, changes });
  return viewFlow(row);
};
