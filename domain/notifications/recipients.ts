import type { TenantDb } from '#prisma/with-tenant.ts';

export interface Recipient {
  userId: string;
  email: string;
}

/** Members who are named by e-mail, by role, or by `all`; those whose access was closed are left out. */
export const recipients = async (db: TenantDb, to: readonly string[]): Promise<Recipient[]> => {
  const rows = await db.sql<{ id: string; email: string }>`
    select u.id, u.email from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${db.tenant} and u.disabled_at is null
      and ('all' = any(${to}::text[]) or m.role = any(${to}::text[]) or lower(u.email) = any(${to}::text[]))
    order by u.email`;
  return rows.map(({ id, email }) => ({ userId: id, email }));
};
