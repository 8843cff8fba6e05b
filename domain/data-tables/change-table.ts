import { failure } from '#flow/errors.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { changesBetween } from '../audit/changes.ts';
import { getTenant } from '../tenants/get-tenant.ts';
import { type Column, isKeyed, type Table } from './column.ts';
import { type ColumnInput, readColumns } from './column-rules.ts';
import { convertCells, rewriteRows, storedRows } from './convert-rows.ts';
import { getTable, refuseStaleTable, TABLE_COLUMNS, type TableRecord, tableOf } from './find-table.ts';
import { flowsUsingTable } from './flows-using-table.ts';
import type { TextFormat } from './read-text.ts';
import { type TableView, viewTable } from './table-view.ts';
import { countRows, type Tally, usageOf } from './usage.ts';
import { named } from './write-table.ts';

export interface TableChange {
  name?: string | undefined;
  description?: string | undefined;
  /** All of them, in their new order: one with an `id` is that column, whatever its name; one that is not named is deleted. */
  columns?: readonly ColumnInput[] | undefined;
  /** What is lost by it was shown to whoever asks, who wants it all the same. */
  confirm?: boolean | undefined;
  /** From `If-Match`; null: whatever it is. */
  revision: number | null;
}

/** Cells that a change of columns would lose. */
export interface Loss {
  column: string;
  why: 'deleted' | 'does_not_convert';
  rows: number;
}

interface Effects {
  losses: Loss[];
  /** Rows that a required column would have nothing in. */
  missing: Map<string, number>;
}

const effectsOf = async (
  db: TenantDb,
  table: Table,
  after: readonly Column[],
  format: TextFormat,
): Promise<Effects> => {
  const losses = new Map<string, Loss>();
  const missing = new Map<string, number>();
  for await (const rows of storedRows(db, table))
    for (const { cells } of rows) {
      const found = convertCells(table.columns, after, cells, format);
      for (const { column, deleted } of found.lost) {
        const loss = losses.get(column.id) ?? {
          column: column.name,
          why: deleted ? ('deleted' as const) : ('does_not_convert' as const),
          rows: 0,
        };
        losses.set(column.id, { ...loss, rows: loss.rows + 1 });
      }
      for (const { name } of found.missing) missing.set(name, (missing.get(name) ?? 0) + 1);
    }
  return { losses: [...losses.values()], missing };
};

/** Columns that flows may name and that are not what they were. */
const movedColumns = (before: readonly Column[], after: readonly Column[]): Column[] =>
  before.filter((from) => {
    const to = after.find(({ id }) => id === from.id);
    return !to || to.name !== from.name || to.type !== from.type || (from.unique && !to.unique);
  });

const askFirst = async (db: TenantDb, table: Table, after: readonly Column[], losses: Loss[]): Promise<void> => {
  const flows = movedColumns(table.columns, after).length > 0 ? await flowsUsingTable(db, table) : [];
  if (losses.length === 0 && flows.length === 0) return;
  const [pt, en] =
    losses.length > 0
      ? ['A mudança perde valores; confirme.', 'The change loses values; confirm it.']
      : ['Fluxos publicados usam a tabela; confirme.', 'Published flows use the table; confirm the change.'];
  throw failure('conflict', pt, en, {
    details: { confirm: true, losses: losses.map((one) => ({ ...one })), flows },
  });
};

/** Whether rows stay as they are: columns were only added, named anew, put in another order, or loosened. */
const keepsRows = (before: readonly Column[], after: readonly Column[]): boolean =>
  before.every((from) => after.some((to) => to.id === from.id && to.type === from.type)) &&
  after.every((to) => {
    const from = before.find(({ id }) => id === to.id);
    if (!from) return !to.required && !isKeyed(to);
    const asKeyed = from.unique === to.unique && isKeyed(from) === isKeyed(to);
    return asKeyed && (from.required || !to.required) && from.choices.every((one) => to.choices.includes(one));
  });

const changeColumns = async (db: TenantDb, table: Table, after: readonly Column[], confirm: boolean): Promise<void> => {
  if (keepsRows(table.columns, after)) {
    if (!confirm) await askFirst(db, table, after, []);
    return;
  }
  const { timezone } = await getTenant(db);
  const format: TextFormat = { timezone, decimal: '.', dayFirst: true };
  const { losses, missing } = await effectsOf(db, table, after, format);
  const [lacking] = missing;
  if (lacking)
    throw failure(
      'conflict',
      `${lacking[1]} linhas não têm nada na coluna obrigatória "${lacking[0]}"; dê um valor padrão.`,
      `${lacking[1]} rows have nothing in the required column "${lacking[0]}"; give it a default.`,
      { details: { missing: Object.fromEntries(missing) } },
    );
  if (!confirm) await askFirst(db, table, after, losses);
  const tally: Tally = { rows: 0, bytes: 0 };
  const taken = await rewriteRows(db, { table, before: table.columns, after, format }, tally);
  if (taken)
    throw failure(
      'conflict',
      `Duas linhas têm o mesmo valor na coluna "${taken.column.name}", que seria única.`,
      `Two rows have the same value in the column "${taken.column.name}", which would be unique.`,
      { details: { column: taken.column.name } },
    );
  await countRows(db, table, tally);
};

const refuseUsedName = async (db: TenantDb, table: Table): Promise<void> => {
  const flows = await flowsUsingTable(db, table, 'name');
  if (flows.length === 0) return;
  const names = flows.map(({ name }) => name).join(', ');
  throw failure(
    'conflict',
    `Fluxos publicados usam a tabela por este nome: ${names}.`,
    `Published flows use the table by this name: ${names}.`,
    { details: { flows } },
  );
};

/**
 * Changes a table. What would lose cells, or columns that published flows may name, is asked about first.
 * @throws `not_found`, `stale`, `invalid`, `quota_exceeded`, `conflict`
 */
export const changeTable = async (
  db: TenantDb,
  reference: string,
  change: TableChange,
  by: string,
): Promise<TableView> => {
  const table = await getTable(db, reference, 'update');
  refuseStaleTable(table, change.revision);
  const { name = table.name, description = table.description } = change;
  const { columns, next } = change.columns
    ? readColumns(change.columns, table.columns, table.nextColumn)
    : { columns: table.columns, next: table.nextColumn };
  if (name !== table.name) await refuseUsedName(db, table);
  if (change.columns) await changeColumns(db, table, columns, change.confirm ?? false);
  const [row] = await named(
    name,
    () => db.sql<TableRecord>`
      update data_tables set name = ${name}, description = ${description}, columns = ${json(columns)}::json,
        next_column = ${next}, revision = revision + 1, updated_at = now()
      where tenant_id = ${db.tenant} and id = ${table.uuid} returning ${TABLE_COLUMNS}`,
  );
  const data = { name, columns: columns.map((column) => column.name) };
  const shapeOf = (of: readonly Column[]) => of.map((column) => `${column.name}: ${column.type}`);
  const changes = changesBetween(
    { name: table.name, description: table.description, columns: shapeOf(table.columns) },
    { name, description, columns: shapeOf(columns) },
  );
  await appendAudit(db, { actor: by, action: 'table.change', target: table.id, data, changes });
  const usage = (await usageOf(db, [table.uuid])).get(table.uuid);
  return viewTable(row ? tableOf(row) : table, usage);
};
