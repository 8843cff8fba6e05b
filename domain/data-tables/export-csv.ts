import type { Filter, RowQuery } from '#flow/contracts/data-tables.ts';
import type { Json } from '#flow/json.ts';
import type { WithTenant } from '#prisma/with-tenant.ts';
import type { Column, Table } from './column.ts';
import { getTable } from './find-table.ts';
import { disarmed } from './formulas.ts';
import { type FoundRows, queryRows } from './query-rows.ts';
import { writeText } from './read-text.ts';
import { type RowView, viewRow } from './row-view.ts';

export interface ExportOptions extends Filter {
  delimiter: string;
  decimal: ',' | '.';
  /** A mark that Excel knows UTF-8 by. */
  bom: boolean;
  /** Texts that a spreadsheet would run get an apostrophe. */
  escapeFormulas: boolean;
  /** Columns `id`, `createdAt` and `updatedAt` too. */
  system: boolean;
}

const PAGE = 1_000;

/** RFC 4180. An empty text has quotes, an empty cell nothing: so both come back as what they were. */
const quoted = (text: string, delimiter: string): string =>
  text === '' || text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const cellOf = (value: Json, column: Column | null, { delimiter, decimal, escapeFormulas }: ExportOptions): string => {
  if (value === null) return '';
  const text = column?.type === 'json' ? JSON.stringify(value) : writeText(value, decimal);
  return quoted(escapeFormulas && typeof value !== 'number' ? disarmed(text) : text, delimiter);
};

const lineOf = (cells: string[], { delimiter }: ExportOptions): string => `${cells.join(delimiter)}\r\n`;

const headOf = ({ columns }: Table, options: ExportOptions): string => {
  const names = [...(options.system ? ['id'] : []), ...columns.map(({ name }) => name)];
  const all = [...names, ...(options.system ? ['createdAt', 'updatedAt'] : [])];
  return `${options.bom ? '\ufeff' : ''}${lineOf(
    all.map((name) => quoted(options.escapeFormulas ? disarmed(name) : name, options.delimiter)),
    options,
  )}`;
};

const rowLine = ({ columns }: Table, { id, values, createdAt, updatedAt }: RowView, options: ExportOptions): string => {
  const cells = columns.map((column) => cellOf(values[column.name] ?? null, column, options));
  return lineOf(options.system ? [id, ...cells, createdAt, updatedAt] : cells, options);
};

/**
 * A table as CSV, piece by piece, rows in order of arrival. Each piece is a transaction of its own: what is written meanwhile
 * may be in it or not, but no row is in it twice. @throws `not_found`, `unknown_column`, `bad_value`
 */
export async function* exportCsv(
  withTenant: WithTenant,
  tenantId: string,
  reference: string,
  options: ExportOptions,
): AsyncGenerator<string> {
  const table = await withTenant(tenantId, (db) => getTable(db, reference));
  const { where, match } = options;
  let head = headOf(table, options);
  for (let cursor: string | null = null; ; ) {
    const query: RowQuery = { where, match, sort: [], limit: PAGE, cursor };
    const found: FoundRows = await withTenant(tenantId, (db) => queryRows(db, table, query));
    const lines = found.rows.map((row) => rowLine(table, viewRow(table.columns, row), options));
    yield head + lines.join('');
    head = '';
    cursor = found.nextCursor;
    if (cursor === null) return;
  }
}
