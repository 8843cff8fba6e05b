import type { SortBy } from '#flow/contracts/data-tables.ts';
import { failure } from '#flow/errors.ts';
import { joinSql, type SqlFragment, sql } from '#prisma/sql.ts';
import { type Column, isKeyed, type Table } from './column.ts';
import { cellSql, columnNamed, isSystemColumn, SYSTEM_SQL } from './where.ts';

interface Part {
  expression: SqlFragment;
  /** What a cursor's text is read as. */
  type: SqlFragment;
  descending: boolean;
}

export interface Order {
  parts: Part[];
  /** The column whose keys give the rows in order, where there is one. */
  keyed: Column | null;
}

const partOf = (table: Table, { column: name, descending }: SortBy, first: boolean): Part & { column?: Column } => {
  if (isSystemColumn(name)) {
    const type = name === 'id' ? sql`uuid` : sql`timestamptz`;
    return { expression: SYSTEM_SQL[name], type, descending };
  }
  const column = columnNamed(table, name);
  if (column.type === 'json')
    throw failure(
      'bad_value',
      `A coluna "${name}" não tem ordem: é JSON.`,
      `The column "${name}" has no order: it is JSON.`,
      { details: { columns: [{ column: name, problem: 'sort' }] } },
    );
  if (first && isKeyed(column)) return { expression: sql`k.key`, type: sql`text collate "C"`, descending, column };
  const cell = cellSql(column);
  return column.type === 'number'
    ? { expression: sql`coalesce(${cell}, '-Infinity'::float8)`, type: sql`float8`, descending }
    : { expression: sql`coalesce('t' || ${cell}, '') collate "C"`, type: sql`text collate "C"`, descending };
};

/** What is empty comes first, and last where the order is turned. Rows that are the same come in order of their ids. */
export const orderOf = (table: Table, sorts: readonly SortBy[]): Order => {
  const parts = sorts.map((one, i) => partOf(table, one, i === 0));
  const descending = sorts.at(-1)?.descending ?? false;
  return {
    parts: [...parts, { expression: sql`r.id`, type: sql`uuid`, descending }],
    keyed: parts[0]?.column ?? null,
  };
};

export const orderSql = ({ parts }: Order): SqlFragment =>
  joinSql(parts.map(({ expression, descending }) => sql`${expression} ${descending ? sql`desc` : sql`asc`}`));

/** Rows behind a row with these values. */
export const afterSql = ({ parts }: Order, values: readonly string[]): SqlFragment => {
  const bound = parts.map(({ expression, type, descending }, i) => ({
    expression,
    value: sql`${values[i] ?? ''}::${type}`,
    sign: descending ? sql`<` : sql`>`,
  }));
  const steps = bound.map(({ expression, value, sign }, i) =>
    joinSql(
      [...bound.slice(0, i).map((one) => sql`${one.expression} = ${one.value}`), sql`${expression} ${sign} ${value}`],
      ' and ',
    ),
  );
  const [first] = bound;
  // Said apart, so that an index can begin there.
  const from = first ? sql`${first.expression} ${first.sign}= ${first.value}` : sql`true`;
  return sql`(${from} and (${joinSql(steps, ' or ')}))`;
};

/** The values that a cursor stands at. */
export const placeSql = ({ parts }: Order): SqlFragment =>
  sql`array[${joinSql(parts.map(({ expression }) => sql`(${expression})::text`))}] as place`;
