import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../expressions/fixed-scope.ts';
import { parseExpression } from '../expressions/parse.ts';
import type { Json, JsonObject } from '../json.ts';
import { fits } from './assignable.ts';
import { envOf } from './env-of.ts';
import { inferExpression } from './infer.ts';
import { typeOfValue } from './of-value.ts';
import { type Type, t } from './type.ts';
import { nullable } from './union.ts';

const names: fc.Arbitrary<JsonObject> = fc.record({
  n: fc.integer({ min: -9, max: 9 }),
  s: fc.constantFrom('', 'a', 'b,c', '12', '2026-01-31'),
  b: fc.boolean(),
  l: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 3 }),
  sl: fc.array(fc.constantFrom('x', 'y'), { minLength: 1, maxLength: 3 }),
  o: fc.record({ a: fc.integer(), t: fc.string({ maxLength: 3 }), in: fc.record({ b: fc.boolean() }) }),
  ol: fc.array(fc.record({ a: fc.integer({ min: 0, max: 9 }), t: fc.constantFrom('p', 'q') }), {
    minLength: 1,
    maxLength: 3,
  }),
  m: fc.option(fc.integer()),
  z: fc.constant(null),
  any: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
});

const known: Record<string, Type> = {
  n: t.number,
  s: t.string,
  b: t.boolean,
  l: t.list(t.number),
  sl: t.list(t.string),
  o: t.object({ a: t.number, t: t.string, in: t.object({ b: t.boolean }) }),
  ol: t.list(t.object({ a: t.number, t: t.string })),
  m: nullable(t.number),
  z: t.null,
  any: t.unknown,
};

const leaves = [
  'n',
  's',
  'b',
  'l',
  'sl',
  'o',
  'ol',
  'm',
  'z',
  'any',
  '1',
  '2.5',
  "'a'",
  "''",
  'true',
  'null',
  '[]',
  '({})',
  'o.a',
  'ol[0]',
];
const one = fc.constantFrom(...leaves, 'x', 'x.a');
const fill = (shape: string, parts: readonly string[]): string =>
  shape.replace(/\$(\d)/g, (_, i: string) => parts[Number(i) - 1] ?? 'n');

/** Shapes in which every part is evaluated, whatever the values are. */
const strict = [
  '($1 + $2)',
  '($1 - $2)',
  '($1 * $2)',
  '($1 % $2)',
  '($1 < $2)',
  '($1 >= $2)',
  '($1 == $2)',
  '($1 != $2)',
  '(-$1)',
  '(!$1)',
  '[$1, $2]',
  '[...$1, $2]',
  '({ a: $1, t: $2 })',
  '({ ...$1, k: $2 })',
  '`${$1} ${$2}`',
  '($1).a',
  '($1).t',
  '($1).length',
  '($1)[0]',
  '($1)[$2]',
  '($1).slice(1)',
  '($1).includes($2)',
  '($1).at(0)',
  '($1).trim()',
  '($1).split($2)',
  '($1).toFixed(1)',
  '($1).concat($2)',
  '($1).join(",")',
  '($1).indexOf($2)',
  '($1).padStart(3)',
  '($1).flat()',
  '($1).toReversed()',

  'round($1)',
  'number($1)',
  'string($1)',
  'bool($1)',
  'json($1)',
  'keys($1)',
  'values($1)',
  'entries($1)',
  'has($1, $2)',
  'merge($1, $2)',
  "pick($1, 'a')",
  "omit($1, ['a'])",
  'len($1)',
  'unique($1)',
  'zip($1, $2)',
  'chunk($1, 2)',
  'first($1)',
  'last($1)',
  'ok($1)',
  'failed($1)',
  'hash($1)',
  'base64($1)',
  'money($1)',
  'formatMoney($1)',
  'cpf($1)',
  "test($1, 'a')",
  "capture($1, '(a)(b)?')",
];
/** Shapes of which some parts may not be evaluated, or not with the values at hand. */
const loose = [
  '($1 ? $2 : $3)',
  '($1 && $2)',
  '($1 || $2)',
  '($1 ?? $2)',
  '($1)?.a',
  '($1)?.a.b',
  '($1)?.t.trim()',
  '($1)?.[0]',
  '($1).map(x => $2)',
  '($1).filter(x => $2)',
  '($1).find(x => $2)',
  '($1).some(x => $2)',
  '($1).flatMap(x => $2)',
  '($1).reduce((acc, x) => $2, $3)',
  '($1).reduce((x, y) => x + y, $2)',
  '($1).toSorted((x, y) => $2)',
  '($1).map(({ a, t }) => a + t)',
  // An empty list is a list of anything, whatever its type says: what is wrong with it may not show.
  'sum($1)',
  'avg($1)',
  'max($1)',
  'sumBy($1, x => $2)',
  'maxBy($1, x => $2)',
  'groupBy($1, x => $2)',
  'sortBy($1, x => $2)',
  'entries($1).map(([k, v]) => v)',
  'm == null ? $1 : m + $2',
  '(m && $1)',
  '($1 != null && $2)',
];

