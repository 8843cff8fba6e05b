import { failure, type TramaError } from '#flow/errors.ts';
import { sql } from '#prisma/sql.ts';

/**
 * Of work that is looked for across tenants: nothing begins for a tenant that is not active. By the
 * table that is looked through. What waits there is still there when the tenant is active again (docs/decisions/712).
 */
export const ofActiveTenant = {
  flowTriggers: sql`not exists (select 1 from tenants n where n.id = flow_triggers.tenant_id and n.status <> 'active')`,
  collections: sql`not exists (
    select 1 from tenants n where n.id = message_collections.tenant_id and n.status <> 'active')`,
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
