import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';
import type { PublishedFlow } from './find-published.ts';

/** A path as it is stored: without slashes at its ends. */
export const webhookPath = (path: string): string => path.replace(/^\/+|\/+$/g, '');

/** Id of the published flow that listens at a webhook path; null where none does. */
export const webhookHolder = async (db: TenantDb, path: string): Promise<string | null> => {
  const [row] = await db.sql<{ flow_id: string }>`
    select flow_id from flow_triggers where tenant_id = ${db.tenant} and path = ${webhookPath(path)}`;
  return row ? formatId('flw', row.flow_id) : null;
};

/** The published flow behind a webhook path, plan and all; null where none listens. */
export const findWebhook = async (db: TenantDb, path: string): Promise<PublishedFlow | null> => {
  const [row] = await db.sql<{ id: string; slug: string; name: string; version: number; plan: Plan }>`
    select f.id, f.slug, f.name, v.version, v.plan from flow_triggers t
    join flows f on f.tenant_id = t.tenant_id and f.id = t.flow_id and f.archived_at is null
    join flow_versions v on v.tenant_id = t.tenant_id and v.flow_id = t.flow_id and v.version = t.version
    where t.tenant_id = ${db.tenant} and t.path = ${webhookPath(path)}`;
  return row ? { ...row, flowId: formatId('flw', row.id) } : null;
};
