import { expect, test } from 'vitest';
import { monthName, percent, rateOver, shortMonth } from './shares.ts';

test('a share of nothing is a dash, and rates over months weigh each by what came out', () => {
  expect(percent(null, 'en')).toBe('–');
  expect(percent(0.125, 'en')).toBe('12.5%');
  expect(rateOver([{ won: 0, lost: 0 }])).toBeNull();
  expect(
    rateOver([
      { won: 1, lost: 0 },
      { won: 1, lost: 2 },
    ]),
  ).toBe(0.5);
});

test('months are named in the reader’s language, whatever their zone', () => {
  expect([monthName('2026-01', 'pt-BR'), monthName('2026-12', 'en')]).toEqual(['janeiro de 2026', 'December 2026']);
  expect([shortMonth('2026-09', 'pt-BR'), shortMonth('2026-09', 'en')]).toEqual(['set', 'Sep']);
});
