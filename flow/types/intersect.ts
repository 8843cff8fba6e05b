import { type ObjectType, type Property, type StringType, type Type, t } from './type.ts';
import { union } from './union.ts';

/** How much may still be done: every shape meets every other, which multiplies from level to level. */
export interface Work {
  left: number;
}

/**
 * The type of values that are of both types (`allOf`, a schema beside its `anyOf`). Types that contradict each other
 * give `unknown`, not `never`: the contradiction is the schema author's, and the flow's author cannot mend it.
 */
export const intersect = (a: Type, b: Type, work: Work): Type => {
  if (--work.left < 0) return t.unknown;
  if (a === b || b.kind === 'unknown') return a;
  if (a.kind === 'unknown') return b;
  const left = a.kind === 'union' ? a.of : [a];
  const right = b.kind === 'union' ? b.of : [b];
  const both: Type[] = [];
  for (const one of left) {
    for (const other of right) {
      const common = meet(one, other, work);
      if (common) both.push(common);
    }
  }
  return both.length ? union(...both) : t.unknown;
};

const meet = (a: Type, b: Type, work: Work): Type | undefined => {
  if (a.kind !== b.kind) return undefined;
  if (a.kind === 'string' && b.kind === 'string') return meetStrings(a, b);
  if (a.kind === 'list' && b.kind === 'list') return t.list(intersect(a.of, b.of, work));
  if (a.kind === 'object' && b.kind === 'object') return meetObjects(a, b, work);
  return a;
};

const meetStrings = (a: StringType, b: StringType): StringType | undefined => {
  if (!a.values || !b.values) return a.values ? a : b.values ? b : a.format ? a : b;
  const values = a.values.filter((value) => b.values?.includes(value));
  return values.length ? { kind: 'string', values } : undefined;
};

/** Read kindly: a part that closes the object does not take away what the other part declares. */
const meetObjects = (a: ObjectType, b: ObjectType, work: Work): ObjectType | undefined => {
  const props: Record<string, Property> = { ...a.props };
  for (const [name, right] of Object.entries(b.props)) {
    const left = Object.hasOwn(a.props, name) ? a.props[name] : undefined;
    if (left && !overlap(left.type, right.type)) return undefined;
    const type = left ? intersect(left.type, right.type, work) : right.type;
    props[name] = right.optional && (!left || left.optional) ? { type, optional: true } : { type };
  }
  const rest = a.rest === null || b.rest === null ? null : intersect(a.rest, b.rest, work);
  return { kind: 'object', props, rest };
};

/** If two tags (`kind: "a"`, `kind: "b"`) can be the same value: branches of a tagged union fall away by this. */
const overlap = (a: Type, b: Type): boolean =>
  a.kind !== 'string' || b.kind !== 'string' || !a.values || !b.values || meetStrings(a, b) !== undefined;
