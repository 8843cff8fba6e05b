import { failure, type TramaError } from '#flow/errors.ts';
import type { JsonObject, Text } from '#flow/json.ts';
import type { Column } from './column.ts';
import { LIMITS } from './limits.ts';
import { CELL_PROBLEMS, type CellProblem, readValue } from './read-value.ts';

/** By column id; what is empty is left out. */
export type Cells = JsonObject;

export interface CellFault {
  column: string;
  problem: CellProblem | 'unknown' | 'row';
}

const TEXTS: Record<CellFault['problem'], Text> = {
  ...CELL_PROBLEMS,
  unknown: { pt: 'não existe na tabela', en: 'does not exist in the table' },
  row: { pt: 'faz a linha passar de 64 KB', en: 'makes the row larger than 64 KB' },
};

export const faultText = ({ column, problem }: CellFault): Text => ({
  pt: `A coluna "${column.slice(0, 64)}" ${TEXTS[problem].pt}`,
  en: `The column "${column.slice(0, 64)}" ${TEXTS[problem].en}`,
});

export const bytesOf = (cells: Cells): number => Buffer.byteLength(JSON.stringify(cells));

/**
 * The cells of a row after `given`, which names columns. `before`: what the row held; none: it is new, and takes defaults.
 * What is null empties its cell.
 */
export const fitRow = (
  columns: readonly Column[],
  given: JsonObject,
  before: Cells | null,
): { cells: Cells; faults: CellFault[] } => {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const faults: CellFault[] = [];
  const cells: Cells = { ...before };
  const said = new Set<string>();
  for (const [name, value] of Object.entries(given)) {
    const column = byName.get(name);
    if (!column) {
      faults.push({ column: name, problem: 'unknown' });
      continue;
    }
    said.add(column.id);
    const read = readValue(column, value);
    if ('problem' in read) faults.push({ column: name, problem: read.problem });
    else if (read.value === null) delete cells[column.id];
    else cells[column.id] = read.value;
  }
  for (const { id, name, required, default: standard } of columns) {
    if (before === null && !said.has(id) && standard !== null) cells[id] = standard;
    const faulty = faults.some((one) => one.column === name);
    if (required && !faulty && !Object.hasOwn(cells, id)) faults.push({ column: name, problem: 'required' });
  }
  if (faults.length === 0 && bytesOf(cells) > LIMITS.rowBytes) {
    const [largest] = columns.toSorted((a, b) => sizeOf(cells, b) - sizeOf(cells, a));
    faults.push({ column: largest?.name ?? '', problem: 'row' });
  }
  return { cells, faults };
};

const sizeOf = (cells: Cells, { id }: Column): number => JSON.stringify(cells[id] ?? null).length;

/** Tells of faults: `unknown_column` where a column is not there, else `bad_value`. `at`: where the row stood in what was given. */
export const faultyRow = (faults: readonly CellFault[], at: string): TramaError => {
  const [first = { column: '', problem: 'unknown' as const }] = faults;
  const unknown = faults.some(({ problem }) => problem === 'unknown');
  const text = faultText(faults.find(({ problem }) => unknown === (problem === 'unknown')) ?? first);
  return failure(unknown ? 'unknown_column' : 'bad_value', `${text.pt}.`, `${text.en}.`, {
    details: { columns: faults.map(({ column, problem }) => ({ column, problem })), at },
    errors: faults.map((fault) => ({
      pointer: `${at}/${fault.column.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      code: fault.problem,
      message: faultText(fault),
    })),
  });
};
