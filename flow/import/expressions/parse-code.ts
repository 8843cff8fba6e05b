import type * as acorn from 'acorn';
import { parse } from 'acorn';

/** Whoever walks the tree may do so by recursion; no one writes deeper by hand. */
const MAX_DEPTH = 1_000;

/** JavaScript as acorn's tree; null where it is none, or nests deeper than can be walked. */
export function parseCode(source: string): acorn.Program | null {
  try {
    const program = parse(source, { ecmaVersion: 2022 });
    return isShallow(program) ? program : null;
  } catch {
    return null;
  }
}

function isShallow(program: acorn.Program): boolean {
  let level: object[] = [program];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return false;
    level = level.flatMap((one) => Object.values(one).filter(isTree));
  }
  return true;
}

/** Nodes and the lists of them; a RegExp or a BigInt that a literal holds has nothing below. */
const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;
