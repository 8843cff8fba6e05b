import type { Json } from '#flow/json.ts';

export const COLUMN_TYPES = ['text', 'number', 'boolean', 'date', 'dateTime', 'json', 'choice'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

export interface Column {
  /** Never changes and is never given again: rows are kept by it, so a column may be renamed. */
  id: string;
  name: string;
  type: ColumnType;
  required: boolean;
  /** No two rows have the same; empty ones do not count. */
  unique: boolean;
  /** Its order is kept, so that filters and sorts by it do not read every row. A unique column has it, too. */
  indexed: boolean;
  /** What a new row has where it says nothing; null: nothing. */
  default: Json;
  /** Of a `choice`. */
  choices: string[];
}

/** A table as its rows are read and written by. */
export interface Table {
  /** `tbl_…`. */
  id: string;
  /** The same as a uuid. */
  uuid: string;
  name: string;
  description: string;
  columns: Column[];
  nextColumn: number;
  /** The ETag of its name and columns. */
  revision: number;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
}

/** Names that every row has beside its columns. */
export const SYSTEM_COLUMNS = ['id', 'createdAt', 'updatedAt'] as const;
export type SystemColumn = (typeof SYSTEM_COLUMNS)[number];

export const isKeyed = ({ unique, indexed }: Pick<Column, 'unique' | 'indexed'>): boolean => unique || indexed;
