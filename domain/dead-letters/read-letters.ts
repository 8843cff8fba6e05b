import type { JsonObject } from '#flow/json.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { uuidIn } from '../ids.ts';
import {
  type DeadLetter,
  LETTER_COLUMNS,
  type LetterKind,
  type LetterRow,
  type LetterState,
  letterOf,
  noSuchLetter,
  payloadOf,
} from './dead-letter.ts';

export interface LetterFilter {
  state?: LetterState | undefined;
  kind?: LetterKind | undefined;
}

/** Newest first, without what is in them. @throws `malformed` */
export const listLetters = async (db: TenantDb, filter: LetterFilter, page: PageRequest): Promise<Page<DeadLetter>> => {
  const limit = limitOf(page);
  const known = { ...filter };
  const after = readCursor(db, 'dead-letters', known, page.cursor);
  const rows = await db.sql<LetterRow>`
    select ${LETTER_COLUMNS} from dead_letters where tenant_id = ${db.tenant}
      ${filter.state === undefined ? emptySql : sql`and state = ${filter.state}`}
      ${filter.kind === undefined ? emptySql : sql`and kind = ${filter.kind}`}
      ${after === null ? emptySql : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: letterOf, cursor: (last) => writeCursor(db, 'dead-letters', known, last.id) });
};

/** With what is in it. @throws `not_found` */
export const readLetter = async (db: TenantDb, id: string): Promise<DeadLetter & { payload: JsonObject }> => {
  const [row] = await db.sql<LetterRow>`
    select ${LETTER_COLUMNS} from dead_letters where tenant_id = ${db.tenant} and id = ${uuidIn('dlt', id)}`;
  if (!row) throw noSuchLetter();
  return { ...letterOf(row), payload: payloadOf(db, row) };
};

const SETTLED_DAYS = 30;
const OPEN_DAYS = 90;

/** Forgets what was settled a month ago, and what nobody looked at for three. Gives how many rows went. */
export const pruneLetters = async (db: TenantDb): Promise<number> => {
  const rows = await db.sql`
    delete from dead_letters where tenant_id = ${db.tenant}
      and (settled_at < now() - ${SETTLED_DAYS} * interval '1 day' or last_at < now() - ${OPEN_DAYS} * interval '1 day')
    returning id`;
  return rows.length;
};
