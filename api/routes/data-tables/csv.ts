import { z } from 'zod';
import { fileHeaders } from '#api/files/file-headers.ts';
import { ok, pieces } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { rowFilter, tableRef } from '#api/schemas/data-table.ts';
import { textOfBytes } from '#connectors/transform/input-text.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { exportCsv } from '#domain/data-tables/export-csv.ts';
import { getTable } from '#domain/data-tables/find-table.ts';
import { importCsv } from '#domain/data-tables/import-csv.ts';
import { inLocale, type Locale } from '#flow/json.ts';

const MAX_BYTES = 20 * 1024 * 1024;

const flag = (standard: 'true' | 'false') =>
  z
    .enum(['true', 'false'])
    .default(standard)
    .transform((text) => text === 'true');
const delimiter = z.enum([',', ';', '\t', '|']);
const decimal = z.enum([',', '.']);

const report = z.object({
  read: z.number().describe('Rows of the file, without its header'),
  inserted: z.number(),
  updated: z.number(),
  skipped: z.number(),
  faultCount: z.number(),
  faults: z
    .array(z.object({ row: z.number(), column: z.string(), problem: z.string(), message: z.string() }))
    .describe('The first 100; `row` as a spreadsheet counts, its header being row 1'),
  columns: z.array(z.object({ header: z.string(), column: z.string().nullable() })),
  dryRun: z.boolean(),
});

const told = (made: Awaited<ReturnType<typeof importCsv>>, locale: Locale) => ({
  ...made,
  faults: made.faults.map((one) => ({ ...one, message: inLocale(one.message, locale) })),
});

export const importTable = route({
  method: 'post',
  path: '/data-tables/{table}/import',
  timeoutMs: 120_000,
  tag: 'Tables',
  summary: 'Write the rows of a CSV, all or none, or those that fit',
  description:
    'The body is the CSV, up to 20 MB, in UTF-8 or windows-1252; its first line names the columns. An empty cell empties. Numbers may be `1.234,56`, dates `31/12/2025`. With `key`, a unique column, rows that have the same value there are changed. Without `skipInvalid` one row that does not fit is 422 with all faults, and nothing is written.',
  params: tableRef,
  query: z.object({
    key: z.string().min(1).max(64).optional(),
    skipInvalid: flag('false'),
    ignoreUnknown: flag('false').describe('Leave out columns of the file that the table does not have'),
    dryRun: flag('false').describe('Tell what would come of it'),
    delimiter: delimiter.optional().describe('By the first line, where it is not given'),
    decimal: decimal.optional().describe('A comma where the delimiter is ;'),
    dates: z.enum(['dmy', 'mdy']).default('dmy').describe('What 01/02/2025 means'),
  }),
  takes: ['text/csv', 'application/csv', 'text/plain', 'application/octet-stream', 'application/vnd.ms-excel'],
  bodyLimit: MAX_BYTES,
  output: { 200: report },
  errors: ['conflict', 'unknown_column', 'quota_exceeded'],
  scopes: ['data:write'],
  idempotent: true,
  handle: async ({ caller, params, query, bytes, request, resourceId }, deps) => {
    const { key = null, delimiter: given = null, decimal: mark = null, dates, ...flags } = query;
    const options = {
      ...flags,
      key,
      delimiter: given,
      decimal: mark,
      dayFirst: dates === 'dmy',
      timezone: caller.tenant.timezone,
      effectKey: resourceId === undefined ? null : `api:${resourceId}`,
    };
    const text = textOfBytes(bytes, 'auto');
    const made = await deps.database.withTenant(caller.tenant.id, async (db) => {
      const done = await importCsv(db, params.table, text, options);
      const { id: target, name } = await getTable(db, params.table);
      const data = { name, inserted: done.inserted, updated: done.updated };
      if (!flags.dryRun) await appendAudit(db, { actor: caller.principal, action: 'table.import', target, data });
      return done;
    });
    return ok(told(made, request.locale));
  },
});

export const exportTable = route({
  method: 'get',
  path: '/data-tables/{table}/export',
  tag: 'Tables',
  summary: 'A table as CSV',
  description:
    'RFC 4180, rows in order of arrival, streamed. For a Portuguese Excel: `delimiter=;&bom=true`. Texts that a spreadsheet would run as formulas get an apostrophe, which an import takes off again.',
  params: tableRef,
  query: rowFilter.extend({
    delimiter: delimiter.default(','),
    decimal: decimal.optional().describe('A comma where the delimiter is ;'),
    bom: flag('false').describe('A mark that Excel knows UTF-8 by'),
    escapeFormulas: flag('true'),
    system: flag('false').describe('With the columns `id`, `createdAt` and `updatedAt`'),
  }),
  media: 'text/csv',
  feature: 'export',
  scopes: ['data:read'],
  errors: ['unknown_column', 'plan_required'],
  handle: async ({ caller, params, query: { where = [], decimal: mark, ...rest } }, deps) => {
    const { withTenant } = deps.database;
    const { id, name } = await withTenant(caller.tenant.id, (db) => getTable(db, params.table));
    const options = { ...rest, where, decimal: mark ?? (rest.delimiter === ';' ? (',' as const) : ('.' as const)) };
    const texts = exportCsv(withTenant, caller.tenant.id, id, options);
    return pieces(texts, fileHeaders({ name: `${name}.csv`, type: 'text/csv; charset=utf-8' }, false));
  },
});
