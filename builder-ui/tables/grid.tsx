import { Checkbox } from '@mantine/core';
import { type CSSProperties, useEffect, useLayoutEffect, useRef } from 'react';
import type { JsonObject } from '#flow/json.ts';
import { Icon } from '../icons/icon.tsx';
import { useMay } from '../shell/session.ts';
import { useNarrow } from '../use-narrow.ts';
import { useRowWindow } from '../use-row-window.ts';
import { columnWidth, headWidth } from './column-width.ts';
import { cellId, GridRow } from './grid-row.tsx';
import { type ColumnActions, HeaderCell } from './header-cell.tsx';
import type { Column, Row, SortBy } from './table-types.ts';
import { useTablesTexts } from './tables-texts.ts';
import { cellKey } from './use-cell-saving.ts';
import { useGrid } from './use-grid.ts';

interface GridProps extends ColumnActions {
  rows: readonly Row[];
  columns: readonly Column[];
  sort: SortBy | undefined;
  total: number;
  more: (() => void) | undefined;
  loading: boolean;
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
  faults: ReadonlyMap<string, { text: string; why: string }>;
  saving: ReadonlySet<string>;
  save: (row: Row, values: JsonObject) => void;
  refuse: (row: string, column: string, text: string, why: string) => void;
  undo: () => void;
  onOpen: (id: string) => void;
  onAddColumn: () => void;
}

/** Of the place where a column is added. */
const ADD_WIDTH = 46;

/** So many rows before the end, the next page is asked for. */
const AHEAD = 30;

export const Grid = (props: GridProps) => {
  const { rows, columns, chosen, onChosen, more, faults } = props;
  const t = useTablesTexts();
  const mayWrite = useMay('data:write');
  const box = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const { from, to, page } = useRowWindow(box, rows.length, ROW_HEIGHT);
  const narrow = useNarrow();
  const head = headWidth(narrow);
  const widths = columns.map((one, n) => columnWidth(one, n, narrow));
  const lastChosen = useRef<string | null>(null);
  const choose = (id: string, through = false) => {
    const next = new Set(chosen);
    const [a, b] = [lastChosen.current, id].map((one) => rows.findIndex((row) => row.id === one));
    if (through && a !== undefined && b !== undefined && a >= 0)
      for (const row of rows.slice(Math.min(a, b), Math.max(a, b) + 1)) next.add(row.id);
    else if (!next.delete(id)) next.add(id);
    lastChosen.current = id;
    onChosen(next);
  };
  const grid = useGrid({ ...props, mayWrite, table, page, choose, open: props.onOpen });
  const { active, row, column } = grid;
  useEffect(() => {
    if (more && to > rows.length - AHEAD) more();
  }, [more, to, rows.length]);
  useLayoutEffect(
    () => bringIntoSight(box.current, active, row && column && cellId(row.id, column.id)),
    [active, row, column],
  );
  const fault = row && column && faults.get(cellKey(row.id, column.name));
  return (
    <>
      <div className="grid-box" ref={box}>
        <table
          ref={table}
          className="grid"
          role="grid"
          style={
            {
              width: widths.reduce((sum, one) => sum + one, head + ADD_WIDTH),
              '--grid-head': `${head}px`,
            } as CSSProperties
          }
          tabIndex={0}
          aria-label={t.grid}
          aria-rowcount={props.total + 1}
          aria-colcount={columns.length + 1}
          aria-multiselectable={mayWrite}
          aria-readonly={!mayWrite}
          aria-activedescendant={row && column && cellId(row.id, column.id)}
          onKeyDown={grid.onKeyDown}
          onCopy={grid.onCopy}
          onPaste={grid.onPaste}
        >
          <colgroup>
            <col style={{ width: head }} />
            {columns.map((one, n) => (
              <col key={one.id} style={{ width: widths[n] }} />
            ))}
            <col />
          </colgroup>
          <GridHead
            {...props}
            mayWrite={mayWrite}
            onChooseAll={(all) => onChosen(new Set(all ? rows.map(({ id }) => id) : []))}
          />
          <tbody>
            {from > 0 && <tr aria-hidden="true" style={{ height: from * ROW_HEIGHT }} />}
            {rows.slice(from, to).map((one, n) => (
              <GridRow
                key={one.id}
                row={one}
                at={from + n}
                columns={columns}
                active={active?.row === from + n ? active.column : null}
                typed={active?.row === from + n ? grid.typed : undefined}
                mayWrite={mayWrite}
                chosen={chosen.has(one.id)}
                faults={faults}
                saving={props.saving}
                onPress={grid.onPress}
                onChoose={choose}
                onOpen={props.onOpen}
                onSave={grid.onSave}
                onCancel={grid.onCancel}
              />
            ))}
            {to < rows.length && <tr aria-hidden="true" style={{ height: (rows.length - to) * ROW_HEIGHT }} />}
          </tbody>
        </table>
        {props.loading && more && <p className="grid-more">…</p>}
      </div>
      <footer className="grid-foot" data-fault={fault ? true : undefined}>
        <span>{t.rows(props.total)}</span>
        <span role="status">{fault ? fault.why : mayWrite && <span className="wide-only">{t.keys}</span>}</span>
      </footer>
    </>
  );
};

