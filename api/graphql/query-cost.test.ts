import { getIntrospectionQuery, parse } from 'graphql';
import { expect, test } from 'vitest';
import { batchLoader } from './batch-loader.ts';
import { checkCost } from './query-cost.ts';

const cost = (query: string, variables = {}) => checkCost(parse(query), variables);

test('a field counts once for each item that it may come in, aliases and fragments each time', () => {
  expect(cost('{ run(run: "r") { id status } }')).toBe(3);
  expect(cost('{ runs { nodes { id } } }')).toBe(1 + 20 * 2);
  expect(cost('query ($n: Float) { runs(first: $n) { nodes { id } } }', { n: 50 })).toBe(1 + 50 * 2);
  expect(cost('{ a: runs(first: 2) { ...P } b: runs(first: 2) { ...P } } fragment P on X { nodes { id } }')).toBe(14);
  expect(cost('{ __schema { types { name } } }')).toBeLessThan(5);
  expect(() => checkCost(parse(getIntrospectionQuery()), {})).not.toThrow();
});

test('a size that is no size counts as the largest; too much and too deep are refused', () => {
  expect(cost('{ runs(first: 1000000) { nodes { id } } }')).toBe(201);
  expect(cost('query ($n: JSON) { runs(first: $n) { nodes { id } } }', { n: {} })).toBe(201);
  expect(cost('query ($n: Float = 100) { runs(first: $n) { nodes { id } } }')).toBe(201);
  const wide = `{ runs(first: 100) { nodes { ${Array.from({ length: 60 }, (_, n) => `a${n}: id`).join(' ')} } } }`;
  expect(() => cost(wide)).toThrow('5000');
  expect(() => cost(`{${' a {'.repeat(9)} id ${'}'.repeat(9)}}`)).toThrow('8 levels');
});

test('fragments that double with each line, and the schema asked over and over, are refused at once', () => {
  const doubling = (inner: string, wrap: (spread: string) => string) =>
    Array.from({ length: 200 }, (_, n) => `fragment F${n + 1} on X { ${wrap(`...F${n}`)} }`)
      .join('\n')
      .concat(` fragment F0 on X { ${inner} }`);
  const began = performance.now();
  expect(() => cost(`{ run { ...F200 } } ${doubling('__typename', (one) => `${one} ${one}`)}`)).toThrow('5000');
  const types = doubling('name', (one) => `a: ofType { ${one} } b: ofType { ${one} }`);
  expect(() => cost(`{ __schema { types { ...F200 } } } ${types}`)).toThrow('5000');
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('a query begins at twenty fields at most, fragments with them', () => {
  const roots = (n: number) => Array.from({ length: n }, (_, i) => `a${i}: callUsage { total }`).join(' ');
  expect(cost(`{ ${roots(20)} }`)).toBe(40);
  expect(() => cost(`{ ${roots(21)} }`)).toThrow('20 fields');
  expect(() => cost(`{ ${roots(10)} ...F } fragment F on Query { ${roots(11)} }`)).toThrow('20 fields');
});

test('keys of one turn are fetched together, each once; what is not there is null', async () => {
  const asked: string[][] = [];
  const load = batchLoader(async (keys) => {
    asked.push(keys);
    return new Map(keys.filter((key) => key !== 'c').map((key) => [key, key.toUpperCase()]));
  });
  expect(await Promise.all([load('a'), load('b'), load('a'), load('c')])).toEqual(['A', 'B', 'A', null]);
  expect(await Promise.all([load('a'), load('d')])).toEqual(['A', 'D']);
  expect(asked).toEqual([['a', 'b', 'c'], ['d']]);
});
