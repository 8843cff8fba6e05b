import type { Json } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';
import type { Table } from './column.ts';

/** What an action of tables says of the table that it is for: it is never an expression. */
const tableIn = (type: string, config: Json | undefined): string | null => {
  if (!type.startsWith('data.') || typeof config !== 'object' || config === null || Array.isArray(config)) return null;
  return typeof config.table === 'string' ? config.table : null;
};

/** Names and ids of tables in a plan: of its nodes and their compensations. */
const tablesIn = (plan: Plan): Set<string> =>
  new Set(
    plan.nodes
      .flatMap(({ type, config, compensation }) => [
        tableIn(type, config),
        compensation ? tableIn(compensation.type, compensation.config) : null,
      ])
      .filter((each) => each !== null),
  );

/** Published flows that name the table, by id or by name. */
export const flowsUsingTable = async (
  db: TenantDb,
  { id, name }: Pick<Table, 'id' | 'name'>,
  by: 'either' | 'name' = 'either',
): Promise<{ id: string; name: string }[]> => {
  const references = by === 'name' ? [name] : [id, name];
  // Plans are JSON that PostgreSQL would have to take apart; a text search finds those worth reading.
  const patterns = references.map((text) => `%${JSON.stringify(text).replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
  const rows = await db.sql<{ id: string; name: string; plan: Plan }>`
    select f.id, f.name, v.plan from flows f
    join flow_versions v on v.tenant_id = f.tenant_id and v.flow_id = f.id and v.version = f.published_version
    where f.tenant_id = ${db.tenant} and f.archived_at is null and v.plan::text like any (${patterns}::text[])`;
  return rows
    .filter(({ plan }) => references.some((reference) => tablesIn(plan).has(reference)))
    .map((row) => ({ id: formatId('flw', row.id), name: row.name }));
};
