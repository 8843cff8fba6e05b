import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { containing } from '../containing.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { FLOW_COLUMNS, type FlowRow, type FlowSummary, summarizeFlow } from './flow-view.ts';

export interface FlowFilters {
  /** Found in the name or the slug. */
  q?: string | undefined;
  /** True: only archived ones; else only others. */
  archived?: boolean | undefined;
  /** This one and those in it. */
  folder?: string | undefined;
  tag?: string | undefined;
}

/** Newest first. @throws `malformed` for a cursor of other filters. */
export const listFlows = async (db: TenantDb, filters: FlowFilters, page: PageRequest): Promise<Page<FlowSummary>> => {
  const limit = limitOf(page);
  const known = { ...filters };
  const after = readCursor(db, 'flows', known, page.cursor);
  const like = filters.q?.trim() ? containing(filters.q.trim()) : null;
  const rows = await db.sql<FlowRow>`
    select ${FLOW_COLUMNS} from flows
    where tenant_id = ${db.tenant} and (archived_at is not null) = ${filters.archived ?? false}
      ${like === null ? emptySql : sql`and (name ilike ${like} or slug ilike ${like})`}
      ${filters.folder ? sql`and (folder = ${filters.folder} or starts_with(folder, ${`${filters.folder}/`}))` : emptySql}
      ${filters.tag ? sql`and tags @> array[${filters.tag}]` : emptySql}
      ${after === null ? emptySql : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: summarizeFlow, cursor: (last) => writeCursor(db, 'flows', known, last.id) });
};
