import type { AdminDb } from '#prisma/admin-db.ts';
import { parseId } from '../ids.ts';

/**
 * Sessions of somebody who belongs to the tenant no more look at another of theirs; at none where there is none, which
 * opens nothing. That they see nothing of it stands in the query before every call, also where this is never reached.
 */
export const leaveTenant = async (admin: AdminDb, tenantId: string, userId: string): Promise<void> => {
  await admin.sql`
    update identity.sessions s set active_tenant_id = (
      select m.tenant_id from memberships m join tenants t on t.id = m.tenant_id
      where m.user_id = s.user_id order by t.status <> 'active', m.created_at limit 1)
    where s.user_id = ${parseId('usr', userId)} and s.active_tenant_id = ${parseId('ten', tenantId)}
      and s.revoked_at is null and s.impersonated_by is null
      and not exists (select 1 from memberships m where m.user_id = s.user_id and m.tenant_id = s.active_tenant_id)`;
};
