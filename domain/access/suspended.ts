import { failure, type TramaError } from '#flow/errors.ts';
import { type SqlFragment, sql } from '#prisma/sql.ts';

/**
 * Of statements of the admin role that write, and of work that is looked for across tenants: a tenant whose rows are between
 * two places is left alone, for what is copied must not change (docs/decisions/782).
 * @param tenant the column that says whose row it is
 */
export const isInPlace = (tenant: SqlFragment): SqlFragment =>
  sql`${tenant} <> all (array(select moving.tenant_id from tenant_placements moving where moving.path is null))`;

/**
 * Of work that is looked for across tenants: nothing begins for a tenant that is not active, or that is being moved. By the
 * table that is looked through. What waits there is still there when the tenant is active again (docs/decisions/712).
 */
export const ofActiveTenant = {
  flowTriggers: sql`not exists (select 1 from tenants n where n.id = flow_triggers.tenant_id and n.status <> 'active')
    and ${isInPlace(sql`flow_triggers.tenant_id`)}`,
  collections: sql`not exists (
    select 1 from tenants n where n.id = message_collections.tenant_id and n.status <> 'active')
    and ${isInPlace(sql`message_collections.tenant_id`)}`,
  connections: sql`not exists (select 1 from tenants n where n.id = connections.tenant_id and n.status <> 'active')`,
  bots: sql`not exists (select 1 from tenants n where n.id = telegram_bots.tenant_id and n.status <> 'active')`,
};

/** For whoever delivers something to a tenant that takes nothing in now: it should come again later. */
export const notNow = (): TramaError =>
  failure(
    'hooks_suspended',
    'Esta conta está suspensa e não recebe nada agora. Tente de novo mais tarde.',
    'This tenant is suspended and takes nothing in now. Try again later.',
    { waitUntil: Date.now() + 300_000 },
  );
