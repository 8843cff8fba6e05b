import { useRef, useState } from 'react';
import type { Json, JsonObject } from '#flow/json.ts';
import { isStatus } from '../api-error.ts';
import { errorWords } from '../shell/error-words.ts';
import { toastError } from '../shell/toasts.tsx';
import { texts } from '../texts/texts.ts';
import type { Row } from './table-types.ts';
import { tablesApi } from './tables-api.ts';

/** Somebody saved the row in between: both sides, for a person to choose from. */
export interface Conflict {
  theirs: Row;
  values: JsonObject;
}

export const cellKey = (row: string, column: string): string => `${row}/${column}`;

interface Undo {
  row: string;
  values: JsonObject;
}

interface CellSaving {
  /** By `cellKey`: what was not taken, and why. */
  faults: ReadonlyMap<string, { text: string; why: string }>;
  saving: ReadonlySet<string>;
  conflict: Conflict | null;
  settle: (keep: 'mine' | 'theirs') => void;
  save: (row: Row, values: JsonObject) => void;
  refuse: (row: string, column: string, text: string, why: string) => void;
  /** Takes the last change back. */
  undo: () => void;
}

interface Place {
  table: string;
  rows: Row[];
  put: (row: Row) => void;
  drop: (ids: ReadonlySet<string>) => void;
  /** The row is there no more. */
  whenGone: () => void;
}

const without = <K, V>(map: ReadonlyMap<K, V>, key: K): Map<K, V> => new Map([...map].filter(([one]) => one !== key));

/** What stands at cells: on their way, or not taken. */
const useMarks = () => {
  const [faults, setFaults] = useState<CellSaving['faults']>(new Map());
  const [saving, setSaving] = useState<ReadonlySet<string>>(new Set());
  const [marks] = useState(() => ({
    refuse: (row: string, column: string, text: string, why: string) =>
      setFaults((now) => new Map(now).set(cellKey(row, column), { text, why })),
    begin: (key: string) => {
      setFaults((now) => (now.has(key) ? without(now, key) : now));
      setSaving((now) => new Set([...now, key]));
    },
    end: (key: string) => setSaving((now) => new Set([...now].filter((one) => one !== key))),
  }));
  return { faults, saving, marks };
};
type Marks = ReturnType<typeof useMarks>['marks'];

interface Hands {
  place: Place;
  marks: Marks;
  onConflict: (conflict: Conflict) => void;
}

/** Only other cells of the row were changed in between: nobody has to choose. */
const isApart = (before: Row, theirs: Row, values: JsonObject): boolean =>
  Object.keys(values).every(
    (column) => JSON.stringify(before.values[column] ?? null) === JSON.stringify(theirs.values[column] ?? null),
  );

/** Puts back what is there now, says why the row could not be written, and gives it as it is. */
const settleFailure = async (hands: Hands, row: Row, values: JsonObject, error: unknown): Promise<Row> => {
  const { place, marks, onConflict } = hands;
  if (isStatus(error, 404)) {
    place.drop(new Set([row.id]));
    place.whenGone();
    return row;
  }
  if (isStatus(error, 412)) {
    try {
      const theirs = await tablesApi.row(place.table, row.id);
      if (isApart(row, theirs, values)) return await writeRow(hands, theirs, values, theirs.version);
      place.put(theirs);
      onConflict({ theirs, values });
      return theirs;
    } catch (other) {
      return settleFailure(hands, row, values, other);
    }
  }
  place.put(row);
  const [column = ''] = Object.keys(values);
  const { title, detail } = errorWords(error, texts());
  if (isStatus(error, 409) || isStatus(error, 422))
    marks.refuse(row.id, column, String(values[column] ?? ''), detail || title);
  else toastError(error);
  return row;
};

/** Shows the row as it will be, saves it, and gives it as it is then. `version` null: over whatever is there. */
const writeRow = async (hands: Hands, row: Row, values: JsonObject, version: number | null): Promise<Row> => {
  const { place, marks } = hands;
  const key = cellKey(row.id, Object.keys(values)[0] ?? '');
  place.put({ ...row, values: { ...row.values, ...values } });
  marks.begin(key);
  try {
    const saved = await tablesApi.updateRow(place.table, row.id, values, version);
    place.put(saved);
    return saved;
  } catch (error) {
    return await settleFailure(hands, row, values, error);
  } finally {
    marks.end(key);
  }
};

/** Cells are shown as they were written at once, and saved one row at a time, each over the version that was seen. */
export const useCellSaving = (place: Place): CellSaving => {
  const { faults, saving, marks } = useMarks();
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const undone = useRef<Undo[]>([]);
  const latest = useRef(place);
  latest.current = place;
  /** The last known state of a row, ahead of what is drawn; and the end of its line of saves. */
  const lines = useRef(new Map<string, { row: Row; done: Promise<void> }>());
  const line = (row: Row, values: JsonObject, forced = false): void => {
    const known = lines.current.get(row.id);
    const done = (known?.done ?? Promise.resolve()).then(async () => {
      const held = lines.current.get(row.id)?.row;
      const from = held && held.version > row.version ? held : row;
      const hands = { place: latest.current, marks, onConflict: setConflict };
      const saved = await writeRow(hands, from, values, forced ? null : from.version);
      lines.current.set(row.id, { row: saved, done });
    });
    lines.current.set(row.id, { row: known?.row ?? row, done });
  };
  return {
    faults,
    saving,
    conflict,
    refuse: marks.refuse,
    save: (row, values) => {
      const before = Object.keys(values).map((column): [string, Json] => [column, row.values[column] ?? null]);
      undone.current.push({ row: row.id, values: Object.fromEntries(before) });
      line(row, values);
    },
    settle: (keep) => {
      if (keep === 'mine' && conflict) line(conflict.theirs, conflict.values, true);
      setConflict(null);
    },
    undo: () => {
      const last = undone.current.pop();
      const row = last && latest.current.rows.find(({ id }) => id === last.row);
      if (last && row) line(row, last.values);
    },
  };
};
