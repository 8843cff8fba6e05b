import { failure } from '#flow/errors.ts';
import type { JsonObject, Text } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { Table } from './column.ts';
import { getTable } from './find-table.ts';
import { type CellFault, faultText } from './fit-row.ts';
import { rearmed } from './formulas.ts';
import { writeBatch } from './import-batch.ts';
import { type Mapped, mapHeader } from './import-header.ts';
import { type Effect, once } from './once.ts';
import { type CsvRecord, delimiterOf, readCsv } from './read-csv.ts';
import { readText, type TextFormat } from './read-text.ts';
import { keyColumn } from './upsert-rows.ts';
import { countRows, type Tally } from './usage.ts';

export interface ImportOptions {
  /** A unique column: rows with the same value there are changed. */
  key: string | null;
  /** Rows that do not fit are left out, and told; else one of them is enough to write nothing. */
  skipInvalid: boolean;
  /** Headers that name no column are left out, and told. */
  ignoreUnknown: boolean;
  delimiter: string | null;
  decimal: ',' | '.' | null;
  dayFirst: boolean;
  timezone: string;
  /** Does all of it, tells what came of it, and takes it back. */
  dryRun: boolean;
  effectKey: string | null;
}

/** What is wrong with a row, in the language of both. `row`: as a spreadsheet counts, the header being row 1. */
export interface RowFault {
  row: number;
  column: string;
  problem: string;
  message: Text;
}

export interface ImportReport {
  /** Rows of the file, without its header. */
  read: number;
  inserted: number;
  updated: number;
  skipped: number;
  faultCount: number;
  /** The first 100. */
  faults: RowFault[];
  columns: { header: string; column: string | null }[];
  dryRun: boolean;
}

const MAX_FAULTS = 100;
const BATCH = 500;

/** A row as it was read: its values by the names of columns, or what is wrong with them. */
interface ReadRow {
  row: number;
  values: JsonObject;
  faults: CellFault[];
}

const rowOf = ({ row, cells }: CsvRecord, mapped: readonly Mapped[], format: TextFormat): ReadRow => {
  const values: JsonObject = {};
  const faults: CellFault[] = [];
  for (const [i, { column }] of mapped.entries()) {
    if (!column) continue;
    const cell = cells[i] ?? null;
    const read = cell === null ? { value: null } : readText(column, rearmed(cell), format);
    if ('problem' in read) faults.push({ column: column.name, problem: read.problem });
    else values[column.name] = read.value;
  }
  if (cells.length > mapped.length) faults.push({ column: `#${mapped.length + 1}`, problem: 'unknown' });
  return { row, values, faults };
};

const tell = (report: ImportReport, row: number, faults: readonly (CellFault & { message?: Text })[]): void => {
  report.faultCount += faults.length;
  report.skipped += 1;
  const room = MAX_FAULTS - report.faults.length;
  for (const { message, ...fault } of faults.slice(0, Math.max(0, room)))
    report.faults.push({ row, ...fault, message: message ?? faultText(fault) });
};

const importRows = async (db: TenantDb, table: Table, text: string, options: ImportOptions): Promise<ImportReport> => {
  const delimiter = options.delimiter ?? delimiterOf(text);
  const decimal = options.decimal ?? (delimiter === ';' ? ',' : '.');
  const format: TextFormat = { timezone: options.timezone, decimal, dayFirst: options.dayFirst };
  const key = options.key === null ? null : keyColumn(table, options.key);
  const report: ImportReport = {
    read: 0,
    inserted: 0,
    updated: 0,
    skipped: 0,
    faultCount: 0,
    faults: [],
    columns: [],
    dryRun: options.dryRun,
  };
  const tally: Tally = { rows: 0, bytes: 0 };
  let mapped: Mapped[] | null = null;
  let batch: ReadRow[] = [];
  const flush = async (): Promise<void> => {
    const good = batch.filter(({ faults }) => faults.length === 0);
    for (const { row, faults } of batch) if (faults.length > 0) tell(report, row, faults);
    batch = [];
    const values = good.map((one) => one.values);
    const done = await writeBatch(db, table, key, values, tally);
    report.inserted += done.inserted;
    report.updated += done.updated;
    for (const { index, faults } of done.refused) tell(report, good[index]?.row ?? 0, faults);
  };
  for await (const record of readCsv(text, delimiter)) {
    if (mapped === null) {
      mapped = mapHeader(table, record.cells, options.ignoreUnknown);
      report.columns = mapped.map(({ header, column }) => ({ header, column: column?.name ?? null }));
      continue;
    }
    report.read += 1;
    batch.push(rowOf(record, mapped, format));
    if (batch.length >= BATCH) await flush();
  }
  if (mapped === null) throw failure('bad_value', 'O arquivo está vazio.', 'The file is empty.');
  await flush();
  // A page of differences is told in the order of the file.
  report.faults.sort((a, b) => a.row - b.row);
  await countRows(db, table, tally);
  return report;
};

const refused = (report: ImportReport) =>
  failure(
    'invalid',
    `${report.skipped} linhas do arquivo não servem; nada foi gravado.`,
    `${report.skipped} rows of the file do not fit; nothing was written.`,
    {
      errors: report.faults.map(({ row, column, problem, message }) => ({
        pointer: `/${row}/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        code: problem,
        message,
      })),
      details: { read: report.read, skipped: report.skipped, faultCount: report.faultCount },
    },
  );

/**
 * Writes the rows of a CSV in one transaction. What comes again under one effect key is told, not done.
 * @throws `not_found`, `invalid` with the faults, `unknown_column`, `bad_value`, `bad_config`, `quota_exceeded`
 */
export const importCsv = async (
  db: TenantDb,
  reference: string,
  text: string,
  options: ImportOptions,
): Promise<ImportReport> => {
  const table = await getTable(db, reference, 'share');
  if (options.dryRun) {
    await db.sql`savepoint dry_run`;
    const report = await importRows(db, table, text, options);
    await db.sql`rollback to savepoint dry_run`;
    return report;
  }
  const { report } = await once<Effect & { report: ImportReport }>(db, options.effectKey, async () => {
    const made = await importRows(db, table, text, options);
    if (made.skipped > 0 && !options.skipInvalid) throw refused(made);
    return { ids: [], inserted: made.inserted, updated: made.updated, report: made };
  });
  return report;
};
