import { z } from 'zod';
import { COLUMN_TYPES } from '#domain/data-tables/column.ts';
import { LIMITS } from '#domain/data-tables/limits.ts';
import { FILTER_OPERATORS } from '#flow/contracts/data-tables.ts';
import { faultWords } from '#flow/fault-words.ts';
import type { JsonObject } from '#flow/json.ts';
import { id, instant, json } from './common.ts';

/** What people write as a name: no control characters, nothing before or behind it. */
const name = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused, said so that any JSON Schema reads it
    // oxlint-disable-next-line no-control-regex -- the same
    .regex(/^[^\s\u0000-\u001f\u007f-\u009f](?:[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f])?$/u);

const NO_ID = /^(?!tbl_[0-9a-f]{32}$)/;

export const tableName = name(100).regex(NO_ID);

/** Of a table: its id or its name. */
export const tableRef = z.object({ table: z.string().min(1).max(200) });
export const rowRef = tableRef.extend({ row: id('row') });

const column = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(COLUMN_TYPES),
  required: z.boolean(),
  unique: z.boolean(),
  indexed: z.boolean(),
  default: json.nullable(),
  choices: z.array(z.string()),
});

export const columnInput = z.strictObject({
  id: z.string().max(20).optional().describe('Of a column that is there; without it the column is new'),
  name: name(64),
  type: z.enum(COLUMN_TYPES),
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  indexed: z.boolean().optional(),
  default: json.optional().describe('What a new row has where it says nothing'),
  choices: z.array(name(200)).max(LIMITS.choices).optional().describe('Of a `choice`'),
});

export const table = z.object({
  id: id('tbl'),
  name: z.string(),
  description: z.string(),
  columns: z.array(column),
  revision: z.number().describe('Its ETag'),
  rowCount: z.number(),
  bytes: z.number(),
  createdBy: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

export const tableWithFlows = table.extend({
  flows: z.array(z.object({ id: id('flw'), name: z.string() })).describe('Published flows that use it'),
});

export const values = z.record(z.string(), json) as z.ZodType<JsonObject>;

export const row = z.object({
  id: id('row'),
  version: z.number().describe('Its ETag'),
  values: z.record(z.string(), json).describe('Each column by its name; null where it is empty'),
  createdAt: instant,
  updatedAt: instant,
});

/** JSON in a query parameter. */
const inQuery = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .max(20_000)
    .meta({ contentMediaType: 'application/json' })
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', ...faultWords('Não é JSON', 'It is not JSON') });
        return z.NEVER;
      }
    })
    .pipe(schema);

const conditions = z
  .array(z.strictObject({ column: z.string().max(64), operator: z.enum(FILTER_OPERATORS), value: json.optional() }))
  .max(20);
const sorts = z.array(z.strictObject({ column: z.string().max(64), descending: z.boolean().default(false) })).max(3);

/** Which rows, in a query. */
export const rowFilter = z.object({
  where: inQuery(conditions).optional().describe('JSON: `[{ "column", "operator", "value" }]`'),
  match: z.enum(['all', 'any']).default('all'),
});
export const rowSort = inQuery(sorts).optional().describe('JSON: `[{ "column", "descending" }]`, up to three');
