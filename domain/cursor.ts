import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

/** One page of a list. */
export interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
}

export interface PageRequest {
  cursor?: string | null | undefined;
  /** 1 to 100; 20 where it is not given. */
  limit?: number | undefined;
}

export const DEFAULT_LIMIT = 20;
export const MAX_LIMIT = 100;

export const limitOf = ({ limit = DEFAULT_LIMIT }: PageRequest): number =>
  Math.min(Math.max(1, Math.trunc(limit)), MAX_LIMIT);

/** Which list a cursor belongs to: its name and filters, in any order of keys. */
const fingerprint = (list: string, filters: Record<string, unknown>): string => {
  const entries = Object.entries(filters).filter(([, value]) => value !== undefined && value !== null);
  const text = JSON.stringify([list, entries.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
};

/** Whose list it is: a tenant's, or, for operators, the installation's. */
type Keys = Pick<TenantDb, 'key'>;

const sign = ({ key }: Keys, text: string): string =>
  createHmac('sha256', key('cursor').bytes).update(text).digest('base64url').slice(0, 22);

/** Opaque, signed, and good only for the same list with the same filters. `after` is the last item's sort key. */
export const writeCursor = (keys: Keys, list: string, filters: Record<string, unknown>, after: string): string => {
  const text = Buffer.from(JSON.stringify([fingerprint(list, filters), after])).toString('base64url');
  return `${text}.${sign(keys, text)}`;
};

const unreadable = () =>
  failure(
    'malformed',
    'O cursor não é desta lista com estes filtros',
    'The cursor does not belong to this list and these filters',
  );

/** The sort key that a cursor stands at; null at the beginning. @throws `malformed`. */
export const readCursor = (
  keys: Keys,
  list: string,
  filters: Record<string, unknown>,
  cursor: string | null | undefined,
): string | null => {
  if (cursor === null || cursor === undefined) return null;
  const [text = '', signature = ''] = cursor.split('.');
  const [given, ours] = [Buffer.from(signature), Buffer.from(sign(keys, text))];
  if (given.length !== ours.length || !timingSafeEqual(given, ours)) throw unreadable();
  const [print, after] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, string];
  if (print !== fingerprint(list, filters)) throw unreadable();
  return after;
};

/** Makes a page of one row more than it holds, which shows that there is another. */
export const pageOf = <Row, Item>(
  rows: Row[],
  { limit, item, cursor }: { limit: number; item: (row: Row) => Item; cursor: (last: Row) => string },
): Page<Item> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { data: shown.map(item), nextCursor: rows.length > limit && last ? cursor(last) : null };
};
