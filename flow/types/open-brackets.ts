const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '${': '}' };

/**
 * What closes everything that a half-typed expression left open, and the offsets behind its brackets and operators,
 * last first; nothing where it ends inside a text.
 */
export const openBrackets = (head: string): { closing: string; starts: number[] } | undefined => {
  const stack: string[] = [];
  const starts: number[] = [];
  let at = 0;
  while (at < head.length) {
    const char = head[at] as string;
    const top = stack.at(-1);
    if (top === '`') {
      if (char === '\\') at++;
      else if (char === '`') stack.pop();
      else if (head.startsWith('${', at)) {
        stack.push('${');
        at++;
      }
    } else if (char === '"' || char === "'") {
      const end = textEnd(head, at);
      if (end === -1) return undefined;
      at = end;
    } else if (char === '`' || CLOSERS[char]) stack.push(char);
    else if (char === ')' || char === ']' || char === '}') stack.pop();
    at++;
    if (top !== '`' && ' \n([{,+-*/%<>=!&|?:'.includes(char) && head[at] !== '.') starts.unshift(at);
  }
  if (stack.at(-1) === '`') return undefined;
  const closing = stack.map((open) => CLOSERS[open] ?? open).reverse();
  return { closing: closing.join(''), starts };
};

/** Offset of the quote that ends the text which begins at `start`, or -1. */
const textEnd = (head: string, start: number): number => {
  for (let at = start + 1; at < head.length; at++) {
    if (head[at] === '\\') at++;
    else if (head[at] === head[start]) return at;
  }
  return -1;
};
