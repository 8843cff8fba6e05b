import { setImmediate as breathe } from 'node:timers/promises';
import { winAnsi } from '#flow/contracts/win-ansi.ts';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import type { ActionContext } from '../action.ts';
import type { Block, Column } from './config.ts';
import { bottom, FONT, INK, left, RULE, type Sheet, width } from './sheet.ts';

const SIZE = 9.5;
const PAD = 4;
const HEAD = '#eef1f3';
/** A row higher than this is cut: a table is no place for an essay, and a page ends. */
const MOST_HEIGHT = 400;
/** Rows between which a worker does something else. */
const AT_ONCE = 200;

type Table = Extract<Block, { type: 'table' }>;

interface Row {
  cells: readonly string[];
  bold: boolean;
  ground: string | null;
}

/** A table with its header repeated on each page; rows are never split. Fails with `bad_config` on a row that is none. */
export const drawTable = async (sheet: Sheet, table: Table, { signal }: ActionContext): Promise<void> => {
  const { columns } = table;
  const share = width(sheet) / columns.reduce((sum, one) => sum + one.width, 0);
  const widths = columns.map((one) => one.width * share);
  const head: Row = { cells: columns.map(({ header }) => winAnsi(header)), bold: true, ground: HEAD };
  const draw = (row: Row, next: Row | null): void => {
    const height = heightOf(sheet, row, widths);
    const after = next === null ? 0 : heightOf(sheet, next, widths);
    if (sheet.y + height + after > bottom(sheet)) {
      sheet.addPage();
      if (row !== head) drawRow(sheet, head, columns, widths, heightOf(sheet, head, widths));
    }
    drawRow(sheet, row, columns, widths, height);
  };
  const rows = table.rows.map((row): Row => ({ cells: cellsOf(row, columns), bold: false, ground: null }));
  // The header goes where the first row goes.
  draw(head, rows[0] ?? null);
  for (const [i, row] of rows.entries()) {
    draw(row, null);
    if (i % AT_ONCE !== AT_ONCE - 1) continue;
    await breathe();
    signal.throwIfAborted();
  }
  if (table.totals) draw({ cells: table.totals.map(asText), bold: true, ground: HEAD }, null);
  sheet.x = left(sheet);
  sheet.y += PAD * 2;
};

const options = (column: Column | undefined, width: number) => ({
  width: width - 2 * PAD,
  align: column?.align ?? 'left',
  lineGap: 1,
});

const heightOf = (sheet: Sheet, { cells, bold }: Row, widths: readonly number[]): number => {
  sheet.font(bold ? FONT.bold : FONT.plain).fontSize(SIZE);
  const heights = widths.map((width, i) => sheet.heightOfString(cells[i] ?? '', options(undefined, width)));
  return Math.min(Math.max(SIZE, ...heights), MOST_HEIGHT) + 2 * PAD;
};

const drawRow = (
  sheet: Sheet,
  { cells, bold, ground }: Row,
  columns: readonly Column[],
  widths: readonly number[],
  height: number,
): void => {
  const { y } = sheet;
  if (ground !== null) sheet.rect(left(sheet), y, width(sheet), height).fill(ground);
  sheet
    .font(bold ? FONT.bold : FONT.plain)
    .fontSize(SIZE)
    .fillColor(INK);
  let x = left(sheet);
  for (const [i, width] of widths.entries()) {
    const drawn = { ...options(columns[i], width), height: height - 2 * PAD, ellipsis: true };
    sheet.text(cells[i] ?? '', x + PAD, y + PAD, drawn);
    x += width;
  }
  const under = y + height;
  sheet.moveTo(left(sheet), under).lineTo(x, under).lineWidth(0.5).strokeColor(RULE).stroke();
  sheet.y = under;
};

const cellsOf = (row: Json, columns: readonly Column[]): string[] => {
  if (Array.isArray(row)) return columns.map((_, i) => asText(row[i] ?? null));
  if (typeof row !== 'object' || row === null)
    throw failure('bad_config', 'Uma linha da tabela é um objeto ou uma lista.', 'A row is an object or a list.');
  return columns.map(({ key, header }) =>
    asText(Object.hasOwn(row, key ?? header) ? (row[key ?? header] ?? null) : null),
  );
};

const asText = (value: Json): string => {
  if (value === null) return '';
  return winAnsi(typeof value === 'object' ? JSON.stringify(value) : String(value));
};
