import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { containing } from '../containing.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { formatId, parseId, uuidIn } from '../ids.ts';
import { RUN_COLUMNS, type RunRow, type RunStatus, type RunView, viewRun } from './run-view.ts';

export interface RunFilters {
  /** Id or slug. */
  flow?: string | undefined;
  status?: RunStatus[] | undefined;
  /** ISO 8601, accepted at or after, and before. */
  from?: string | undefined;
  to?: string | undefined;
  /** Only runs of tests, or only others. */
  test?: boolean | undefined;
  /** Only those that try this run again. */
  retryOf?: string | undefined;
  /** Found in the id, the trigger, the output or the error. */
  q?: string | undefined;
}

const ofFlow = (db: TenantDb, flow: string) =>
  sql`and flow_id in (select id from flows where tenant_id = ${db.tenant} and (id = ${uuidIn('flw', flow)} or slug = ${flow}))`;

/** An id in the text is looked up as one; anything else is searched for in what the run carries. */
const found = (q: string) => {
  const uuid = uuidIn('run', q.trim());
  if (uuid) return sql`and id = ${uuid}`;
  const like = containing(q.trim());
  return sql`and (trigger::text ilike ${like} or output::text ilike ${like} or error::text ilike ${like})`;
};

/** An id is made before its run is accepted: by as much as an Idempotency-Key is kept, where a request was repeated. */
const KEPT_MS = 49 * 3_600_000;
/** Clocks of processes differ. */
const SKEW_MS = 3_600_000;

/** The lowest id of an instant, some time before or after: ids begin with their time, and so runs of a time stand together in the index. */
const firstIdOf = (instant: string, ms: number): string => {
  const hex = Math.max(0, Date.parse(instant) + ms)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
};

/** The filters as SQL, for lists and for bulk actions. */
export const whereRuns = (db: TenantDb, { flow, status, from, to, test, retryOf, q }: RunFilters) => sql`
  tenant_id = ${db.tenant}
  ${flow === undefined ? emptySql : ofFlow(db, flow)}
  ${status === undefined ? emptySql : sql`and status = any (${status}::text[])`}
  ${from === undefined ? emptySql : sql`and accepted_at >= ${from}::timestamptz and id >= ${firstIdOf(from, -KEPT_MS)}::uuid`}
  ${to === undefined ? emptySql : sql`and accepted_at < ${to}::timestamptz and id < ${firstIdOf(to, SKEW_MS)}::uuid`}
  ${retryOf === undefined ? emptySql : sql`and retry_of = ${uuidIn('run', retryOf)}::uuid`}
  ${test === undefined ? emptySql : sql`and test = ${test}`}
  ${q === undefined || q.trim() === '' ? emptySql : found(q)}`;

/** Newest first. @throws `malformed` for a cursor of other filters. */
export const listRuns = async (db: TenantDb, filters: RunFilters, page: PageRequest): Promise<Page<RunView>> => {
  const limit = limitOf(page);
  const known = { ...filters };
  const after = readCursor(db, 'runs', known, page.cursor);
  const rows = await db.sql<RunRow>`
    select ${RUN_COLUMNS} from runs where ${whereRuns(db, filters)}
      ${after === null ? emptySql : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: viewRun, cursor: (last) => writeCursor(db, 'runs', known, last.id) });
};

/** Ids of the runs that a bulk action is for, oldest first, at most `limit`; `after`: only those made after this one. */
export const findRunIds = async (
  db: TenantDb,
  filters: RunFilters,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<string[]> => {
  const rows = await db.sql<{ id: string }>`
    select id from runs where ${whereRuns(db, filters)}
      ${after === undefined ? emptySql : sql`and id > ${parseId('run', after)}::uuid`}
    order by id limit ${limit}`;
  return rows.map((row) => formatId('run', row.id));
};

/** Nobody needs to know of more. */
const MOST_COUNTED = 100_000;

/** How many runs the filters mean. */
export const countRuns = async (db: TenantDb, filters: RunFilters): Promise<number> => {
  const [row] = await db.sql<{ n: number }>`
    select count(*)::int as n from (select 1 from runs where ${whereRuns(db, filters)} limit ${MOST_COUNTED}) counted`;
  return row?.n ?? 0;
};
