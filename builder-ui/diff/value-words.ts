import type { Json } from '#flow/json.ts';

/** A value as one reads it: a text is itself, anything else JSON. Undefined: it is not there. */
export const valueText = (value: Json | undefined): string | undefined =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** One line of two texts: in both, only before, only after, or so many that were left out. */
export type DiffLine = { kind: 'same' | 'gone' | 'new'; text: string } | { kind: 'more'; lines: number };

const CONTEXT = 2;
const MOST = 400;

/** Two texts line by line: what stays is shown two lines around what differs. */
export const diffLines = (before: string, after: string): DiffLine[] => {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const inner = between(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const same = (lines: string[]): DiffLine[] => lines.map((text) => ({ kind: 'same', text }));
  return folded([...same(a.slice(0, start)), ...inner, ...same(a.slice(a.length - end))]);
};

/** By the longest common run of lines; of very long texts all is gone and all is new. */
const between = (a: string[], b: string[]): DiffLine[] => {
  const gone = (text: string): DiffLine => ({ kind: 'gone', text });
  const fresh = (text: string): DiffLine => ({ kind: 'new', text });
  if (a.length > MOST || b.length > MOST) return [...a.map(gone), ...b.map(fresh)];
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [one, other] = [a[i], b[j]];
    if (one !== undefined && one === other) {
      lines.push({ kind: 'same', text: one });
      i++;
      j++;
    } else if (one !== undefined && (other === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(gone(one));
      i++;
    } else if (other !== undefined) {
      lines.push(fresh(other));
      j++;
    }
  }
  return lines;
};

const folded = (lines: DiffLine[]): DiffLine[] => {
  const near = lines.map((_, n) =>
    lines.slice(Math.max(0, n - CONTEXT), n + CONTEXT + 1).some(({ kind }) => kind !== 'same'),
  );
  return lines.reduce<DiffLine[]>((shown, line, n) => {
    const last = shown.at(-1);
    if (near[n]) shown.push(line);
    else if (last?.kind === 'more') shown[shown.length - 1] = { kind: 'more', lines: last.lines + 1 };
    else shown.push({ kind: 'more', lines: 1 });
    return shown;
  }, []);
};
