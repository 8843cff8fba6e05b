import { DEVELOPERS } from './developers.ts';
import type { TableEntry } from './entry.ts';
import { FLOWS } from './flows.ts';
import { INVOICES } from './invoices.ts';
import { OUTBOUND } from './outbound.ts';
import { PEOPLE } from './people.ts';
import { PLANS_AND_USAGE } from './plans.ts';
import { RUNS } from './runs.ts';
import { SUBSCRIPTIONS } from './subscriptions.ts';
import { TALK } from './talk.ts';

/**
 * Every table that holds something of a tenant, and of each column what it is. A test holds it against the database: what is
 * not said here does not pass.
 */
export const DATA_CATALOGUE: Readonly<Record<string, TableEntry>> = {
  ...PEOPLE,
  ...FLOWS,
  ...RUNS,
  ...OUTBOUND,
  ...TALK,
  ...DEVELOPERS,
  ...INVOICES,
  ...PLANS_AND_USAGE,
  ...SUBSCRIPTIONS,
};

export const entryOf = (table: string): TableEntry => {
  const entry = DATA_CATALOGUE[table];
  if (!entry) throw new Error(`The data catalogue does not name ${table}`);
  return entry;
};

/** Columns of a kind, as the table has them. */
export const columnsOf = (table: string, kind: keyof TableEntry['columns']): readonly string[] =>
  entryOf(table).columns[kind] ?? [];
