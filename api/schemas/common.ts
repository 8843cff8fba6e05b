import { z } from 'zod';
import type { IdPrefix } from '#domain/ids.ts';
import type { Json } from '#flow/json.ts';

/** Any JSON value. What comes here was parsed from JSON text, so there is nothing left to check. */
export const json = z.unknown() as unknown as z.ZodType<Json>;

/** Bytes of a body that carries one value of 4 MB, and what stands around it. */
export const VALUE_LIMIT = 4 * 1024 * 1024 + 64 * 1024;

/** An id in an address or a body: its prefix, and 32 hex digits. */
export const id = (prefix: IdPrefix) => z.string().regex(new RegExp(`^${prefix}_[0-9a-f]{32}$`));

export const instant = z.string().meta({ format: 'date-time' });

/** PostgreSQL has no year 0, and what an offset moves beyond the year 9999 has no four digits any more. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** An instant that a caller names, in any offset, as we write instants: PostgreSQL takes fewer offsets than ISO 8601 has. */
export const givenInstant = z.iso.datetime({ offset: true }).transform((text, context) => {
  const ms = Date.parse(text);
  if (ms >= FIRST_MS && ms <= LAST_MS) return new Date(ms).toISOString();
  context.addIssue({ code: 'invalid_format', format: 'datetime', input: text });
  return z.NEVER;
});

/** Where a list goes on, and how long a page is; more than 100 gives 100. */
export const pageQuery = z.object({
  cursor: z.string().max(2_000).optional().describe('nextCursor of the page before'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .transform((n) => Math.min(n, 100))
    .default(20)
    .describe('At most 100'),
});

export const page = (item: z.ZodType) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });

export const problem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  node: z.string().optional(),
  field: z.string().optional().describe('JSON pointer'),
  message: z.string(),
  range: z.object({ start: z.number(), end: z.number() }).optional(),
});
