/**
 * What a column holds. `personal`: of people, tenants' customers among them, free values included, since nobody knows what a
 * flow carries. `secret`: opens something. `business`: what a tenant made. `technical`: numbers, times and ids of ours.
 */
export type DataKind = 'personal' | 'secret' | 'business' | 'technical';

/**
 * How long rows stay: `tenant`: until somebody deletes them, or the tenant; a name of a retention that the tenant chooses
 * (domain/privacy/retention.ts); `short`: as long as work is under way, days at most.
 */
export type Keeping =
  | 'tenant'
  | 'runs'
  | 'traces'
  | 'events'
  | 'messages'
  | 'notifications'
  | 'aiCalls'
  | 'files'
  | 'audit'
  | 'short';

export interface TableEntry {
  /** Why it is there. */
  purpose: { pt: string; en: string };
  keeping: Keeping;
  /** Whether its rows are in an archive of the tenant. */
  archive: 'out' | 'no';
  /**
   * What becomes of it where one person is erased: matching `rows` are deleted; the values of what belongs to the person's
   * runs are emptied (`values`); it holds nothing of outside people, or what must stay (`no`).
   */
  person: 'rows' | 'values' | 'no';
  /** Names of columns, apart from `tenant_id`, by their kind. */
  columns: Partial<Record<DataKind, readonly string[]>>;
}

/** Columns are written as one line of names. */
export const columns = (kinds: Partial<Record<DataKind, string>>): TableEntry['columns'] =>
  Object.fromEntries(Object.entries(kinds).map(([kind, names]) => [kind, names.split(' ')]));
