import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';
import { openConnection } from './read-connection.ts';

/** The tenant's first connection of a kind, opened: for what names none. @throws `missing_connection` */
export const openOldest = async (db: TenantDb, connector: string): Promise<ConnectionValue> => {
  const [row] = await db.sql<{ id: string }>`
    select id from connections where tenant_id = ${db.tenant} and connector = ${connector} order by id limit 1`;
  if (!row)
    throw failure('missing_connection', `Falta uma conexão ${connector}.`, `A connection ${connector} is missing.`);
  return openConnection(db, formatId('con', row.id));
};
