import { Checkbox } from '@mantine/core';
import { memo } from 'react';
import { type After, CellEditor } from './cell-editor.tsx';
import { CellView } from './cell-view.tsx';
import type { Column, Row } from './table-types.ts';
import { useTablesTexts } from './tables-texts.ts';
import { cellKey } from './use-cell-saving.ts';

export const cellId = (row: string, column: string): string => `cell-${row}-${column}`;

export interface GridRowProps {
  row: Row;
  /** Its place among those that are loaded. */
  at: number;
  columns: readonly Column[];
  /** The column that is under the cursor; null: another row is. */
  active: number | null;
  /** What is being typed in the active cell; undefined: it is not edited. */
  typed: string | null | undefined;
  /** Those who may not choose no rows either: there is nothing to do with them. */
  mayWrite: boolean;
  chosen: boolean;
  faults: ReadonlyMap<string, { text: string; why: string }>;
  saving: ReadonlySet<string>;
  onPress: (row: number, column: number) => void;
  onChoose: (id: string, shift: boolean) => void;
  onOpen: (id: string) => void;
  onSave: (text: string, after: After) => void;
  onCancel: () => void;
}

export const GridRow = memo((props: GridRowProps) => {
  const { row, at, columns, active, typed, chosen, faults, saving } = props;
  const t = useTablesTexts();
  return (
    <tr aria-rowindex={at + 2} aria-selected={chosen} data-chosen={chosen || undefined}>
      <th scope="row" className="grid-head-cell">
        <span className="grid-head-inner">
          {props.mayWrite && (
            <span className="grid-choose">
              <Checkbox
                size="xs"
                tabIndex={-1}
                aria-label={t.selectRow(at + 1)}
                checked={chosen}
                onChange={() => {}}
                onClick={(event) => props.onChoose(row.id, event.shiftKey)}
              />
            </span>
          )}
          <button
            type="button"
            tabIndex={-1}
            className="grid-number"
            title={t.openRow}
            aria-label={`${t.openRow} ${at + 1}`}
            onClick={() => props.onOpen(row.id)}
          >
            {at + 1}
          </button>
        </span>
      </th>
      {columns.map((column, n) => {
        const fault = faults.get(cellKey(row.id, column.name));
        const value = row.values[column.name] ?? null;
        return (
          // Keys are heard by the grid as a whole.
          <td
            key={column.id}
            id={cellId(row.id, column.id)}
            aria-colindex={n + 2}
            aria-invalid={fault ? true : undefined}
            data-type={column.type}
            data-active={active === n || undefined}
            data-saving={saving.has(cellKey(row.id, column.name)) || undefined}
            title={fault?.why}
            onClick={() => props.onPress(at, n)}
          >
            {active === n && typed !== undefined ? (
              <CellEditor {...{ column, value, typed }} onSave={props.onSave} onCancel={props.onCancel} />
            ) : fault ? (
              <span className="cell-fault">{fault.text || '—'}</span>
            ) : (
              <CellView column={column} value={value} />
            )}
          </td>
        );
      })}
      <td className="grid-rest" />
    </tr>
  );
});
GridRow.displayName = 'GridRow';
