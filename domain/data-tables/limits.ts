/** What a tenant's tables may hold. Beyond it is `quota_exceeded`, with the limit in `details`. */
export const LIMITS = {
  tables: 200,
  columns: 100,
  /** Of a table, unique ones among them: each is a row more to write. */
  indexedColumns: 20,
  choices: 500,
  rows: 250_000,
  /** Of one row as JSON; what is larger is a file. */
  rowBytes: 64 * 1024,
  /** Of all rows of a tenant. */
  bytes: 2 * 1024 * 1024 * 1024,
  /** Characters of a cell of an indexed or unique column. */
  keyChars: 500,
  /** Rows of one call that writes, reads or deletes. */
  batch: 1_000,
} as const;
