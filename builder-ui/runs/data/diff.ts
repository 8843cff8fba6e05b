import type { Json } from '#flow/json.ts';
import { membersOf, pathOf } from './data-rows.ts';

export interface Difference {
  path: string;
  kind: 'added' | 'removed' | 'changed';
  before?: Json;
  after?: Json;
}

/** More are not shown: who compares so much looks at the text. */
const MOST = 2_000;

const isHolder = (value: Json): boolean => typeof value === 'object' && value !== null;

const sameKind = (a: Json, b: Json): boolean => isHolder(a) && isHolder(b) && Array.isArray(a) === Array.isArray(b);

/** What differs between two values, by path, in the order of the first and then of the second. */
export const differences = (before: Json, after: Json): Difference[] => {
  const found: Difference[] = [];
  const compare = (a: Json, b: Json, path: string): void => {
    if (found.length >= MOST || Object.is(a, b)) return;
    if (!sameKind(a, b)) {
      if (JSON.stringify(a) !== JSON.stringify(b)) found.push({ path, kind: 'changed', before: a, after: b });
      return;
    }
    const theirs = new Map(membersOf(b));
    for (const [key, value] of membersOf(a)) {
      const at = pathOf(path, key);
      const other = theirs.get(key);
      theirs.delete(key);
      if (other === undefined) found.push({ path: at, kind: 'removed', before: value });
      else compare(value, other, at);
    }
    for (const [key, value] of theirs) found.push({ path: pathOf(path, key), kind: 'added', after: value });
  };
  compare(before, after, '');
  return found.slice(0, MOST);
};
