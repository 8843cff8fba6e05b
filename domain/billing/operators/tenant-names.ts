import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId, uuidIn } from '../../ids.ts';

/** Names of tenants by their ids; one that is gone has none. */
export const findTenantNames = async (
  { sql }: Pick<AdminDb, 'sql'>,
  tenantIds: readonly string[],
): Promise<Map<string, string>> => {
  const uuids = [...new Set(tenantIds)].flatMap((id) => uuidIn('ten', id) ?? []);
  if (uuids.length === 0) return new Map();
  const rows = await sql<{ id: string; name: string }>`select id, name from tenants where id = any (${uuids}::uuid[])`;
  return new Map(rows.map(({ id, name }) => [formatId('ten', id), name]));
};
