import type { JsonObject } from '#flow/json.ts';
import type { TenantInfo } from '#flow/machine/protocol.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';

/** What everybody who works for a tenant may know of it. */
export interface TenantRow {
  id: string;
  slug: string;
  name: string;
  plan: string;
  /** IANA. */
  timezone: string;
  locale: string;
  /** What flows read as `tenant.settings`. */
  settings: JsonObject;
  /** ISO dates without work. */
  holidays: string[];
}

/** What a run and a caller know of their tenant. */
export type Tenant = TenantInfo & { name: string; holidays: string[] };

export const tenantOf = (row: TenantRow): Tenant => ({ ...row, id: formatId('ten', row.id) });

export const getTenant = async (db: TenantDb): Promise<Tenant> => {
  const [row] = await db.sql<TenantRow>`
    select id, slug, name, plan, timezone, locale, settings, holidays from tenants where id = ${db.tenant}`;
  if (!row) throw new Error(`The tenant ${db.tenantId} has no row`);
  return tenantOf(row);
};

/** What the expressions of a run may read of the tenant, and its holidays. */
export const tenantInfo = ({ name: _name, ...info }: Tenant): TenantInfo => info;
