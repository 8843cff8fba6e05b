import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../json.ts';
import { evaluate } from '../fixed-scope.ts';

const brl = (amount: number): Json => ({ amount, currency: 'BRL' });
const codeOf = (source: string): string => {
  try {
    return `gave ${JSON.stringify(evaluate(source))}`;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('money', () => {
  test.each<[string, Json]>([
    ['money(1990)', brl(1990)],
    ["money(1990, 'USD')", { amount: 1990, currency: 'USD' }],
    ['money(0.5)', brl(0)],
    ['money(1.5)', brl(2)],
    ['money(2.5)', brl(2)],
    ['money(-1.5)', brl(-2)],
    ['moneyAdd(money(1), money(2), money(3))', brl(6)],
    ['moneyAdd(100, money(50))', brl(150)],
    ['moneyMul(money(250), 0.15)', brl(38)],
    ['moneyMul(money(350), 0.15)', brl(52)],
    ['moneyMul(money(90), 1.15)', brl(104)], // 103.5 exactly, though 90 * 1.15 is 103.499… in binary
    ['moneyMul(money(70), 1.15)', brl(80)],
    ['moneyMul(money(-250), 0.15)', brl(-38)],
    ['moneyMul(money(1), 1e-9)', brl(0)],
    ['moneySplit(money(1000), 3)', [brl(334), brl(333), brl(333)]],
    ['moneySplit(money(-1000), 3)', [brl(-334), brl(-333), brl(-333)]],
    ['moneySplit(money(2), 3)', [brl(1), brl(1), brl(0)]],
    ['formatMoney(123456)', 'R$\u00a01.234,56'],
    ["formatMoney({ amount: 123456, currency: 'BRL' })", 'R$\u00a01.234,56'],
    ['formatMoney(5)', 'R$\u00a00,05'],
    ['formatMoney(0)', 'R$\u00a00,00'],
    ['formatMoney(-123456789)', '-R$\u00a01.234.567,89'],
    ["formatMoney(money(99900, 'USD'))", 'US$\u00a0999,00'],
    ["formatMoney(money(150000, 'EUR'))", '€\u00a01.500,00'],
    ["formatMoney(money(1500, 'JPY'))", 'JP¥\u00a01.500'],
    ["formatMoney(money(100, 'CHF'))", 'CHF\u00a01,00'],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toStrictEqual(expected);
  });

  test('is written as in Brazil whatever the tenant’s language', () => {
    expect(evaluate('formatMoney(123456)', {}, { locale: 'en' })).toBe('R$\u00a01.234,56');
  });

  test.each([
    "moneyAdd(money(1), money(1, 'USD'))",
    'formatMoney(1.5)',
    'formatMoney(null)',
    "formatMoney('1')",
    'moneySplit(money(1), 0)',
    'moneySplit(money(1), 1.5)',
    "money(1, 'reais')",
    'money(1e300)',
    'moneyMul(money(1), 1e300)',
    'formatMoney({ amount: 1 })',
    "formatMoney({ amount: 1.5, currency: 'BRL' })",
    "money('1')",
  ])('%s is bad_value', (source) => {
    expect(codeOf(source)).toBe('bad_value');
  });

  test('a split loses no cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 60 }), (amount, n) => {
        const parts = evaluate('moneySplit(m, n).map(p => p.amount)', { m: brl(amount), n }) as number[];
        expect(parts).toHaveLength(n);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(amount);
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('parseMoney', () => {
  test.each<[string, Json]>([
    ['R$ 1.234,56', brl(123456)],
    ['R$\u00a01.234,56', brl(123456)],
    ['r$1234,5', brl(123450)],
    ['1.234', brl(123400)],
    ['1234', brl(123400)],
    ['0,05', brl(5)],
    ['10.50', brl(1050)],
    ['1,234.56', brl(123456)],
    ['-R$ 5,00', brl(-500)],
    ['R$ -5,00', brl(-500)],
    ['US$ 10,00', { amount: 1000, currency: 'USD' }],
    ['€ 1.500,00', { amount: 150000, currency: 'EUR' }],
    ['USD 10', { amount: 1000, currency: 'USD' }],
    ['JP¥ 1.500', { amount: 1500, currency: 'JPY' }],
    ['', null],
    ['mil reais', null],
    ['1,234', null],
    ['1.23.4', null],
    ['1.234,567', null],
    ['R$', null],
    ['--5', null],
    ['-R$ -5', null],
    ['1 234', null],
    ['5 reais', null],
    ['1e5', null],
    ['9'.repeat(30), null],
    ['JPY 1,50', null],
  ])('“%s”', (text, expected) => {
    expect(evaluate('parseMoney(s)', { s: text })).toEqual(expected);
  });

  test('what is no text is none', () => {
    for (const s of [null, 5, true, [], {}] as Json[]) expect(evaluate('parseMoney(s)', { s })).toBeNull();
  });

  test('reads what formatMoney writes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.constantFrom('BRL', 'USD', 'EUR', 'JPY', 'CHF'),
        (amount, currency) => {
          const m = { amount, currency };
          expect(evaluate('parseMoney(formatMoney(m))', { m })).toEqual(m);
        },
      ),
    );
  });
});
