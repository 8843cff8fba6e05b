import { failure } from '#flow/errors.ts';
import { inLocale, type Locale } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { changeTable } from '../data-tables/change-table.ts';
import { findTable } from '../data-tables/find-table.ts';
import { createTable } from '../data-tables/write-table.ts';
import type { TemplateTable } from './template.ts';

export interface MadeTable {
  id: string;
  name: string;
  /** `extended`: it was there, and got the columns that it lacked. */
  how: 'created' | 'extended' | 'kept';
}

/** A column that has to be what the template takes it for cannot be put right without asking: its cells are the tenant's. */
const refuse = (table: string, column: string): never => {
  throw failure(
    'conflict',
    `A tabela "${table}" já existe com a coluna "${column}" de outro jeito. Renomeie a tabela e tente de novo.`,
    `There is a table "${table}" already, whose column "${column}" is another. Rename the table and try again.`,
    { details: { table, column } },
  );
};

/**
 * Makes the tables that templates work with, where they are missing; gives one that is there the columns that it lacks. Rows are
 * never touched. @throws `conflict` where a column of the same name is of another type or not unique, `quota_exceeded`
 */
export const makeTables = async (
  db: TenantDb,
  tables: readonly TemplateTable[],
  { by, locale }: { by: string; locale: Locale },
): Promise<MadeTable[]> => {
  const made: MadeTable[] = [];
  for (const { name, description, columns } of tables) {
    if (made.some((one) => one.name === name)) continue;
    const there = await findTable(db, name, 'update');
    if (!there) {
      const { id } = await createTable(db, { name, description: inLocale(description, locale), columns, by });
      made.push({ id, name, how: 'created' });
      continue;
    }
    const held = new Map(there.columns.map((column) => [column.name, column]));
    for (const wanted of columns) {
      const column = held.get(wanted.name);
      const alike = column?.type === wanted.type && (column.unique || !wanted.unique);
      if (column ? !alike : wanted.unique) refuse(name, wanted.name);
    }
    // Rows that are there have nothing in them.
    const missing = columns
      .filter((column) => !held.has(column.name))
      .map((column) => ({ ...column, required: false }));
    if (missing.length > 0)
      await changeTable(db, there.id, { columns: [...there.columns, ...missing], revision: null }, by);
    made.push({ id: there.id, name, how: missing.length > 0 ? 'extended' : 'kept' });
  }
  return made;
};
