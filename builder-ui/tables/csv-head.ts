/** A CSV's first lines, as far as they are read here: the API reads the file itself. */
export interface CsvHead {
  delimiter: string;
  header: string[];
  /** The first rows below it. */
  sample: string[][];
  /** Where the rows begin, in characters. */
  body: number;
}

const DELIMITERS = [';', ',', '\t', '|'];

/** By what occurs most in the first line, outside of quotes. */
const delimiterOf = (text: string): string => {
  const line = /^(?:"(?:[^"]|"")*"|[^\r\n"])*/.exec(text)?.[0].replaceAll(/"(?:[^"]|"")*"/g, '') ?? '';
  const counts = DELIMITERS.map((one) => line.split(one).length - 1);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
};

/** One record from a place on, with where the next one begins; null at the end. */
const recordAt = (text: string, from: number, delimiter: string): { cells: string[]; next: number } | null => {
  if (from >= text.length) return null;
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = from; ; i++) {
    const sign = text[i];
    if (sign === undefined) return { cells: [...cells, cell], next: i };
    if (quoted && sign === '"' && text[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (sign === '"' && (quoted || cell === '')) quoted = !quoted;
    else if (quoted) cell += sign;
    else if (sign === delimiter) {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n' || sign === '\r') {
      const next = sign === '\r' && text[i + 1] === '\n' ? i + 2 : i + 1;
      return { cells: [...cells, cell], next };
    } else cell += sign;
  }
};

/** The header and the first rows of a CSV. */
export const readCsvHead = (whole: string, rows = 5): CsvHead => {
  const start = whole.startsWith('\ufeff') ? 1 : 0;
  const delimiter = delimiterOf(whole.slice(start, start + 20_000));
  const first = recordAt(whole, start, delimiter);
  const sample: string[][] = [];
  let at = first?.next ?? whole.length;
  while (sample.length < rows) {
    const found = recordAt(whole, at, delimiter);
    if (!found) break;
    at = found.next;
    if (found.cells.some((cell) => cell !== '')) sample.push(found.cells);
  }
  return {
    delimiter,
    header: (first?.cells ?? []).map((cell) => cell.trim()),
    sample,
    body: first?.next ?? whole.length,
  };
};

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** The CSV with its columns named as they are to be read; null leaves one out: it gets a name that no column has. */
export const withHeader = (whole: string, { delimiter, body }: CsvHead, names: readonly (string | null)[]): string => {
  const header = names.map((name, n) => quoted(name ?? `\u2014 ${n + 1}`));
  return `${header.join(delimiter)}\n${whole.slice(body)}`;
};

/** The column that a header means: the same name, whatever the case and accents; null: none. */
export const columnFor = (header: string, columns: readonly { name: string }[]): string | null => {
  const fold = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
  return columns.find(({ name }) => fold(name) === fold(header))?.name ?? null;
};
