import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId } from '../ids.ts';
import { type Tenant, type TenantRow, tenantOf } from './get-tenant.ts';

/** A tenant by its slug, as `/hooks/{slug}` names it; null where there is none. */
export const findTenant = async (admin: AdminDb, slug: string): Promise<Tenant | null> => {
  const [row] = await admin.sql<TenantRow>`
    select id, slug, name, plan, timezone, locale, settings, holidays from tenants where slug = ${slug}`;
  return row ? tenantOf(row) : null;
};

/** Ids of all tenants, for work that is then done tenant by tenant under their own policies. */
export const listTenantIds = async (admin: AdminDb): Promise<string[]> => {
  const rows = await admin.sql<{ id: string }>`select id from tenants order by id`;
  return rows.map((row) => formatId('ten', row.id));
};
