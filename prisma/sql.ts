import type { ClientBase } from 'pg';
import { Prisma } from './generated/client.ts';

/** A value of a query, or a fragment made by `sql` that is written into it. */
export type SqlValue = unknown;

/** A fragment for use inside another query. */
export const sql = Prisma.sql;
export const emptySql = Prisma.empty;
export type SqlFragment = Prisma.Sql;

/** Fragments with a separator between them, which is SQL of ours. */
export const joinSql = (parts: readonly SqlFragment[], separator = ', '): SqlFragment =>
  Prisma.join([...parts], separator);

/** The name of a table or column of ours, quoted: it comes from the catalogue, never from a caller. */
export const identifier = (name: string): SqlFragment => {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new Error(`Not a name of ours: ${name.slice(0, 80)}`);
  return Prisma.raw(`"${name}"`);
};

/** A JSON parameter; the driver would turn an array into a PostgreSQL array. */
export const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

export type Query = <Row = Record<string, unknown>>(
  strings: TemplateStringsArray,
  ...values: SqlValue[]
) => Promise<Row[]>;

// Our statements are few: each text is prepared once a connection. The cap guards against a text made from data.
const MAX_NAMED = 500;
const names = new Map<string, string>();
const nameOf = (text: string): string | undefined => {
  // What people compose, filters and orders, would use the names up; and it is planned best for the values that it has.
  if (text.includes('/* varies */')) return undefined;
  const known = names.get(text);
  if (known || names.size >= MAX_NAMED) return known;
  const name = `trama_${names.size}`;
  names.set(text, name);
  return name;
};

/**
 * PostgreSQL's texts hold any character but NUL, which JSON, and so any caller, may send: it is kept as U+FFFD, as readers
 * of text do with what they cannot show. JSON parameters hold it escaped, and keep it.
 */
const storable = (value: SqlValue): SqlValue => {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
  return Array.isArray(value) ? value.map(storable) : value;
};

// A connection that served every placed tenant would hold every statement for each of them.
const MAX_PLACES = 8;
const placesOf = new WeakMap<object, Set<string>>();
const namedAt = (client: object, name: string, place: string): string | undefined => {
  const known = placesOf.get(client) ?? new Set();
  placesOf.set(client, known);
  if (known.size < MAX_PLACES) known.add(place);
  return known.has(place) ? `${name}_${place}` : undefined;
};

/**
 * Tagged templates on one connection: `${value}` is always a bind parameter. `place`: the schema of a tenant that has one of its
 * own: a prepared statement is of the tables that it found, and would be planned anew with each change of place.
 */
export const queryOn =
  (client: Pick<ClientBase, 'query'>, guard: (text: string) => void, place?: string): Query =>
  async <Row>(strings: TemplateStringsArray, ...values: SqlValue[]): Promise<Row[]> => {
    const { text, values: bound } = Prisma.sql(strings, ...values);
    guard(text);
    // Extended, with values or without: one statement a query, whatever the text says. (The types do not know it.)
    const name = nameOf(text);
    const placed = place === undefined || name === undefined ? name : namedAt(client, name, place);
    const asked = { text, values: bound.map(storable), name: placed, queryMode: 'extended' };
    const result = await client.query(asked);
    return result.rows as Row[];
  };