/** Height of a row in pixels; `tables.css` has the same. */
const ROW_HEIGHT = 36;
const HEAD_HEIGHT = 38;

/** The row may not be drawn yet: it is scrolled to by its number, and then across to its cell. */
const bringIntoSight = (box: HTMLElement | null, active: { row: number } | null, id: string | undefined): void => {
  if (!box || !active) return;
  const top = active.row * ROW_HEIGHT;
  const room = box.clientHeight - HEAD_HEIGHT - ROW_HEIGHT;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top > box.scrollTop + room) box.scrollTop = top - room;
  const cell = id === undefined ? null : document.getElementById(id);
  if (!cell) return;
  const sticky = box.querySelector('thead th:nth-child(2)');
  const left =
    sticky && sticky.getAttribute('aria-colindex') !== cell.getAttribute('aria-colindex')
      ? sticky.getBoundingClientRect().right
      : 0;
  const [seen, place] = [box.getBoundingClientRect(), cell.getBoundingClientRect()];
  if (left > 0 && place.left < left) box.scrollLeft -= left - place.left;
  else if (place.right > seen.right) box.scrollLeft += Math.min(place.right - seen.right, place.left - seen.left);
};

interface GridHeadProps extends ColumnActions {
  rows: readonly Row[];
  columns: readonly Column[];
  sort: SortBy | undefined;
  mayWrite: boolean;
  chosen: ReadonlySet<string>;
  onChooseAll: (all: boolean) => void;
  onAddColumn: () => void;
}

const GridHead = ({
  rows,
  columns,
  sort,
  mayWrite,
  chosen,
  onChooseAll,
  onAddColumn,
  onSort,
  onFilter,
  onEdit,
  onDelete,
}: GridHeadProps) => {
  const t = useTablesTexts();
  const all = rows.length > 0 && rows.every(({ id }) => chosen.has(id));
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th className="grid-head-cell">
          {mayWrite && (
            <Checkbox
              size="xs"
              aria-label={t.selectAll}
              checked={all}
              indeterminate={!all && chosen.size > 0}
              onChange={() => onChooseAll(!all)}
            />
          )}
        </th>
        {columns.map((column, n) => (
          <HeaderCell
            key={column.id}
            column={column}
            at={n}
            sort={sort?.column === column.name ? sort : undefined}
            {...{ onSort, onFilter, onEdit, onDelete }}
          />
        ))}
        <th className="grid-rest">
          {mayWrite && (
            <button
              type="button"
              className="grid-column"
              aria-label={t.newColumn}
              title={t.newColumn}
              onClick={onAddColumn}
            >
              <Icon name="plus" size={15} />
            </button>
          )}
        </th>
      </tr>
    </thead>
  );
};
