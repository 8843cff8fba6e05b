import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId, uuidIn } from '../ids.ts';

/** `name@domain`, nothing more and nothing twice; null: it is no such address. */
export const domainOfEmail = (email: string): string | null =>
  /^[^\s@"'<>()[\],;:\\]+@((?:[a-z0-9-]+\.)+[a-z0-9-]+)$/i.exec(email)?.[1]?.toLowerCase() ?? null;

/** Where an address of ours that a provider knows belongs to. */
export const tenantOfSso = async (admin: AdminDb, id: string): Promise<{ tenantId: string } | null> => {
  const uuid = uuidIn('sso', id);
  if (uuid === null) return null;
  const [row] = await admin.sql<{ tenant_id: string }>`
    select o.tenant_id from sso_providers o
    join tenants t on t.id = o.tenant_id and t.status <> 'deleting' where o.id = ${uuid}`;
  return row ? { tenantId: formatId('ten', row.tenant_id) } : null;
};

/** The tenant that has proved the domain of an address, and lets its people in by a provider of its own. */
export const ssoOfEmail = async (admin: AdminDb, email: string): Promise<{ tenantId: string } | null> => {
  const domain = domainOfEmail(email.trim());
  if (domain === null) return null;
  const [row] = await admin.sql<{ tenant_id: string }>`
    select d.tenant_id from verified_domains d
    join sso_providers o on o.tenant_id = d.tenant_id and o.enabled_at is not null
    join tenants t on t.id = d.tenant_id and t.status <> 'deleting'
    where d.domain = ${domain} and d.verified_at is not null`;
  return row ? { tenantId: formatId('ten', row.tenant_id) } : null;
};
