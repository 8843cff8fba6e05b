// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { type Bytes, inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { Table, TableCreateBody, TableDeleteRowsBody, TableDeleteRowsResult, TableImportRowsResult, TableListPage, TableListRowsPage, TablePutRowsBody, TablePutRowsResult, TableRow, TableSummary, TableUpdateBody, TableUpdateRowBody } from '../types.ts';

export interface TableListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
}

export interface TableImportRowsQuery {
  key?: string;
  skipInvalid?: boolean;
  /** Leave out columns of the file that the table does not have. */
  ignoreUnknown?: boolean;
  /** Tell what would come of it. */
  dryRun?: boolean;
  /** By the first line, where it is not given. */
  delimiter?: ',' | ';' | '\t' | '|';
  /** A comma where the delimiter is ;. */
  decimal?: ',' | '.';
  /** What 01/02/2025 means. */
  dates?: 'dmy' | 'mdy';
}

export interface TableExportRowsQuery {
  /** JSON: `[{ "column", "operator", "value" }]`. */
  where?: unknown;
  match?: 'all' | 'any';
  delimiter?: ',' | ';' | '\t' | '|';
  /** A comma where the delimiter is ;. */
  decimal?: ',' | '.';
  /** A mark that Excel knows UTF-8 by. */
  bom?: boolean;
  escapeFormulas?: boolean;
  /** With the columns `id`, `createdAt` and `updatedAt`. */
  system?: boolean;
}

export interface TableListRowsQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  /** JSON: `[{ "column", "operator", "value" }]`. */
  where?: unknown;
  match?: 'all' | 'any';
  /** JSON: `[{ "column", "descending" }]`, up to three. */
  sort?: unknown;
  /** Count what the filter means, too. */
  total?: boolean;
}

export class TablesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Make a table. Needs `data:write`. */
  create(body: TableCreateBody, options: RequestOptions = {}): Promise<Table> {
    return this.#http.json({ method: 'POST', path: '/v1/data-tables', body, keyed: true }, options);
  }

  /** Tables, newest first. Needs `data:read`. */
  list(query: TableListQuery = {}, options: RequestOptions = {}): Pages<TableSummary, TableListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/data-tables', query: { ...query } }, 'data', options);
  }

  /**
   * A table: its columns, how much it holds, which flows use it. By id or name, here and below. Needs
   * `data:read`.
   */
  get(table: string, options: RequestOptions = {}): Promise<Table> {
    return this.#http.json({ method: 'GET', path: `/v1/data-tables/${inPath(table)}` }, options);
  }

  /**
   * Rename a table, or change its columns. `columns` are all of them, in their new order: with its `id` a column
   * keeps its cells, whatever its name; one that is left out is deleted. What would lose cells, or move columns
   * that published flows may name, is 409 with `details` until it comes with `confirm: true`. Needs
   * `data:write`.
   */
  update(table: string, body: TableUpdateBody = {}, options: RequestOptions = {}): Promise<TableSummary> {
    return this.#http.json({ method: 'PATCH', path: `/v1/data-tables/${inPath(table)}`, body }, options);
  }

  /** Delete a table with all its rows. A table that a published flow uses stays: 409. Needs `data:write`. */
  delete(table: string, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: `/v1/data-tables/${inPath(table)}` }, options);
  }

  /**
   * Write the rows of a CSV, all or none, or those that fit. The body is the CSV, up to 20 MB, in UTF-8 or
   * windows-1252; its first line names the columns. An empty cell empties. Numbers may be `1.234,56`, dates
   * `31/12/2025`. With `key`, a unique column, rows that have the same value there are changed. Without
   * `skipInvalid` one row that does not fit is 422 with all faults, and nothing is written. Needs `data:write`.
   */
  importRows(table: string, bytes: Bytes, query: TableImportRowsQuery = {}, options: RequestOptions = {}): Promise<TableImportRowsResult> {
    return this.#http.json({ method: 'POST', path: `/v1/data-tables/${inPath(table)}/import`, query: { ...query }, bytes, media: 'text/csv', keyed: true }, options);
  }

  /**
   * A table as CSV. RFC 4180, rows in order of arrival, streamed. For a Portuguese Excel:
   * `delimiter=;&bom=true`. Texts that a spreadsheet would run as formulas get an apostrophe, which an import
   * takes off again. Needs `data:read`.
   */
  exportRows(table: string, query: TableExportRowsQuery = {}, options: RequestOptions = {}): Promise<Response> {
    return this.#http.bytes({ method: 'GET', path: `/v1/data-tables/${inPath(table)}/export`, query: { ...query } }, options);
  }

  /** Delete rows by their ids. Needs `data:write`. */
  deleteRows(table: string, body: TableDeleteRowsBody, options: RequestOptions = {}): Promise<TableDeleteRowsResult> {
    return this.#http.json({ method: 'POST', path: `/v1/data-tables/${inPath(table)}/rows/delete`, body }, options);
  }

  /**
   * Rows by filter and order, a page. Operators: eq, ne, gt, gte, lt, lte, in, contains (whatever the case and
   * accents), startsWith, isEmpty, isNotEmpty. `id`, `createdAt` and `updatedAt` are columns, too. Without
   * `sort`: in order of arrival. Needs `data:read`.
   */
  listRows(table: string, query: TableListRowsQuery = {}, options: RequestOptions = {}): Pages<TableRow, TableListRowsPage> {
    return new Pages(this.#http, { method: 'GET', path: `/v1/data-tables/${inPath(table)}/rows`, query: { ...query } }, 'data', options);
  }

  /**
   * Write rows, all or none. `values` is one row or a list of up to 1,000. With `key`, a unique column, a row
   * that has the same value there is changed instead. Needs `data:write`.
   */
  putRows(table: string, body: TablePutRowsBody, options: RequestOptions = {}): Promise<TablePutRowsResult> {
    return this.#http.json({ method: 'POST', path: `/v1/data-tables/${inPath(table)}/rows`, body, keyed: true }, options);
  }

  /** One row. Needs `data:read`. */
  getRow(table: string, row: string, options: RequestOptions = {}): Promise<TableRow> {
    return this.#http.json({ method: 'GET', path: `/v1/data-tables/${inPath(table)}/rows/${inPath(row)}` }, options);
  }

  /** Change cells of a row. What is left out stays; null empties a cell. Needs `data:write`. */
  updateRow(table: string, row: string, body: TableUpdateRowBody, options: RequestOptions = {}): Promise<TableRow> {
    return this.#http.json({ method: 'PATCH', path: `/v1/data-tables/${inPath(table)}/rows/${inPath(row)}`, body }, options);
  }

  /** Delete a row. Needs `data:write`. */
  deleteRow(table: string, row: string, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: `/v1/data-tables/${inPath(table)}/rows/${inPath(row)}` }, options);
  }
}
