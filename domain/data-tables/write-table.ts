import { failure } from '#flow/errors.ts';
import { isUniqueViolation } from '#prisma/database-error.ts';
import { emptySql, json, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { newId, parseId } from '../ids.ts';
import { type ColumnInput, readColumns, refuseMany } from './column-rules.ts';
import { deleteWithRows } from './delete-rows.ts';
import { getTable, refuseStaleTable, TABLE_COLUMNS, type TableRecord, tableOf } from './find-table.ts';
import { flowsUsingTable } from './flows-using-table.ts';
import { LIMITS } from './limits.ts';
import { type TableView, viewTable } from './table-view.ts';
import { usageOf } from './usage.ts';

/** The unique name is found by the database, so two at once cannot both have it. @throws `conflict` */
export const named = async <T>(name: string, write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error, 'data_tables_tenant_id_name_key')) throw error;
    throw failure('conflict', `Já existe uma tabela "${name}".`, `There is a table "${name}" already.`, {
      errors: [
        {
          pointer: '/name',
          code: 'taken',
          message: { pt: 'Outra tabela tem este nome', en: 'Another table has this name' },
        },
      ],
    });
  }
};

export interface NewTable {
  name: string;
  description: string;
  columns: readonly ColumnInput[];
  by: string;
  /** Of a caller that may ask twice. */
  id?: string;
}

/** @throws `conflict` for a name that is taken, `invalid`, `quota_exceeded` */
export const createTable = async (db: TenantDb, given: NewTable): Promise<TableView> => {
  const { name, description, by, id = newId('tbl') } = given;
  const { columns, next } = readColumns(given.columns, [], 1);
  const uuid = parseId('tbl', id);
  const [count] = await db.sql<{ n: number }>`
    select count(*)::int as n from data_tables where tenant_id = ${db.tenant} and id <> ${uuid}`;
  refuseMany('tables', (count?.n ?? 0) + 1, LIMITS.tables);
  const [row] = await named(
    name,
    () => db.sql<TableRecord>`
      insert into data_tables (tenant_id, id, name, description, columns, next_column, created_by)
      values (${db.tenant}, ${uuid}, ${name}, ${description}, ${json(columns)}::json, ${next}, ${by})
      on conflict (tenant_id, id) do nothing returning ${TABLE_COLUMNS}`,
  );
  if (!row) return viewTable(await getTable(db, id), (await usageOf(db, [uuid])).get(uuid));
  await db.sql`insert into data_usage (tenant_id, table_id) values (${db.tenant}, ${uuid})`;
  await appendAudit(db, { actor: by, action: 'table.create', target: id, data: { name } });
  return viewTable(tableOf(row), undefined);
};

/** Newest first. @throws `malformed` */
export const listTables = async (db: TenantDb, page: PageRequest): Promise<Page<TableView>> => {
  const limit = limitOf(page);
  const after = readCursor(db, 'data-tables', {}, page.cursor);
  const rows = await db.sql<TableRecord>`
    select ${TABLE_COLUMNS} from data_tables where tenant_id = ${db.tenant}
      ${after === null ? emptySql : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  const usage = await usageOf(
    db,
    rows.map(({ id }) => id),
  );
  return pageOf(rows, {
    limit,
    item: (row) => viewTable(tableOf(row), usage.get(row.id)),
    cursor: (last) => writeCursor(db, 'data-tables', {}, last.id),
  });
};

/** A table with what it holds, and the published flows that use it. @throws `not_found` */
export const readTable = async (
  db: TenantDb,
  reference: string,
): Promise<TableView & { flows: { id: string; name: string }[] }> => {
  const table = await getTable(db, reference);
  const usage = (await usageOf(db, [table.uuid])).get(table.uuid);
  return { ...viewTable(table, usage), flows: await flowsUsingTable(db, table) };
};

/** With all its rows, for good. @throws `not_found`, `stale`, `conflict` where a published flow uses it */
export const deleteTable = async (
  db: TenantDb,
  reference: string,
  { revision, by }: { revision: number | null; by: string },
): Promise<void> => {
  const table = await getTable(db, reference, 'update');
  refuseStaleTable(table, revision);
  const flows = await flowsUsingTable(db, table);
  if (flows.length > 0)
    throw failure(
      'conflict',
      `Fluxos publicados usam a tabela: ${flows.map(({ name }) => name).join(', ')}.`,
      `Published flows use the table: ${flows.map(({ name }) => name).join(', ')}.`,
      { details: { flows } },
    );
  await deleteWithRows(db, table);
  await appendAudit(db, { actor: by, action: 'table.delete', target: table.id, data: { name: table.name } });
};
