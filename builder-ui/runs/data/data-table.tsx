import { useRef } from 'react';
import type { Json, JsonObject } from '#flow/json.ts';
import { useRowWindow } from '../../use-row-window.ts';
import { scalarText } from './data-rows.ts';

/** Pixels; `data.css` has the same. */
const ROW = 28;

/** A list of objects: a row each. */
export const DataTable = ({ path, rows, columns }: { path: string; rows: Json[]; columns: string[] }) => {
  const box = useRef<HTMLDivElement>(null);
  const { from, to } = useRowWindow(box, rows.length, ROW);
  return (
    <div ref={box} className="data-table" tabIndex={0} role="group" aria-label={path || 'JSON'}>
      <table>
        <thead>
          <tr>
            <th scope="col">#</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {from > 0 && <tr style={{ height: from * ROW }} aria-hidden="true" />}
          {rows.slice(from, to).map((row, n) => (
            <tr key={from + n}>
              <th scope="row">{from + n}</th>
              {columns.map((column) => {
                const value = (row as JsonObject)[column];
                const text = value === undefined ? '' : scalarText(value);
                return (
                  <td key={column} title={text.length > 30 ? text.slice(0, 2_000) : undefined}>
                    {text.slice(0, 120)}
                  </td>
                );
              })}
            </tr>
          ))}
          {to < rows.length && <tr style={{ height: (rows.length - to) * ROW }} aria-hidden="true" />}
        </tbody>
      </table>
    </div>
  );
};
