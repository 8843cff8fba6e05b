import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { notNow } from '../access/suspended.ts';
import { formatId } from '../ids.ts';
import { type Tenant, type TenantRow, tenantOf } from '../tenants/get-tenant.ts';
import type { PublishedFlow } from './find-published.ts';

/** A path as it is stored: without slashes at its ends. */
export const webhookPath = (path: string): string => path.replace(/^\/+|\/+$/g, '');

/** Id of the published flow that listens at a webhook path; null where none does. */
export const webhookHolder = async (db: TenantDb, path: string): Promise<string | null> => {
  const [row] = await db.sql<{ flow_id: string }>`
    select flow_id from flow_triggers where tenant_id = ${db.tenant} and path = ${webhookPath(path)}`;
  return row ? formatId('flw', row.flow_id) : null;
};

/** Which rows a webhook was read from: another stamp, and something of them has changed. */
export interface WebhookStamp {
  path: string;
  rows: string;
}

/** The published flow that listens at a path, and the tenant as its run will see it. */
export interface FoundWebhook {
  tenant: Tenant;
  flow: PublishedFlow;
  stamp: WebhookStamp;
}

interface WebhookRow extends Omit<TenantRow, 'id' | 'slug' | 'name' | 'plan'> {
  tenant_id: string;
  tenant_slug: string;
  tenant_name: string;
  tenant_plan: string;
  id: string;
  slug: string;
  name: string;
  version: number;
  plan: Plan;
  stamp: string;
  status: string;
}

/** The published flow behind a webhook path, plan and all; null where none listens. @throws `hooks_suspended` */
export const findWebhook = async (db: TenantDb, path: string): Promise<FoundWebhook | null> => {
  const stored = webhookPath(path);
  const [row] = await db.sql<WebhookRow>`
    select n.status, n.id as tenant_id, n.slug as tenant_slug, n.name as tenant_name, n.plan as tenant_plan, n.timezone, n.locale,
      n.settings, n.holidays, f.id, f.slug, f.name, v.version, v.plan, concat_ws('/', n.xmin, f.xmin, t.xmin) as stamp
    from flow_triggers t
    join tenants n on n.id = t.tenant_id
    join flows f on f.tenant_id = t.tenant_id and f.id = t.flow_id and f.archived_at is null
    join flow_versions v on v.tenant_id = t.tenant_id and v.flow_id = t.flow_id and v.version = t.version
    where t.tenant_id = ${db.tenant} and t.path = ${stored}`;
  if (!row) return null;
  if (row.status !== 'active') throw notNow();
  const { timezone, locale, settings, holidays, slug, name, version, plan } = row;
  const { tenant_id: id, tenant_slug, tenant_name, tenant_plan, stamp } = row;
  return {
    tenant: tenantOf({
      id,
      slug: tenant_slug,
      name: tenant_name,
      plan: tenant_plan,
      timezone,
      locale,
      settings,
      holidays,
    }),
    flow: { flowId: formatId('flw', row.id), slug, name, version, plan },
    stamp: { path: stored, rows: stamp },
  };
};

/** Whether a webhook that was read before is still the same: same version, same tenant. */
export const isCurrentWebhook = async (db: TenantDb, { path, rows }: WebhookStamp): Promise<boolean> => {
  const found = await db.sql`
    select 1 from flow_triggers t
    join tenants n on n.id = t.tenant_id
    join flows f on f.tenant_id = t.tenant_id and f.id = t.flow_id and f.archived_at is null
    where t.tenant_id = ${db.tenant} and t.path = ${path} and concat_ws('/', n.xmin, f.xmin, t.xmin) = ${rows}`;
  return found.length > 0;
};
