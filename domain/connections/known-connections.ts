import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, uuidIn } from '../ids.ts';

/** The connectors of the connections that these ids or names stand for; what is not there is missing. */
export const knownConnections = async (db: TenantDb, references: readonly string[]): Promise<Map<string, string>> => {
  if (references.length === 0) return new Map();
  const ids = references.flatMap((one) => uuidIn('con', one) ?? []);
  const rows = await db.sql<{ id: string; name: string; connector: string }>`
    select id, name, connector from connections
    where tenant_id = ${db.tenant} and (id = any (${ids}::uuid[]) or name = any (${[...references]}::text[]))`;
  return new Map([
    ...rows.map(({ name, connector }) => [name, connector] as const),
    ...rows.map(({ id, connector }) => [formatId('con', id), connector] as const),
  ]);
};
