import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { Column, Table } from './column.ts';
import { type CellFault, type Cells, fitRow } from './fit-row.ts';
import { readValue } from './read-value.ts';
import { sortKey } from './sort-key.ts';
import type { Taken } from './take-keys.ts';
import type { Tally } from './usage.ts';
import { columnNamed } from './where.ts';
import { addRows, changeRows, newRow, takenCell } from './write-rows.ts';

/** Rows whose key somebody takes while we write them are looked for again. */
const TRIES = 5;

/** A row of an upsert that cannot be written. `index`: in what was given. */
export type Refused = { index: number; faults: CellFault[] } | { index: number; taken: Taken };

export interface Upserted {
  /** uuid by index in what was given; none where it was refused. */
  ids: Map<number, string>;
  inserted: number;
  updated: number;
  refused: Refused[];
  tally: Tally;
}

/** @throws `unknown_column`, `bad_config` where the column is not unique */
export const keyColumn = (table: Table, name: string): Column => {
  const column = columnNamed(table, name);
  if (column.unique) return column;
  const shown = name.slice(0, 64);
  throw failure(
    'bad_config',
    `A coluna "${shown}" não é única: só uma coluna única diz qual é a linha.`,
    `The column "${shown}" is not unique: only a unique column tells which row it is.`,
  );
};

interface Group {
  key: string;
  /** What was given for it, one after the other. */
  given: { index: number; values: JsonObject }[];
}

/** Rows by their key, those that come twice together; and those without one. */
const groupsOf = (column: Column, given: readonly JsonObject[]): { groups: Group[]; refused: Refused[] } => {
  const groups = new Map<string, Group>();
  const refused: Refused[] = [];
  for (const [index, values] of given.entries()) {
    const read = readValue(column, (Object.hasOwn(values, column.name) ? values[column.name] : null) ?? null);
    if ('problem' in read || read.value === null) {
      const problem = 'problem' in read ? read.problem : 'required';
      refused.push({ index, faults: [{ column: column.name, problem }] });
      continue;
    }
    const key = sortKey(read.value);
    const group = groups.get(key) ?? { key, given: [] };
    group.given.push({ index, values });
    groups.set(key, group);
  }
  return { groups: [...groups.values()], refused };
};

interface Found {
  id: string;
  key: string;
  cells: Cells;
}

/** Locks the rows that have these keys. One whose key was another's by the time it was ours is not among them. */
const rowsWith = async (
  db: TenantDb,
  table: Table,
  column: Column,
  groups: readonly Group[],
): Promise<Map<string, Found>> => {
  const rows = await db.sql<Found>`
    /* varies */ select r.id, k.key, r.cells from data_keys k
    join data_rows r on r.tenant_id = k.tenant_id and r.table_id = k.table_id and r.id = k.row_id
    where k.tenant_id = ${db.tenant} and k.table_id = ${table.uuid} and k.column_id = ${column.id}
      and k.key = any (${groups.map(({ key }) => key)}::text[])
    order by r.id for update of r`;
  // Whoever we waited for may have changed the cell: the row is then as they left it, the key as it was before.
  return new Map(rows.filter(({ key, cells }) => sortKey(cells[column.id]) === key).map((row) => [row.key, row]));
};

/**
 * Writes each row, or changes the one that has its key: the database says who took the key first. What
 * is wrong with a row keeps the others from nothing; who wants all or nothing ends the transaction.
 * @throws `conflict` where a change would give a row the unique cell of another
 */
export const upsertRows = async (
  db: TenantDb,
  table: Table,
  key: Column,
  given: readonly JsonObject[],
  tally: Tally,
): Promise<Upserted> => {
  const { groups, refused } = groupsOf(key, given);
  const done: Upserted = { ids: new Map(), inserted: 0, updated: 0, refused, tally };
  let open = groups;
  for (let tries = TRIES; open.length > 0 && tries > 0; tries -= 1) {
    const known = await rowsWith(db, table, key, open);
    const late = await insertNew(
      db,
      table,
      key,
      open.filter((group) => !known.has(group.key)),
      done,
    );
    await changeKnown(db, table, open, known, done);
    open = late;
  }
  if (open.length > 0) throw failure('unavailable', 'As linhas mudam sem parar', 'The rows keep changing');
  return done;
};

const faultsOf = (table: Table, group: Group, before: Cells | null): { cells: Cells; bad: Refused | null } => {
  // Together they are one row: what the second leaves out, the first may have said.
  const values = Object.assign({}, ...group.given.map((one) => one.values)) as JsonObject;
  const { cells, faults } = fitRow(table.columns, values, before);
  return { cells, bad: faults.length > 0 ? { index: group.given[0]?.index ?? 0, faults } : null };
};

const told = (done: Upserted, group: Group, id: string): void => {
  for (const { index } of group.given) done.ids.set(index, id);
};

/** Writes those whose key nobody has. Gives those that somebody else wrote a moment ago: they are changes now. */
const insertNew = async (
  db: TenantDb,
  table: Table,
  key: Column,
  groups: readonly Group[],
  done: Upserted,
): Promise<Group[]> => {
  const asNew = groups.flatMap((group) => {
    const { cells, bad } = faultsOf(table, group, null);
    if (!bad) return [{ group, ...newRow(cells) }];
    done.refused.push(bad);
    return [];
  });
  const taken = await addRows(db, table, asNew, done.tally);
  const lost = new Map(taken.map((one) => [one.id, one]));
  const written = asNew.filter(({ id }) => !lost.has(id));
  for (const { group, id } of written) told(done, group, id);
  done.inserted += written.length;
  const late: Group[] = [];
  for (const { group, id } of asNew) {
    const one = lost.get(id);
    if (one?.column.id === key.id) late.push(group);
    else if (one) done.refused.push({ index: group.given[0]?.index ?? 0, taken: one });
  }
  return late;
};

/** Changes those whose key somebody has. */
const changeKnown = async (
  db: TenantDb,
  table: Table,
  groups: readonly Group[],
  known: ReadonlyMap<string, Found>,
  done: Upserted,
): Promise<void> => {
  const changes = groups.flatMap((group) => {
    const row = known.get(group.key);
    if (!row) return [];
    const { cells, bad } = faultsOf(table, group, row.cells);
    if (!bad) return [{ group, id: row.id, before: row.cells, after: cells }];
    done.refused.push(bad);
    return [];
  });
  const taken = await changeRows(db, table, changes, done.tally);
  if (taken.length > 0) {
    const [first] = taken as [Taken];
    // Keys of the others went along: nothing of this transaction, or of this part of it, may be kept.
    throw takenCell(table, first, changes.find(({ id }) => id === first.id)?.group.given[0]?.index ?? 0);
  }
  for (const { group, id } of changes) told(done, group, id);
  done.updated += changes.length;
};
