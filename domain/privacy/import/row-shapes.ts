import { z } from 'zod';
import type { JsonObject } from '#flow/json.ts';
import { columnsOf, DATA_CATALOGUE } from '#prisma/data-catalogue/catalogue.ts';
import type { Query } from '#prisma/sql.ts';

const UUID = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

const isThere = z.unknown().refine((value) => value !== undefined, 'Left out');

/**
 * Columns that are younger than version 1 of the format, by table: archives from before are without them, and they get the database's
 * default. Every other column must be there, for a row that leaves one out would get a default of ours where it had a value of its own.
 */
const YOUNGER: Readonly<Record<string, readonly string[]>> = {};

/** As `row_to_json` writes a column of that type. */
const TYPES: Readonly<Record<string, z.ZodType>> = {
  uuid: UUID,
  text: z.string(),
  bool: z.boolean(),
  int2: z.int().min(-32_768).max(32_767),
  int4: z.int().min(-2_147_483_648).max(2_147_483_647),
  int8: z.int(),
  numeric: z.number(),
  date: z.iso.date(),
  timestamptz: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/),
  bytea: z.string().regex(/^\\x([0-9a-f]{2})*$/),
  // It was read as JSON already.
  json: isThere,
  jsonb: isThere,
  _text: z.array(z.string()),
  _uuid: z.array(z.uuid()),
};

export type Row = JsonObject;
export type RowShapes = ReadonlyMap<string, z.ZodType<Row>>;

/** What a row of each table of an archive may hold: columns of the catalogue that open nothing, as the database types them. */
export const readRowShapes = async (sql: Query): Promise<RowShapes> => {
  const found = await sql<{ table: string; column: string; type: string; optional: boolean }>`
    select c.relname::text as table, a.attname::text as column, t.typname::text as type, not a.attnotnull as optional
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`;
  const shapes = new Map<string, Record<string, z.ZodType>>();
  for (const { table, column, type, optional } of found) {
    if (DATA_CATALOGUE[table]?.archive !== 'out' || columnsOf(table, 'secret').includes(column)) continue;
    const value = TYPES[type];
    if (!value) throw new Error(`No shape for ${table}.${column}: ${type}`);
    const known = optional ? value.nullable() : value;
    const shape = YOUNGER[table]?.includes(column) ? known.optional() : known;
    shapes.set(table, { ...shapes.get(table), [column]: shape });
  }
  return new Map([...shapes].map(([table, columns]) => [table, shapeOf(columns)]));
};

const shapeOf = (columns: Record<string, z.ZodType>): z.ZodType<Row> =>
  // Each value is JSON that `row_to_json` wrote; what zod knows of it is less than `Row` says.
  z.strictObject({ ...columns, tenant_id: UUID }) as unknown as z.ZodType<Row>;
