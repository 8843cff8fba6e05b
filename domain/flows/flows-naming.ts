import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { containing } from '../containing.ts';
import { formatId } from '../ids.ts';

/**
 * Published flows whose plan names one of these, by id or by name.
 * @param namesIn all that a plan names of this kind
 */
export const flowsNaming = async (
  db: TenantDb,
  references: readonly string[],
  namesIn: (plan: Plan) => ReadonlySet<string>,
): Promise<{ id: string; name: string }[]> => {
  // Plans are JSON that PostgreSQL would have to take apart; a text search finds those worth reading.
  const patterns = references.map((text) => containing(JSON.stringify(text)));
  const rows = await db.sql<{ id: string; name: string; plan: Plan }>`
    select f.id, f.name, v.plan from flows f
    join flow_versions v on v.tenant_id = f.tenant_id and v.flow_id = f.id and v.version = f.published_version
    where f.tenant_id = ${db.tenant} and f.archived_at is null and v.plan::text like any (${patterns}::text[])`;
  return rows
    .filter(({ plan }) => {
      const named = namesIn(plan);
      return references.some((reference) => named.has(reference));
    })
    .map(({ id, name }) => ({ id: formatId('flw', id), name }));
};
