/** An expression in a text: from its first brace to behind its last, or to the end of a text that is half written. */
export interface Piece {
  from: number;
  to: number;
  closed: boolean;
}

const QUOTES = '"\'`';

/** Offset behind the `}}` that ends what begins at `from`, or -1. Brackets and texts inside are the expression's own. */
const endOf = (text: string, from: number): number => {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at] as string;
    if (QUOTES.includes(char)) {
      const end = textEnd(text, at);
      if (end < 0) return -1;
      at = end;
    } else if ('([{'.includes(char)) depth++;
    else if (char === '}' && depth === 0) return text[at + 1] === '}' ? at + 2 : -1;
    else if (')]}'.includes(char)) depth = Math.max(0, depth - 1);
  }
  return -1;
};

const textEnd = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[start]) return at;
  }
  return -1;
};

/** The expressions of a template, `\{{` left out. One that nothing closes ends where the next begins. */
export const piecesIn = (text: string): Piece[] => {
  const pieces: Piece[] = [];
  let at = 0;
  for (;;) {
    const from = text.indexOf('{{', at);
    if (from < 0) return pieces;
    at = from + 2;
    if (text[from - 1] === '\\') continue;
    const end = endOf(text, at);
    const next = text.indexOf('{{', at);
    const plain = text.indexOf('}}', at);
    const to = end >= 0 ? end : plain >= 0 && (next < 0 || plain < next) ? plain + 2 : next < 0 ? text.length : next;
    pieces.push({ from, to, closed: end >= 0 || to === plain + 2 });
    at = to;
  }
};

/** The inside of the expression at an offset; `bare`: the whole text is one. Nothing where the offset stands in plain text. */
export const insideAt = (text: string, offset: number, bare: boolean): { from: number; to: number } | null => {
  if (bare) return { from: 0, to: text.length };
  const found = piecesIn(text).find(
    (one) => offset >= one.from + 2 && (one.closed ? offset <= one.to - 2 : offset <= one.to),
  );
  return found ? { from: found.from + 2, to: found.closed ? found.to - 2 : found.to } : null;
};

/** The dotted name that ends at an offset: `steps.soma.to`; empty where there is none. */
export const pathBefore = (text: string, offset: number): string =>
  /[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\.?$/.exec(text.slice(0, offset))?.[0] ?? '';

/** The dotted name that an offset points at, up to the word under it. */
export const pathAt = (text: string, offset: number): { path: string; from: number; to: number } | null => {
  const rest = /^[\w$]*/.exec(text.slice(offset))?.[0].length ?? 0;
  const to = offset + rest;
  const path = pathBefore(text, to);
  return path === '' || path.endsWith('.') ? null : { path, from: to - path.length, to };
};

/** The call whose arguments are being written at an offset, and which of them; `method`: it is called on a value. */
export interface OpenCall {
  name: string;
  argument: number;
  method: boolean;
}

export const callAt = (text: string, from: number, offset: number): OpenCall | null => {
  const open: { name: string; argument: number; method: boolean }[] = [];
  for (let at = from; at < offset; at++) {
    const char = text[at] as string;
    if (QUOTES.includes(char)) {
      const end = textEnd(text, at);
      if (end < 0 || end >= offset) break;
      at = end;
    } else if ('([{'.includes(char)) {
      const name = char === '(' ? (/([A-Za-z_$][\w$]*)$/.exec(text.slice(from, at))?.[1] ?? '') : '';
      const before = text[at - name.length - 1];
      open.push({ name, argument: 0, method: before === '.' && name !== '' });
    } else if (')]}'.includes(char)) open.pop();
    else if (char === ',') {
      const top = open.at(-1);
      if (top) top.argument++;
    }
  }
  return open.findLast((one) => one.name !== '') ?? null;
};
