import type { Condition, Filter, FilterOperator } from '#flow/contracts/data-tables.ts';
import { failure, type TramaError } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { joinSql, type SqlFragment, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { uuidIn } from '../ids.ts';
import { type Column, isKeyed, SYSTEM_COLUMNS, type SystemColumn, type Table } from './column.ts';
import { searchPattern } from './fold.ts';
import { CELL_PROBLEMS, readMoment, readValue } from './read-value.ts';
import { sortKey } from './sort-key.ts';

export const isSystemColumn = (name: string): name is SystemColumn =>
  (SYSTEM_COLUMNS as readonly string[]).includes(name);

/** @throws `unknown_column` */
export const columnNamed = (table: Table, name: string): Column => {
  const column = table.columns.find((one) => one.name === name);
  if (column) return column;
  const shown = name.slice(0, 64);
  throw failure(
    'unknown_column',
    `A tabela "${table.name}" não tem a coluna "${shown}".`,
    `The table "${table.name}" has no column "${shown}".`,
    { details: { columns: [{ column: shown, problem: 'unknown' }] } },
  );
};

const badFilter = (column: string, pt: string, en: string): TramaError =>
  failure('bad_value', `O filtro pela coluna "${column}" ${pt}.`, `The filter by the column "${column}" ${en}.`, {
    details: { columns: [{ column, problem: 'filter' }] },
  });

/**
 * What a filter compares with. Nothing (null) is refused: it comes of an expression that found nothing, and a filter that
 * then matched every empty cell would change or delete what nobody meant.
 */
const compared = (column: Column, value: Json | undefined): Exclude<Json, null> => {
  if (value === undefined || value === null)
    throw badFilter(column.name, 'não compara com nada; use isEmpty', 'compares with nothing; use isEmpty');
  // A choice that is no more may be looked for, and finds nothing; a long text, too.
  const as: Column = column.type === 'choice' ? { ...column, type: 'text' } : column;
  const read = readValue({ ...as, unique: false, indexed: false }, value);
  if ('problem' in read) {
    const text = CELL_PROBLEMS[read.problem];
    throw badFilter(column.name, `compara com o que ${text.pt}`, `compares with what ${text.en}`);
  }
  return read.value as Exclude<Json, null>;
};

const listed = (column: { name: string }, value: Json | undefined): Json[] => {
  if (Array.isArray(value) && value.length <= 1_000) return value;
  throw badFilter(column.name, 'pede uma lista de até 1.000 valores', 'takes a list of at most 1,000 values');
};

/** Signs of SQL; never of what somebody sent. */
const SIGNS = { eq: sql`=`, gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` };
const isSign = (operator: FilterOperator): operator is keyof typeof SIGNS => Object.hasOwn(SIGNS, operator);

const LAST_CHARACTER = '\u{10ffff}';

/** Rows by a column's keys, which are in order. */
const byKey = (db: TenantDb, table: Table, column: Column, condition: SqlFragment): SqlFragment => sql`
  r.id in (select k.row_id from data_keys k where k.tenant_id = ${db.tenant} and k.table_id = ${table.uuid}
    and k.column_id = ${column.id} and ${condition})`;

const keyed = (db: TenantDb, table: Table, column: Column, { operator, value }: Condition): SqlFragment | null => {
  if (isSign(operator))
    return byKey(db, table, column, sql`k.key <> '' and k.key ${SIGNS[operator]} ${sortKey(compared(column, value))}`);
  if (operator === 'in') {
    const keys = listed(column, value).map((one) => sortKey(compared(column, one)));
    return byKey(db, table, column, sql`k.key = any (${keys}::text[])`);
  }
  if (operator === 'startsWith' && isTextual(column)) {
    const from = sortKey(String(compared({ ...column, type: 'text' }, value)));
    return byKey(db, table, column, sql`k.key >= ${from} and k.key < ${from + LAST_CHARACTER}`);
  }
  return null;
};

export const isTextual = ({ type }: Pick<Column, 'type'>): boolean => type === 'text' || type === 'choice';

/** A cell as SQL compares it; null where it is empty. */
export const cellSql = ({ id, type }: Column): SqlFragment =>
  type === 'number' ? sql`(r.cells->>${id})::float8` : sql`(r.cells->>${id}) collate "C"`;

const unkeyed = (column: Column, { operator, value }: Condition): SqlFragment => {
  const cell = cellSql(column);
  const one = (given: Json | undefined): string | number => {
    const read = compared(column, given);
    return typeof read === 'number' ? read : String(read);
  };
  if (isSign(operator)) return sql`${cell} ${SIGNS[operator]} ${one(value)}`;
  switch (operator) {
    case 'ne':
      return sql`${cell} is distinct from ${one(value)}`;
    case 'in': {
      const list = listed(column, value).map(one);
      return column.type === 'number' ? sql`${cell} = any (${list}::float8[])` : sql`${cell} = any (${list}::text[])`;
    }
    case 'contains':
      return sql`(r.cells->>${column.id}) ~ ${searchPattern(String(compared({ ...column, type: 'text' }, value)))}`;
    default:
      return sql`starts_with(r.cells->>${column.id}, ${String(compared({ ...column, type: 'text' }, value))})`;
  }
};

const onColumn = (db: TenantDb, table: Table, condition: Condition, locking: boolean): SqlFragment => {
  const column = columnNamed(table, condition.column);
  const { operator } = condition;
  const { id, type, name } = column;
  // '' of a text is as empty to people as no text at all.
  const empty = type === 'text' ? sql`coalesce(r.cells->>${id}, '') = ''` : sql`not jsonb_exists(r.cells, ${id})`;
  if (operator === 'isEmpty') return empty;
  if (operator === 'isNotEmpty') return sql`not (${empty})`;
  if (type === 'json') throw badFilter(name, 'só aceita isEmpty e isNotEmpty', 'takes isEmpty and isNotEmpty only');
  if ((operator === 'contains' || operator === 'startsWith') && !isTextual(column))
    throw badFilter(name, `não aceita ${operator}`, `does not take ${operator}`);
  const byKeys = isKeyed(column) ? keyed(db, table, column, condition) : null;
  if (byKeys === null) return unkeyed(column, condition);
  return locking ? sql`(${byKeys} and ${unkeyed(column, condition)})` : byKeys;
};

const systemValue = (column: SystemColumn, value: Json | undefined): string => {
  const text = typeof value === 'string' ? value : '';
  const read = column === 'id' ? uuidIn('row', text) : readMoment(text, 'UTC')?.text;
  if (read) return column === 'id' || read.includes('T') ? read : `${read}T00:00:00.000Z`;
  throw badFilter(column, 'compara com outra coisa', 'compares with something else');
};

export const SYSTEM_SQL: Record<SystemColumn, SqlFragment> = {
  id: sql`r.id`,
  createdAt: sql`r.created_at`,
  updatedAt: sql`r.updated_at`,
};

const onSystem = (column: SystemColumn, { operator, value }: Condition): SqlFragment => {
  const type = column === 'id' ? sql`uuid` : sql`timestamptz`;
  if (operator === 'in') {
    const list = listed({ name: column }, value).map((one) => systemValue(column, one));
    return sql`${SYSTEM_SQL[column]} = any (${list}::${type}[])`;
  }
  if (operator === 'ne') return sql`${SYSTEM_SQL[column]} <> ${systemValue(column, value)}::${type}`;
  if (isSign(operator)) return sql`${SYSTEM_SQL[column]} ${SIGNS[operator]} ${systemValue(column, value)}::${type}`;
  if (operator === 'isEmpty') return sql`false`;
  if (operator === 'isNotEmpty') return sql`true`;
  throw badFilter(column, `não aceita ${operator}`, `does not take ${operator}`);
};

/**
 * The rows (`r`) that a filter means; without conditions all of them. `locking`: for a statement that waits for rows which
 * others change. PostgreSQL then looks at the row anew, but not at its keys: so the cells are compared as well.
 * @throws `unknown_column`, `bad_value`
 */
export const whereSql = (
  db: TenantDb,
  table: Table,
  { match, where }: Filter,
  { locking = false }: { locking?: boolean } = {},
): SqlFragment => {
  if (where.length === 0) return sql`true`;
  const conditions = where.map((one) =>
    isSystemColumn(one.column) ? onSystem(one.column, one) : onColumn(db, table, one, locking),
  );
  return sql`(${joinSql(conditions, match === 'all' ? ' and ' : ' or ')})`;
};
