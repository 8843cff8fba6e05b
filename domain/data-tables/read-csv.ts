import { failure } from '#flow/errors.ts';

/** A record of a CSV. A cell is null where nothing stands between its delimiters, and '' where quotes do. */
export interface CsvRecord {
  /** As a spreadsheet counts: the header is row 1. */
  row: number;
  cells: (string | null)[];
}

const CANDIDATES = [';', ',', '\t', '|'] as const;

/** The one that the first line has most of, outside of quotes; `;` before `,` where both come as often. */
export const delimiterOf = (text: string): string => {
  const counts = new Map<string, number>();
  let quoted = false;
  for (const letter of text.slice(0, 64 * 1024)) {
    if (letter === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (letter === '\n' || letter === '\r') break;
    else counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  const found = CANDIDATES.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))[0];
  return found !== undefined && counts.has(found) ? found : ',';
};

const PIECE = 64 * 1024;

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
}

/** Records as they are parsed: a large text is never in memory as cells. @throws `bad_value` where it is no CSV */
export async function* readCsv(text: string, delimiter: string): AsyncGenerator<CsvRecord> {
  const [{ parse, CsvError }, { Readable }] = await Promise.all([import('csv-parse'), import('node:stream')]);
  const parser = parse({
    delimiter,
    relax_column_count: true,
    max_record_size: 1_000_000,
    cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
  });
  let row = 0;
  let width = 0;
  const source = Readable.from(pieces(text));
  try {
    for await (const record of source.pipe(parser)) {
      row += 1;
      const cells = record as (string | null)[];
      if (row === 1) width = cells.length;
      // An empty line, which in a table of one column is a row.
      if (cells.length === 1 && cells[0] === null && width > 1) continue;
      yield { row, cells };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error.lines ?? 0);
    throw failure('bad_value', `Linha ${line}: não é CSV (${error.code}).`, `Line ${line} is no CSV (${error.code}).`, {
      details: { line, reason: error.code },
    });
  } finally {
    source.destroy();
    parser.destroy();
  }
}
