import { failure } from '#flow/errors.ts';

export type CellType = 'text' | 'number' | 'boolean';
type Value = string | number | boolean | null;

const TRUE = new Set(['true', '1', 'sim', 's', 'yes', 'y', 'verdadeiro', 'x']);
const FALSE = new Set(['false', '0', 'não', 'nao', 'n', 'no', 'falso']);
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/**
 * Reads a cell by its column's type. An empty number or boolean is null. `1.234,56` is a number where the decimal mark is a
 * comma, and so is `R$ 1.234,56`. Fails with `bad_value`, which names row (from 1, without the header) and column.
 */
export const cellReader =
  (columns: readonly string[], types: readonly CellType[], decimal: ',' | '.') =>
  (cell: string | null, row: number, column: number): Value => {
    if (cell === null) return null;
    const type = types[column] ?? 'text';
    if (type === 'text') return cell;
    const text = cell.trim();
    if (text === '') return null;
    const value = type === 'number' ? numberIn(text, decimal) : booleanIn(text);
    if (value !== null) return value;
    const name = columns[column] ?? String(column + 1);
    throw failure(
      'bad_value',
      `Linha ${row + 1}, coluna "${name}": não é ${type === 'number' ? 'número' : 'sim ou não'}.`,
      `Row ${row + 1}, column "${name}" is no ${type}.`,
      { details: { row: row + 1, column: name } },
    );
  };

const numberIn = (text: string, decimal: ',' | '.'): number | null => {
  const bare = text.replace(/^([+-]?)\s*R\$\s*/, '$1').replace(/[\s\u00a0]/g, '');
  const plain = decimal === ',' ? ungrouped(bare, '.').replace(',', '.') : ungrouped(bare, ',');
  const value = NUMBER.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) ? value : null;
};

/** Takes the marks between thousands out, where they do stand between thousands. */
const ungrouped = (text: string, mark: ',' | '.'): string =>
  (mark === '.' ? /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/ : /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/).test(text)
    ? text.replaceAll(mark, '')
    : text;

const booleanIn = (text: string): boolean | null => {
  const lower = text.toLowerCase();
  return TRUE.has(lower) ? true : FALSE.has(lower) ? false : null;
};
