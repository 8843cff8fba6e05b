import { type ClipboardEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import type { JsonObject, Locale } from '#flow/json.ts';
import { useLocale } from '../texts/texts.ts';
import type { After } from './cell-editor.tsx';
import { readCell, showCell } from './cell-text.ts';
import { type Cell, moveBy } from './grid-keys.ts';
import type { Column, Row } from './table-types.ts';
import { type TablesTexts, useTablesTexts } from './tables-texts.ts';

interface Writing {
  save: (row: Row, values: JsonObject) => void;
  refuse: (row: string, column: string, text: string, why: string) => void;
}

interface GridParts extends Writing {
  table: RefObject<HTMLElement | null>;
  rows: readonly Row[];
  columns: readonly Column[];
  /** Rows that fit in sight. */
  page: number;
  /** Who may not moves about, copies, and opens rows. */
  mayWrite: boolean;
  undo: () => void;
  open: (id: string) => void;
  choose: (id: string) => void;
}

const STEPS: Record<After, string | null> = { stay: null, down: 'ArrowDown', right: 'Tab', left: 'Tab' };

interface Wording {
  t: TablesTexts;
  locale: Locale;
}

/** Saves what was written into a cell; what is no value of its column is marked, and not saved. */
const writeCell = ({ save, refuse }: Writing, { t, locale }: Wording, row: Row, column: Column, text: string): void => {
  const read = readCell(column, text, locale);
  if ('problem' in read) return refuse(row.id, column.name, text, t.problems[read.problem] ?? '');
  if (read.value === null && column.required) return refuse(row.id, column.name, text, t.problems.required ?? '');
  const before = row.values[column.name] ?? null;
  if (JSON.stringify(before) !== JSON.stringify(read.value)) save(row, { [column.name]: read.value });
};

/** Cells of a spreadsheet go from the cursor to the right and down, over rows that are there. */
const pasteCells = (
  { rows, columns, save, refuse }: GridParts,
  { t, locale }: Wording,
  from: Cell,
  text: string,
): void => {
  for (const [down, line] of text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .entries()) {
    const row = rows[from.row + down];
    if (!row) break;
    const values: JsonObject = {};
    for (const [right, cell] of line.split('\t').entries()) {
      const column = columns[from.column + right];
      if (!column) break;
      const read = readCell(column, cell, locale);
      if ('problem' in read) refuse(row.id, column.name, cell, t.problems[read.problem] ?? '');
      else values[column.name] = read.value;
    }
    if (Object.keys(values).length > 0) save(row, values);
  }
};

interface Pressed {
  key: string;
  shift: boolean;
  ctrl: boolean;
  alt: boolean;
}

/** What a key does while a cell has the cursor and is not edited; null: nothing of ours. */
const commandOf = ({ key, shift, ctrl, alt }: Pressed, { type }: Column, mayWrite: boolean) => {
  if (key === 'Escape') return { kind: 'leave' } as const;
  if (key === 'Enter' && (shift || !mayWrite)) return { kind: 'open' } as const;
  if (!mayWrite) return null;
  if (key === ' ' && shift) return { kind: 'choose' } as const;
  if (key === 'Enter' || key === 'F2' || (key === ' ' && type === 'boolean'))
    return { kind: 'edit', typed: null } as const;
  if (key === 'Delete' || key === 'Backspace') return { kind: 'empty' } as const;
  if (key.length !== 1 || ctrl || alt || type === 'boolean') return null;
  return { kind: 'edit', typed: type === 'date' || type === 'dateTime' ? null : key } as const;
};

/** The cursor of the grid and what is typed under it. The grid has the focus; a field has it while it is edited. */
export const useGrid = (parts: GridParts) => {
  const { table, rows, columns, page, mayWrite, save } = parts;
  const wording = { t: useTablesTexts(), locale: useLocale() };
  const [active, setActive] = useState<Cell | null>(null);
  /** undefined: at rest; null: the value as it is; a text: begun by typing it. */
  const [typed, setTyped] = useState<string | null | undefined>();
  const size = { rows: rows.length, columns: columns.length };
  const row = active ? rows[active.row] : undefined;
  const column = active ? columns[active.column] : undefined;
  const toGrid = () => table.current?.focus({ preventScroll: true });
  const edit = (begin: string | null) => {
    if (!row || !column) return;
    if (column.type === 'json' || !mayWrite) parts.open(row.id);
    else if (column.type === 'boolean') save(row, { [column.name]: row.values[column.name] !== true });
    else setTyped(begin);
  };
  const keyed = (pressed: Pressed): boolean => {
    if (pressed.ctrl && pressed.key === 'z') parts.undo();
    else if (!active || !row || !column) {
      if (!pressed.key.startsWith('Arrow') || rows.length === 0) return false;
      setActive({ row: 0, column: 0 });
    } else {
      const to = moveBy(active, pressed, size, page);
      const command = commandOf(pressed, column, mayWrite);
      if (to) setActive(to);
      else if (!command) return false;
      else if (command.kind === 'leave') setActive(null);
      else if (command.kind === 'edit') edit(command.typed);
      else if (command.kind === 'empty') writeCell(parts, wording, row, column, '');
      else parts[command.kind](row.id);
    }
    return true;
  };
  return {
    ...{ active, typed, row, column },
    onSave: (text: string, after: After) => {
      setTyped(undefined);
      if (row && column) writeCell(parts, wording, row, column, text);
      const key = STEPS[after];
      if (active && key) setActive(moveBy(active, { key, shift: after === 'left', ctrl: false }, size, page) ?? active);
      toGrid();
    },
    onCancel: () => (setTyped(undefined), toGrid()),
    ...hearing(
      { table, typed, keyed },
      {
        copied: () => (row && column ? showCell(column, row.values[column.name], wording.locale) : null),
        paste: (text) => active && mayWrite && pasteCells(parts, wording, active, text),
      },
    ),
    onPress: (atRow: number, atColumn: number) => {
      const again = active?.row === atRow && active.column === atColumn;
      if (again && typed !== undefined) return;
      setTyped(undefined);
      setActive({ row: atRow, column: atColumn });
      if (again) edit(null);
      else toGrid();
    },
  };
};

interface Heard {
  table: RefObject<HTMLElement | null>;
  typed: string | null | undefined;
  /** True: it was for the grid. */
  keyed: (pressed: Pressed) => boolean;
}

/** Events of the grid; while a cell is edited they are its field's. */
const hearing = (
  { table, typed, keyed }: Heard,
  { copied, paste }: { copied: () => string | null; paste: (text: string) => void },
) => ({
  onKeyDown: (event: KeyboardEvent) => {
    if (typed !== undefined || event.target !== table.current) return;
    const { key, shiftKey: shift, altKey: alt } = event;
    if (keyed({ key, shift, alt, ctrl: event.ctrlKey || event.metaKey })) event.preventDefault();
  },
  onCopy: (event: ClipboardEvent) => {
    const text = typed === undefined ? copied() : null;
    if (text === null) return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  },
  onPaste: (event: ClipboardEvent) => {
    if (typed !== undefined) return;
    event.preventDefault();
    paste(event.clipboardData.getData('text/plain'));
  },
});
