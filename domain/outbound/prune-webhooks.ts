import type { TenantDb } from '#prisma/with-tenant.ts';
import { KEPT_DAYS } from './limits.ts';

/** Forgets messages past their time, with their deliveries and attempts; what is still on its way stays. Gives how many went. */
export const pruneWebhooks = async (db: TenantDb, limit = 5_000): Promise<number> => {
  const rows = await db.sql`
    delete from webhook_messages where tenant_id = ${db.tenant} and id in (
      select m.id from webhook_messages m
      where m.tenant_id = ${db.tenant} and m.created_at < now() - ${KEPT_DAYS} * interval '1 day'
        and not exists (
          select 1 from webhook_deliveries d
          where d.tenant_id = m.tenant_id and d.message_id = m.id and d.state in ('due', 'retrying', 'parked'))
      limit ${limit})
    returning id`;
  return rows.length;
};
