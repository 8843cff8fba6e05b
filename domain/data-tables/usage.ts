import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { Table } from './column.ts';
import { LIMITS } from './limits.ts';

interface UsageRow {
  row_count: bigint;
  bytes: bigint;
  all_bytes: string;
}

/** What a transaction added to a table, or took away. */
export interface Tally {
  rows: number;
  bytes: number;
}

/**
 * Counts what a change added or took away: the last statement of its transaction, for others wait at it.
 * @throws `quota_exceeded`
 */
export const countRows = async (db: TenantDb, table: Table, { rows, bytes }: Tally): Promise<void> => {
  if (rows === 0 && bytes === 0) return;
  const [now] = await db.sql<UsageRow>`
    update data_usage u set row_count = row_count + ${rows}::bigint, bytes = bytes + ${bytes}::bigint
    where tenant_id = ${db.tenant} and table_id = ${table.uuid}
    returning row_count, bytes,
      (select coalesce(sum(o.bytes), 0)::text from data_usage o where o.tenant_id = ${db.tenant} and o.table_id <> u.table_id)
        as all_bytes`;
  if (!now) return;
  if (rows > 0 && now.row_count > LIMITS.rows)
    throw failure(
      'quota_exceeded',
      `A tabela "${table.name}" chegou ao limite de ${LIMITS.rows} linhas.`,
      `The table "${table.name}" has reached the limit of ${LIMITS.rows} rows.`,
      { details: { limit: 'rows', max: LIMITS.rows } },
    );
  if (bytes > 0 && Number(now.bytes) + Number(now.all_bytes) > LIMITS.bytes)
    throw failure(
      'quota_exceeded',
      'As tabelas da conta chegaram ao limite de 2 GB.',
      'The tables of the account have reached the limit of 2 GB.',
      { details: { limit: 'bytes', max: LIMITS.bytes } },
    );
};

/** Rows and bytes of tables, by their uuids. */
export const usageOf = async (
  db: TenantDb,
  uuids: readonly string[],
): Promise<Map<string, { rows: number; bytes: number }>> => {
  const rows = await db.sql<{ table_id: string; row_count: bigint; bytes: bigint }>`
    select table_id, row_count, bytes from data_usage
    where tenant_id = ${db.tenant} and table_id = any (${[...uuids]}::uuid[])`;
  return new Map(
    rows.map(({ table_id, row_count, bytes }) => [table_id, { rows: Number(row_count), bytes: Number(bytes) }]),
  );
};
