import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, uuidIn } from '../ids.ts';

export interface PublishedFlow {
  flowId: string;
  slug: string;
  name: string;
  version: number;
  plan: Plan;
}

/** The published version of a flow, by id or slug; null where there is none, or the flow is archived. */
export const findPublished = async (db: TenantDb, idOrSlug: string): Promise<PublishedFlow | null> => {
  const [row] = await db.sql<{ id: string; slug: string; name: string; version: number; plan: Plan }>`
    select f.id, f.slug, f.name, v.version, v.plan from flows f
    join flow_versions v on v.tenant_id = f.tenant_id and v.flow_id = f.id and v.version = f.published_version
    where f.tenant_id = ${db.tenant} and f.archived_at is null
      and (f.id = ${uuidIn('flw', idOrSlug)} or f.slug = ${idOrSlug})`;
  return row ? { ...row, flowId: formatId('flw', row.id) } : null;
};
