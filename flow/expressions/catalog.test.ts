import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CATALOG, signatureOf, tableRow } from './catalog.ts';
import { evaluate } from './fixed-scope.ts';

// flow-language.md §5: the lists of methods and functions, as they stand there.
const PAGE = {
  string:
    'includes startsWith endsWith indexOf slice substring split trim toLowerCase toUpperCase replace replaceAll padStart padEnd repeat at',
  list: 'map filter find findIndex some every reduce slice concat includes indexOf join flat flatMap at toSorted toReversed',
  number: 'toFixed',
  function:
    'sum avg min max sumBy maxBy minBy round floor ceil abs clamp number string bool json parseJson keys values entries has merge pick omit len unique groupBy sortBy zip range chunk first last ok failed test capture now today date formatDate addDuration diff startOf days slices nextTime isBusinessDay addBusinessDays money moneyAdd moneyMul moneySplit formatMoney parseMoney cpf cnpj phone cep email plate uuid random hash base64 urlEncode',
};

describe('the catalogue', () => {
  test.each(Object.entries(PAGE))('holds exactly the names of the page: %s', (on, names) => {
    const found = CATALOG.filter((one) => (one.on ?? 'function') === on).map((one) => one.name);
    expect(found.toSorted()).toEqual(names.split(' ').toSorted());
  });

  test.each(CATALOG.map((one) => [signatureOf(one), one] as const))('%s gives what its example says', (_, one) => {
    expect(evaluate(one.example.source)).toStrictEqual(one.example.result);
  });

  test('every entry has its help in both languages', () => {
    for (const { help } of CATALOG) expect(help.pt !== '' && help.en !== '' && help.pt !== help.en).toBe(true);
  });

  test('too few and too many arguments are bad_value', () => {
    for (const { name, on, params } of CATALOG) {
      if (on !== undefined || name === 'test' || name === 'capture') continue;
      const least = params.filter((one) => one.arity === '').length;
      const nulls = (count: number) => Array.from({ length: count }, () => 'null').join(', ');
      if (least > 0) expect(() => evaluate(`${name}(${nulls(least - 1)})`), name).toThrow(/argumentos/);
      if (params.at(-1)?.arity === '...') continue;
      expect(() => evaluate(`${name}(${nulls(params.length + 1)})`), name).toThrow(/argumentos/);
    }
  });

  test('the page for authors has the row of every entry, and no other', () => {
    const page = readFileSync('docs/expressions.md', 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows.toSorted()).toEqual(CATALOG.map(tableRow).toSorted());
  });
});
