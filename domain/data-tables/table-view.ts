import type { Column, Table } from './column.ts';

/** A table as it is told. Times are ISO 8601 UTC. */
export interface TableView {
  id: string;
  name: string;
  description: string;
  columns: Column[];
  /** Its ETag. */
  revision: number;
  rowCount: number;
  /** Of all its rows, as JSON. */
  bytes: number;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
}

export const viewTable = (
  { id, name, description, columns, revision, createdBy, createdAt, updatedAt }: Table,
  usage: { rows: number; bytes: number } | undefined,
): TableView => ({
  id,
  name,
  description,
  columns,
  revision,
  rowCount: usage?.rows ?? 0,
  bytes: usage?.bytes ?? 0,
  createdBy,
  createdAt,
  updatedAt,
});
