import { sql } from '#prisma/sql.ts';

/** The first 48 bits of a UUIDv7 are its time in milliseconds: the least id of an instant. */
export const firstIdAt = (ms: number): string => {
  const hex = Math.max(0, Math.trunc(ms)).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
};

/** When an id was made, ISO 8601 UTC. */
export const timeOfId = (uuid: string): string =>
  new Date(Number.parseInt(uuid.replace('-', '').slice(0, 12), 16)).toISOString();

/** The time of `c.id`, in SQL. */
export const CALL_AT = sql`to_timestamp(('x' || lpad(left(replace(c.id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint / 1000.0)`;
