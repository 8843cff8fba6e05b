import { expect, test } from 'vitest';
import { amountOf, bestSaving, brl, bytes, exactMoney, money, savingOf } from './money.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const plan = (month: number | null, year: number | null) => ({
  prices: [
    { interval: 'month' as const, price: month === null ? null : brl(month), onRequest: month === null },
    { interval: 'year' as const, price: year === null ? null : brl(year), onRequest: year === null },
  ],
});

test('whole reais stand without cents, others with both digits, and lists always with them', () => {
  expect(plain(money(brl(9_700), 'pt-BR'))).toBe('R$ 97');
  expect(plain(money(brl(9_750), 'pt-BR'))).toBe('R$ 97,50');
  expect(plain(money(brl(100_000), 'en'))).toBe('R$1,000');
  expect(plain(exactMoney(brl(-9_700), 'pt-BR'))).toBe('-R$ 97,00');
});

test('what a year saves against twelve months, and nothing where a price is talked about or costs nothing', () => {
  expect(savingOf(plan(9_700, 97_000))).toBe(19_400);
  expect(savingOf(plan(0, 0))).toBe(0);
  expect(savingOf(plan(null, null))).toBe(0);
  // A year that costs more saves nothing.
  expect(savingOf(plan(100, 5_000))).toBe(0);
  expect(bestSaving([plan(0, 0), plan(9_700, 97_000), plan(10_000, 114_000)])).toBe(16);
  expect(bestSaving([])).toBe(0);
});

test('room for files is written in the unit that reads best', () => {
  expect(plain(bytes(0, 'pt-BR'))).toBe('0 B');
  expect(plain(bytes(100 * 1024 ** 2, 'pt-BR'))).toBe('100 MB');
  expect(plain(bytes(1.5 * 1024 ** 3, 'pt-BR'))).toBe('1,5 GB');
  expect(plain(amountOf('storage_bytes', 1024, 'en'))).toBe('1 KB');
  expect(amountOf('runs', 50_000, 'pt-BR')).toBe('50.000');
});
