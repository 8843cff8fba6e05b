import type { TenantDb, WithTenant } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { titleOf } from './endpoint-view.ts';
import { deleteEndpoint, holdEndpoint } from './write-endpoint.ts';

/** Deliveries that go in one transaction, with their attempts: a busy endpoint's month is too much for one. */
const BATCH = 2_000;

/** What goes to it goes no more; from here on it may break off, so this stands in the audit by itself. */
const stop = async (db: TenantDb, id: string, { revision, by }: { revision: number | null; by: string }) => {
  const held = await holdEndpoint(db, id, revision);
  if (!held.enabled) return held.id;
  await db.sql`
    update webhook_endpoints set enabled = false, disabled_reason = 'by_hand', disabled_at = now(),
      revision = revision + 1, updated_at = now()
    where tenant_id = ${db.tenant} and id = ${held.id}`;
  const data = { host: new URL(held.url).host };
  await appendAudit(db, { actor: by, action: 'webhook.disable', target: id, name: titleOf(held), data });
  return held.id;
};

/**
 * Forgets an endpoint: nothing goes to it from the first step on, then its deliveries go in pieces, and it itself at last.
 * Where that breaks off it is there, disabled, and can be forgotten again.
 * @throws `not_found`, `stale` where `revision` is another
 */
export const forgetEndpoint = async (
  withTenant: WithTenant,
  tenantId: string,
  id: string,
  { revision, by, batch = BATCH }: { revision: number | null; by: string; batch?: number },
): Promise<void> => {
  const uuid = await withTenant(tenantId, (db) => stop(db, id, { revision, by }));
  const some = () =>
    withTenant(
      tenantId,
      (db) => db.sql`
        delete from webhook_deliveries where tenant_id = ${db.tenant} and id in (
          select id from webhook_deliveries where tenant_id = ${db.tenant} and endpoint_id = ${uuid} limit ${batch})
        returning id`,
    );
  while ((await some()).length === batch);
  await withTenant(tenantId, (db) => deleteEndpoint(db, id, { revision: null, by }));
};
