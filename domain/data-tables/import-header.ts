import { failure } from '#flow/errors.ts';
import type { Column, Table } from './column.ts';
import { rearmed } from './formulas.ts';

/** Which column each cell of a record is for; null: none. */
export interface Mapped {
  header: string;
  column: Column | null;
}

const alike = (text: string): string => text.trim().toLowerCase();

/** Columns that an export writes beside those of the table; they are nobody's to give. */
const OWN = new Set(['id', 'createdat', 'updatedat']);

/**
 * Finds the columns that a header names, whatever the case and the spaces around. `ignore`: headers that name none are left
 * out, and told; else they are `unknown_column`. @throws `bad_value` for a column that is named twice
 */
export const mapHeader = (table: Table, cells: readonly (string | null)[], ignore: boolean): Mapped[] => {
  const mapped = cells.map((cell): Mapped => {
    const header = rearmed(cell ?? '');
    const exact = table.columns.find(({ name }) => name === header.trim());
    const column = exact ?? table.columns.find(({ name }) => alike(name) === alike(header)) ?? null;
    return { header, column };
  });
  const unknown = mapped.filter(({ header, column }) => !column && !OWN.has(alike(header)));
  if (unknown.length > 0 && !ignore) {
    const names = unknown.map(({ header }) => header.slice(0, 64));
    throw failure(
      'unknown_column',
      `A tabela não tem as colunas do arquivo: ${names.join(', ')}.`,
      `The table does not have these columns of the file: ${names.join(', ')}.`,
      { details: { columns: names.map((column) => ({ column, problem: 'unknown' })) } },
    );
  }
  const twice = mapped.find(({ column }, i) => column && mapped.findIndex((one) => one.column === column) !== i);
  if (twice)
    throw failure(
      'bad_value',
      `Duas colunas do arquivo são "${twice.column?.name}".`,
      `Two columns of the file are "${twice.column?.name}".`,
    );
  if (mapped.every(({ column }) => !column))
    throw failure('bad_value', 'O cabeçalho não nomeia nenhuma coluna.', 'The header names no column.');
  return mapped;
};
