import { expect, test } from 'vitest';
import { anchoredEnd } from './period-end.ts';

const ZONE = 'America/Sao_Paulo';
const end = (starts: string[], from: string, months: number, zone = ZONE): string =>
  new Date(
    anchoredEnd(
      starts.map((start) => Date.parse(start)),
      Date.parse(from),
      months,
      zone,
    ),
  ).toISOString();

test('whoever began on the 31st has the last day of each month, and the 31st again where there is one', () => {
  const starts = ['2027-01-31T12:00:00.000Z'];
  const ends = ['2027-02-28T12:00:00.000Z'];
  for (let month = 0; month < 4; month += 1) {
    starts.push(ends.at(-1) ?? '');
    ends.push(end(starts.slice(0, -1), ends.at(-1) ?? '', 1));
  }
  expect(ends.map((at) => at.slice(5, 10))).toEqual(['02-28', '03-31', '04-30', '05-31', '06-30']);
});

test('a first period that was counted by UTC leads on by UTC', () => {
  // The 30th at 22 h where its tenant is.
  expect(end(['2027-01-31T01:00:00.000Z'], '2027-02-28T01:00:00.000Z', 1)).toBe('2027-03-31T01:00:00.000Z');
});

test('years remember the 29th of February, and what leads nowhere counts from the end there is', () => {
  const from = '2031-02-28T12:00:00.000Z';
  expect(end(['2028-02-29T12:00:00.000Z'], from, 12)).toBe('2032-02-29T12:00:00.000Z');
  expect(end(['2028-02-11T12:00:00.000Z'], from, 12)).toBe('2032-02-28T12:00:00.000Z');
  expect(end([], '2027-01-31T12:00:00.000Z', 1)).toBe('2027-02-28T12:00:00.000Z');
  // What ran out of step before stays as it is.
  expect(end(['2027-01-31T12:00:00.000Z'], '2027-03-28T12:00:00.000Z', 1)).toBe('2027-04-28T12:00:00.000Z');
});
