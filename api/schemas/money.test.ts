import { expect, test } from 'vitest';
import { openApi } from '#api/frame/openapi.ts';
import { routes } from '#api/routes/routes.ts';
import { moneyOf } from '#domain/billing/money.ts';
import { givenMoney, withMoney } from './money.ts';

/** What sums are called; counts have other names. */
const SUMS = new Set(['amount', 'total', 'credit', 'refunded', 'mrr', 'price', 'unit', 'paid']);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Where a schema names a sum as a bare number: what is money has a currency beside it. */
const bareSums = (value: unknown, place: string): string[] => {
  if (!isObject(value)) return [];
  const own = isObject(value.properties) && !('currency' in value.properties) ? Object.entries(value.properties) : [];
  const bare = own.filter(
    ([name, schema]) => SUMS.has(name) && /"type":"(integer|number)"/.test(JSON.stringify(shallow(schema))),
  );
  const inside = Object.entries(value).flatMap(([name, part]) => bareSums(part, `${place}/${name}`));
  return [...bare.map(([name]) => `${place}/${name}`), ...inside];
};

/** A schema and what it may be instead, without what is in it. */
const shallow = (schema: unknown): unknown =>
  isObject(schema)
    ? [schema.type && { type: schema.type }, ...[schema.anyOf].flat().map((one) => isObject(one) && { type: one.type })]
    : [];

test('every sum of money that the API gives or takes says its currency', () => {
  expect(bareSums({ properties: { data: { properties: { total: { type: 'integer' } } } } }, '')).toHaveLength(1);
  const { paths } = openApi(routes, '0') as { paths: Record<string, unknown> };
  const sums = Object.entries(paths).flatMap(([path, methods]) => bareSums(methods, path));
  expect(sums).toEqual([]);
});

test('money is taken as whole cents of reais, and in nothing else', () => {
  const schema = givenMoney(1, 500);
  expect(schema.parse({ amount: 500, currency: 'BRL' })).toBe(500);
  for (const wrong of [
    ...[500, { amount: 500 }, { amount: 500, currency: 'USD' }, { amount: 1.5, currency: 'BRL' }],
    ...[
      { amount: 0, currency: 'BRL' },
      { amount: 501, currency: 'BRL' },
    ],
  ])
    expect(schema.safeParse(wrong).success).toBe(false);
});

test('of a row the sums that are named become money, and what is not known stays so', () => {
  const row = { name: 'x', amount: 900 as number | null, left: 3 };
  expect(withMoney(row, 'amount')).toEqual({ name: 'x', amount: moneyOf(900), left: 3 });
  expect(withMoney({ ...row, amount: null }, 'amount').amount).toBeNull();
});
