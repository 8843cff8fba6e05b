import type { Standing } from '#flow/contracts/plan-features.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';

type Count = (db: TenantDb) => Promise<unknown[]>;

/** Nothing of it is in the product yet: none of it is in use. */
const none: Count = async () => [{ n: 0 }];

/** What stands, asked of the rows themselves; what is frozen does not count. */
const COUNTS: Readonly<Record<Standing, Count>> = {
  flows: (db) => db.sql`
    select count(*) as n from flows f where f.tenant_id = ${db.tenant} and f.published_version is not null
      and f.archived_at is null and not exists (select from frozen_items z
        where z.tenant_id = f.tenant_id and z.kind = 'flow' and z.item_id = f.id)`,
  chatbot_flows: (db) => db.sql`
    select count(*) as n from flow_triggers t join flows f on f.tenant_id = t.tenant_id and f.id = t.flow_id
    where t.tenant_id = ${db.tenant} and t.type = 'message' and f.published_version is not null and f.archived_at is null
      and not exists (select from frozen_items z
        where z.tenant_id = f.tenant_id and z.kind = 'flow' and z.item_id = f.id)`,
  users: (db) => db.sql`
    select (select count(*) from memberships m where m.tenant_id = ${db.tenant} and not exists (select from frozen_items z
        where z.tenant_id = m.tenant_id and z.kind = 'member' and z.item_id = m.user_id))
      + (select count(*) from invites i where i.tenant_id = ${db.tenant} and i.accepted_at is null
        and i.revoked_at is null and i.expires_at > now()) as n`,
  storage_bytes: (db) => db.sql`
    select coalesce(sum(octet_length(bytes)), 0) as n from payloads where tenant_id = ${db.tenant}`,
  // Asked of the people who own it, in all their tenants: see `countWorkspaces`.
  workspaces: none,
  connections: (db) => db.sql`
    select count(*) as n from connections c where c.tenant_id = ${db.tenant} and not exists (select from frozen_items z
      where z.tenant_id = c.tenant_id and z.kind = 'connection' and z.item_id = c.id)`,
  whatsapp_instances: (db) => db.sql`
    select count(*) as n from connections c where c.tenant_id = ${db.tenant} and c.connector like 'whatsapp%'
      and not exists (select from frozen_items z
        where z.tenant_id = c.tenant_id and z.kind = 'connection' and z.item_id = c.id)`,
  // As `activateMachine` counts: one whose grace is over has given its place up.
  machines: (db) => db.sql`
    select count(*) as n from licences
    where tenant_id = ${db.tenant} and revoked_at is null and grace_until > now()`,
  alerts: none,
  favorites: none,
  crm_leads: none,
  scrapers: none,
};

/** How many a tenant has just now. */
export const countStanding = async (db: TenantDb, feature: Standing): Promise<number> => {
  const [row] = (await COUNTS[feature](db)) as { n: bigint | number }[];
  return Number(row?.n ?? 0);
};

/** Tenants that the people own who own this one; of the person who has most. */
export const countWorkspaces = async ({ sql }: AdminDb, tenantId: string): Promise<number> => {
  const [row] = await sql<{ n: bigint }>`
    select coalesce(max(n), 0) as n from (
      select count(*) as n from memberships o join memberships m on m.user_id = o.user_id and m.role = 'owner'
      where o.tenant_id = ${parseId('ten', tenantId)} and o.role = 'owner' group by o.user_id) each_owner`;
  return Number(row?.n ?? 0);
};
