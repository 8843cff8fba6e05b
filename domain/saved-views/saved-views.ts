import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, newId, parseId } from '../ids.ts';

/** Filters of a list that a person keeps under a name. */
export interface SavedView {
  id: string;
  /** Which list: `runs`. */
  page: string;
  name: string;
  /** What stands in the address behind the question mark. */
  query: string;
  createdAt: string;
}

interface Row {
  id: string;
  page: string;
  name: string;
  query: string;
  created_at: Date;
}

const view = ({ id, page, name, query, created_at }: Row): SavedView => ({
  id: formatId('viw', id),
  page,
  name,
  query,
  createdAt: created_at.toISOString(),
});

/** Of one person and one list. */
const MOST_EACH = 50;

/** Those of a person, as they were made. */
export const listSavedViews = async (db: TenantDb, userId: string, page: string): Promise<SavedView[]> => {
  const rows = await db.sql<Row>`
    select id, page, name, query, created_at from saved_views
    where tenant_id = ${db.tenant} and user_id = ${parseId('usr', userId)} and page = ${page} order by id`;
  return rows.map(view);
};

/** One of a name that is there already takes its place. @throws `quota_exceeded` past fifty */
export const saveView = async (
  db: TenantDb,
  userId: string,
  { page, name, query }: Pick<SavedView, 'page' | 'name' | 'query'>,
): Promise<SavedView> => {
  const user = parseId('usr', userId);
  const [row] = await db.sql<Row>`
    insert into saved_views (tenant_id, id, user_id, page, name, query)
    select ${db.tenant}, ${parseId('viw', newId('viw'))}, ${user}, ${page}, ${name}, ${query}
    where (
      select count(*) from saved_views
      where tenant_id = ${db.tenant} and user_id = ${user} and page = ${page} and name <> ${name}) < ${MOST_EACH}
    on conflict (tenant_id, user_id, page, name) do update set query = excluded.query
    returning id, page, name, query, created_at`;
  if (!row) throw failure('quota_exceeded', 'Não cabem mais de 50 filtros salvos', 'No more than 50 views are kept');
  return view(row);
};

/** @throws `not_found`, for another person's too */
export const deleteSavedView = async (db: TenantDb, userId: string, id: string): Promise<void> => {
  const rows = await db.sql`
    delete from saved_views
    where tenant_id = ${db.tenant} and user_id = ${parseId('usr', userId)} and id = ${parseId('viw', id)} returning id`;
  if (rows.length === 0) throw failure('not_found', 'Este filtro salvo não existe', 'There is no such view');
};
