/** A place in the grid, of what is loaded. */
export interface Cell {
  row: number;
  column: number;
}

interface Stroke {
  key: string;
  shift: boolean;
  ctrl: boolean;
}

const between = (value: number, most: number): number => Math.max(0, Math.min(most, value));

/** Where a key leads; null: nowhere, or out of the grid. */
export const moveBy = (
  { row, column }: Cell,
  { key, shift, ctrl }: Stroke,
  size: { rows: number; columns: number },
  page: number,
): Cell | null => {
  const to = (nextRow: number, nextColumn: number): Cell => ({
    row: between(nextRow, size.rows - 1),
    column: between(nextColumn, size.columns - 1),
  });
  switch (key) {
    case 'ArrowUp':
      return to(ctrl ? 0 : row - 1, column);
    case 'ArrowDown':
      return to(ctrl ? size.rows : row + 1, column);
    case 'ArrowLeft':
      return to(row, ctrl ? 0 : column - 1);
    case 'ArrowRight':
      return to(row, ctrl ? size.columns : column + 1);
    case 'Home':
      return to(ctrl ? 0 : row, 0);
    case 'End':
      return to(ctrl ? size.rows : row, size.columns);
    case 'PageUp':
      return to(row - page, column);
    case 'PageDown':
      return to(row + page, column);
    case 'Tab': {
      const n = row * size.columns + column + (shift ? -1 : 1);
      if (n < 0 || n >= size.rows * size.columns) return null;
      return { row: Math.floor(n / size.columns), column: n % size.columns };
    }
    default:
      return null;
  }
};
