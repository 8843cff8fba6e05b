import type { JsonObject } from '#flow/json.ts';
import { allPages, at, query, send } from '../api-client.ts';
import { ApiError } from '../api-error.ts';
import type { Page } from '../api-types.ts';
import type { ChangeQuestion, ColumnDraft, DataTable, Row, RowsView } from './table-types.ts';

const etag = (revision: number): string => `"${revision}"`;
const tablePath = (id: string): string => `/data-tables/${at(id)}`;
const rowsPath = (id: string): string => `${tablePath(id)}/rows`;
const listText = (list: unknown[]): string | undefined => (list.length === 0 ? undefined : JSON.stringify(list));

export interface TableChange {
  name?: string;
  description?: string;
  columns?: ColumnDraft[];
  confirm?: boolean;
}

export interface ImportOptions {
  /** A unique column: rows with the same value there are changed. */
  key?: string;
  delimiter: string;
  dates: 'dmy' | 'mdy';
  /** Only tells what would come of it. */
  dryRun: boolean;
}

export interface ImportReport {
  read: number;
  inserted: number;
  updated: number;
  skipped: number;
  faultCount: number;
  /** The first 100; rows as a spreadsheet counts. */
  faults: { row: number; column: string; problem: string; message: string }[];
}

/** Calls of tables, as `api-client.ts` has the others; fetched with their pages. */
export const tablesApi = {
  tables: () =>
    allPages(async (cursor) => (await send<Page<DataTable>>(`/data-tables${query({ cursor, limit: 100 })}`)).body),
  table: async (id: string) => (await send<DataTable>(tablePath(id))).body,
  create: async (body: { name: string; description?: string; columns: ColumnDraft[] }) =>
    (await send<DataTable>('/data-tables', { method: 'POST', body })).body,
  change: async ({ id, revision }: DataTable, body: TableChange) =>
    (await send<DataTable>(tablePath(id), { method: 'PATCH', body, ifMatch: etag(revision) })).body,
  remove: (id: string) => send(tablePath(id), { method: 'DELETE' }),

  rows: async (id: string, { where, sort }: RowsView, { cursor, total }: { cursor?: string; total?: boolean }) =>
    (
      await send<Page<Row> & { total: number | null }>(
        `${rowsPath(id)}${query({
          where: listText(where),
          sort: listText(sort),
          cursor,
          limit: 100,
          ...(total ? { total: 'true' } : {}),
        })}`,
      )
    ).body,
  row: async (table: string, id: string) => (await send<Row>(`${rowsPath(table)}/${at(id)}`)).body,
  addRows: async (table: string, values: JsonObject[]) =>
    (await send<{ rows: Row[] }>(rowsPath(table), { method: 'POST', body: { values } })).body.rows,
  /** `version` null: whatever it is by now. */
  updateRow: async (table: string, id: string, values: JsonObject, version: number | null) =>
    (
      await send<Row>(`${rowsPath(table)}/${at(id)}`, {
        method: 'PATCH',
        body: { values },
        ...(version === null ? {} : { ifMatch: etag(version) }),
      })
    ).body,
  /** Writes the rows that fit, and tells of the others. */
  importCsv: async (table: string, csv: string, { key, delimiter, dates, dryRun }: ImportOptions) =>
    (
      await send<ImportReport>(
        `${tablePath(table)}/import${query({ key, delimiter, dates, dryRun: String(dryRun), skipInvalid: 'true', ignoreUnknown: 'true' })}`,
        { method: 'POST', csv },
      )
    ).body,
  /** Where a browser fetches the rows that a filter means, as a spreadsheet of the language reads them. */
  exportAddress: (table: string, { where }: RowsView, portuguese: boolean) =>
    `/v1${tablePath(table)}/export${query({ where: listText(where), ...(portuguese ? { delimiter: ';', bom: 'true' } : {}) })}`,
  deleteRows: (table: string, ids: string[]) => send(`${rowsPath(table)}/delete`, { method: 'POST', body: { ids } }),
};

/** What the API wants to have asked before it changes columns; null: another failure. */
export const questionIn = (error: unknown): ChangeQuestion | null => {
  if (!(error instanceof ApiError) || error.status !== 409) return null;
  // What an error has to say stands beside its title (RFC 9457).
  const { confirm, losses = [], flows = [] } = error.problem as Partial<ChangeQuestion> & { confirm?: boolean };
  return confirm === true ? { losses, flows } : null;
};
