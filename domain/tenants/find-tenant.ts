import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId } from '../ids.ts';

/** The id of a tenant by its slug, as `/hooks/{slug}` names it; null where there is none. */
export const findTenantId = async (admin: AdminDb, slug: string): Promise<string | null> => {
  const [row] = await admin.sql<{ id: string }>`select id from tenants where slug = ${slug}`;
  return row ? formatId('ten', row.id) : null;
};

/** Ids of all tenants, for work that is then done tenant by tenant under their own policies. */
export const listTenantIds = async (admin: AdminDb): Promise<string[]> => {
  const rows = await admin.sql<{ id: string }>`select id from tenants order by id`;
  return rows.map((row) => formatId('ten', row.id));
};