const grammar = (shapes: readonly string[], leaf: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.letrec<{ e: string }>((tie) => ({
    e: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.tuple(fc.constantFrom(...shapes), tie('e'), tie('e'), tie('e')).map(([shape, ...parts]) => fill(shape, parts)),
    ),
  })).e;

const strictSource = grammar(strict, fc.constantFrom(...leaves));
const anySource = grammar([...strict, ...loose], one);

/** If the type leaves nothing open, in its parts too. */
const isSure = (type: Type): boolean => {
  switch (type.kind) {
    case 'list':
      return isSure(type.of);
    case 'object':
      return type.rest === null && Object.values(type.props).every((one) => !one.optional && isSure(one.type));
    default:
      return type.kind === 'boolean' || type.kind === 'number' || type.kind === 'string';
  }
};

/** `x` stands for a parameter: outside of one it is a name like others. */
const read = (source: string, values: JsonObject) => {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(`${source}: ${parsed.message.en}`);
  let unsure = false;
  const env = envOf({ names: { ...known, x: t.unknown } });
  const { type, problems } = inferExpression(parsed.ast, env, (_, part) => {
    unsure ||= !isSure(part);
  });
  let value: Json = null;
  let thrown: unknown;
  try {
    value = evaluate(source, { ...values, x: values.any ?? null });
  } catch (error) {
    thrown = error;
  }
  return { type, errors: problems.filter((problem) => problem.severity === 'error'), unsure, value, thrown };
};

const runs = { numRuns: 4_000 };

test('what evaluates is never reported as an error', () => {
  let evaluated = 0;
  fc.assert(
    fc.property(strictSource, names, (source, values) => {
      const { errors, thrown } = read(source, values);
      if (thrown) return;
      evaluated++;
      // A member that a closed type lacks reads as null: a mistake that evaluates.
      expect(errors.filter((problem) => problem.code !== 'unknown_field')).toEqual([]);
    }),
    runs,
  );
  expect(evaluated).toBeGreaterThan(500);
});

test('a value is always one of the type that was inferred for it', () => {
  fc.assert(
    fc.property(anySource, names, (source, values) => {
      const { type, errors, thrown, value } = read(source, values);
      if (thrown || errors.length) return;
      expect([fits(typeOfValue(value), type), type]).not.toEqual(['no', type]);
    }),
    runs,
  );
});

test('where every type is known and nothing is reported, no operand is of a wrong type', () => {
  let certain = 0;
  fc.assert(
    fc.property(anySource, names, (source, values) => {
      const { errors, thrown, unsure } = read(source, values);
      if (errors.length || unsure) return;
      certain++;
      const message = thrown instanceof Error ? thrown.message : '';
      expect(message).not.toMatch(/não aceita|Esperava|não existe|é null|não abre|desconhecid/);
    }),
    runs,
  );
  expect(certain).toBeGreaterThan(200);
});
