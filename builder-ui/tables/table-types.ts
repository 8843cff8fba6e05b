import type { Json, JsonObject } from '#flow/json.ts';

export const COLUMN_TYPES = ['text', 'number', 'boolean', 'date', 'dateTime', 'choice', 'json'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

export interface Column {
  id: string;
  name: string;
  type: ColumnType;
  required: boolean;
  unique: boolean;
  indexed: boolean;
  default: Json;
  choices: string[];
}

/** Without an id: a new one. */
export type ColumnDraft = Omit<Column, 'id'> & { id?: string };

export interface DataTable {
  id: string;
  name: string;
  description: string;
  columns: Column[];
  revision: number;
  rowCount: number;
  bytes: number;
  createdAt: string;
  updatedAt: string;
  /** Published ones that use it; of one table alone. */
  flows?: { id: string; name: string }[];
}

export interface Row {
  id: string;
  version: number;
  values: JsonObject;
  createdAt: string;
  updatedAt: string;
}

export const OPERATORS = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
  'startsWith',
  'isEmpty',
  'isNotEmpty',
] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Condition {
  column: string;
  operator: Operator;
  value?: Json;
}

export interface SortBy {
  column: string;
  descending: boolean;
}

/** Which rows, in which order: what the address holds. */
export interface RowsView {
  where: Condition[];
  sort: SortBy[];
}

/** What a change of columns would lose, and who uses them: asked about first. */
export interface ChangeQuestion {
  losses: { column: string; why: 'deleted' | 'does_not_convert'; rows: number }[];
  flows: { id: string; name: string }[];
}

export const newColumn = (name: string, type: ColumnType = 'text'): ColumnDraft => ({
  name,
  type,
  required: false,
  unique: false,
  indexed: false,
  default: null,
  choices: [],
});

/** Operators that a type knows, the most used first. */
export const operatorsOf = (type: ColumnType): readonly Operator[] => {
  switch (type) {
    case 'text':
      return ['contains', 'eq', 'ne', 'startsWith', 'isEmpty', 'isNotEmpty'];
    case 'choice':
      return ['eq', 'ne', 'contains', 'isEmpty', 'isNotEmpty'];
    case 'boolean':
      return ['eq', 'isEmpty', 'isNotEmpty'];
    case 'json':
      return ['isEmpty', 'isNotEmpty'];
    default:
      return ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'isEmpty', 'isNotEmpty'];
  }
};
