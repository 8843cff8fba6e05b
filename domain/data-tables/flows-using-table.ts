import type { Json } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { flowsNaming } from '../flows/flows-naming.ts';
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
export const flowsUsingTable = (
  db: TenantDb,
  { id, name }: Pick<Table, 'id' | 'name'>,
  by: 'either' | 'name' = 'either',
): Promise<{ id: string; name: string }[]> => flowsNaming(db, by === 'name' ? [name] : [id, name], tablesIn);
