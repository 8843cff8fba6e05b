import type { JsonObject } from '#flow/json.ts';
import { sql } from '#prisma/sql.ts';
import { formatId } from '../ids.ts';
import type { Column } from './column.ts';
import type { Cells } from './fit-row.ts';

/** A row by the names of its columns; empty cells are null. Times are ISO 8601 UTC. */
export interface RowView {
  /** `row_…`. */
  id: string;
  /** Goes up with each change: its ETag. */
  version: number;
  values: JsonObject;
  createdAt: string;
  updatedAt: string;
}

export interface RowRecord {
  id: string;
  version: number;
  cells: Cells;
  created_at: Date;
  updated_at: Date;
}

export const ROW_COLUMNS = sql`r.id, r.version, r.cells, r.created_at, r.updated_at`;

export const viewRow = (columns: readonly Column[], row: RowRecord): RowView => ({
  id: formatId('row', row.id),
  version: row.version,
  values: Object.fromEntries(columns.map(({ id, name }) => [name, row.cells[id] ?? null])),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
