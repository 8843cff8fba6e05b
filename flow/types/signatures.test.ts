import { expect, test } from 'vitest';
import { CATALOG } from '../expressions/catalog.ts';
import { parseExpression } from '../expressions/parse.ts';
import { fits } from './assignable.ts';
import { envOf } from './env-of.ts';
import { FUNCTIONS } from './function-signatures.ts';
import { inferExpression } from './infer.ts';
import { METHODS } from './method-signatures.ts';
import { typeOfValue } from './of-value.ts';
import type { Signature, Signatures } from './signature.ts';

const shape = ({ params, rest }: Signature): string[] => [
  ...params.map((one) => (one.optional ? `${one.name}?` : one.name)),
  ...(rest ? [`...${rest.name}`] : []),
];

test('every function and method that the evaluator has is typed, with the same parameters, and no other', () => {
  const known = (kind: string, signatures: Signatures) =>
    [...signatures].map(([name, signature]) => `${kind}.${name}(${shape(signature).join(', ')})`);
  const typed = [
    ...known('', FUNCTIONS),
    ...known('string', METHODS.string),
    ...known('list', METHODS.list),
    ...known('number', METHODS.number),
  ];
  const built = CATALOG.map(({ name, on = '', params }) => {
    const shapes = params.map((one) => (one.arity === '...' ? `...${one.name}` : `${one.name}${one.arity}`));
    return `${on}.${name}(${shapes.join(', ')})`;
  });
  expect(typed.sort()).toEqual(built.sort());
});

test.each(CATALOG.map((one) => [one.example.source, one.example.result] as const))(
  'the example %s is right, and gives what its type says',
  (source, result) => {
    const parsed = parseExpression(source);
    if (!parsed.ok) throw new Error(parsed.message.en);
    const { type, problems } = inferExpression(parsed.ast, envOf({}));
    expect(problems).toEqual([]);
    expect(fits(typeOfValue(result), type)).not.toBe('no');
  },
);
