import type { Json, JsonObject } from '../json.ts';

export const FILTER_OPERATORS = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'in',
  'contains',
  'startsWith',
  'isEmpty',
  'isNotEmpty',
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

export interface Condition {
  /** The name of a column, or `id`, `createdAt`, `updatedAt`. */
  column: string;
  operator: FilterOperator;
  value?: Json | undefined;
}

/** Which rows are meant; without conditions all of them. */
export interface Filter {
  match: 'all' | 'any';
  where: readonly Condition[];
}

export interface SortBy {
  column: string;
  descending: boolean;
}

export interface RowQuery extends Filter {
  sort: readonly SortBy[];
  /** 1 to 1,000. */
  limit: number;
  cursor?: string | null | undefined;
}

/** Which rows a change is for: one, or those of a filter; beyond `max` of them it is `too_many_rows`. */
export type Which = { id: string } | (Filter & { max: number });

/** Whose tables an operation is for, and under which name it counts once. */
export interface DataContext {
  tenantId: string;
  /** The action's idempotency key: a write repeated under it changes nothing, and tells of the same rows. */
  effectKey: string;
}

/**
 * Tables of a tenant, by id or name. Rows are `{ id, …cells by name, createdAt, updatedAt }`; a write is all or nothing. Fails
 * with `missing_table`, `unknown_column`, `bad_value`, `conflict`, `quota_exceeded`, `too_many_rows`.
 */
export interface DataTables {
  insert(context: DataContext, table: string, values: readonly JsonObject[]): Promise<{ rows: JsonObject[] }>;
  /** By a unique column: a row with the same value there is changed, else it is written. */
  upsert(
    context: DataContext,
    table: string,
    key: string,
    values: readonly JsonObject[],
  ): Promise<{ rows: JsonObject[]; inserted: number; updated: number }>;
  /** `by`: `id` or a unique column. null: there is no such row. */
  get(context: DataContext, table: string, by: string, value: string | number): Promise<JsonObject | null>;
  query(
    context: DataContext,
    table: string,
    query: RowQuery,
    withTotal: boolean,
  ): Promise<{ rows: JsonObject[]; nextCursor: string | null; total: number | null }>;
  update(context: DataContext, table: string, which: Which, values: JsonObject): Promise<{ rows: JsonObject[] }>;
  /** The ids of the rows that were there. */
  remove(context: DataContext, table: string, which: Which): Promise<{ ids: string[] }>;
}
