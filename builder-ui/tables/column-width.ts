import type { Column, ColumnType } from './table-types.ts';

const WIDTHS: Record<ColumnType, number> = {
  text: 210,
  number: 128,
  boolean: 110,
  date: 132,
  dateTime: 172,
  choice: 172,
  json: 210,
};

/** Of the place with a row's number; `tables.css` knows it as `--grid-head`. */
export const headWidth = (narrow: boolean): number => (narrow ? 64 : 76);

/** In pixels. On a phone the first column stands still, and leaves room for the one beside it. */
export const columnWidth = ({ type }: Pick<Column, 'type'>, at: number, narrow: boolean): number =>
  narrow ? Math.min(WIDTHS[type], at === 0 ? 140 : 160) : WIDTHS[type];
