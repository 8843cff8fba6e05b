import { LocalDate } from '@js-joda/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../json.ts';
import { evaluate, fixedEnv } from '../fixed-scope.ts';
import { isNationalHoliday } from './business-days.ts';
import { addIsoDuration, durationMs } from './durations.ts';
import { instantMs } from './moments.ts';
import { windowEnd } from './window.ts';

const codeOf = (source: string): string => {
  try {
    return `gave ${JSON.stringify(evaluate(source))}`;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('reading dates', () => {
  test.each<[string, Json]>([
    ["date('2026-01-31')", '2026-01-31T03:00:00.000Z'],
    ["date('2026-01-31T12:00:00Z')", '2026-01-31T12:00:00.000Z'],
    ["date('2026-01-31T12:00:00.123456Z')", '2026-01-31T12:00:00.123Z'],
    ["date('2026-01-31T12:00:00-03:00')", '2026-01-31T15:00:00.000Z'],
    ["date('2026-01-31T12:00:00+0530')", '2026-01-31T06:30:00.000Z'],
    ["date('2026-01-31T12:00')", '2026-01-31T15:00:00.000Z'],
    ["date('2026-01-31 12:00:05')", '2026-01-31T15:00:05.000Z'],
    ["date('31/01/2026')", '2026-01-31T03:00:00.000Z'],
    ["date('31/01/2026 12:00')", '2026-01-31T15:00:00.000Z'],
    ['date(1769871600000)', '2026-01-31T15:00:00.000Z'],
    ["date('2018-11-04')", '2018-11-04T03:00:00.000Z'], // the clocks went forward at midnight: the day begins at 1 a.m.
    ['now()', '2026-01-31T15:00:00.000Z'],
    ['today()', '2026-01-31'],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toBe(expected);
  });

  test.each([
    "date('')",
    "date('amanhã')",
    "date('2026-02-30')",
    "date('2026-13-01')",
    "date('2026-01-31T25:00:00Z')",
    "date('2026-01-31T12:60:00Z')",
    'date(null)',
    'date(true)',
    'date([])',
    'date(1e300)',
    "date('31-01-2026')",
    "date('12026-01-01')",
    "date('0000-01-01')",
    "addDuration('2026-01-31', 'P1000000Y')",
    "addDuration('9999-12-31', 'P1D')",
    "addDuration('2026-01-31T00:00:00Z', 'PT999999999999H')",
    "addDuration('x', 'P1D')",
    'addDuration(1, "P1D")',
  ])('%s is bad_value', (source) => {
    expect(codeOf(source)).toBe('bad_value');
  });

  test('today is the day of the flow’s zone', () => {
    const nowMs = Date.UTC(2026, 0, 31, 2, 59, 59);
    expect(evaluate('today()', {}, { nowMs })).toBe('2026-01-30');
    expect(evaluate('today()', {}, { nowMs, timezone: 'Asia/Tokyo' })).toBe('2026-01-31');
    expect(evaluate('today()', {}, { nowMs, timezone: 'UTC' })).toBe('2026-01-31');
  });

  test.each(['SYSTEM', 'Nowhere/City', '', 'America/Sao_Paulo; x'])('the zone %s is bad_value', (timezone) => {
    expect(() => evaluate('today()', {}, { timezone })).toThrow(expect.objectContaining({ code: 'bad_value' }));
  });
});

describe('addDuration', () => {
  test.each<[string, string, string]>([
    ['2026-01-31T15:00:00.000Z', 'P1M', '2026-02-28T15:00:00.000Z'],
    ['2024-01-31T15:00:00.000Z', 'P1M', '2024-02-29T15:00:00.000Z'],
    ['2026-03-31T15:00:00.000Z', '-P1M', '2026-02-28T15:00:00.000Z'],
    ['2026-03-31T15:00:00.000Z', 'P-1M', '2026-02-28T15:00:00.000Z'],
    ['2024-02-29T15:00:00.000Z', 'P1Y', '2025-02-28T15:00:00.000Z'],
    ['2026-01-31T02:00:00.000Z', 'P1M', '2026-03-01T02:00:00.000Z'],
    ['2026-01-01T00:00:00.000Z', '-PT1S', '2025-12-31T23:59:59.000Z'],
    ['2026-01-31', 'P1M', '2026-02-28'],
    ['2026-01-31', '-P3D', '2026-01-28'],
    ['2026-01-31', 'P1W', '2026-02-07'],
    ['2026-01-31', 'P1Y2M3D', '2027-04-03'],
    ['2026-01-31', 'PT1H', '2026-01-31T04:00:00.000Z'],
    ['2026-01-31', 'P1DT0.5S', '2026-02-01T03:00:00.500Z'],
    ['2026-01-31T00:00:00Z', 'PT1.5S', '2026-01-31T00:00:01.500Z'],
    ['2026-01-31T00:00:00Z', 'PT1,5H', '2026-01-31T01:30:00.000Z'],
    ['2026-01-31T00:00:00Z', 'P1DT2H3M4S', '2026-02-01T02:03:04.000Z'],
    // Clocks forward on 4 November 2018: a day is 23 hours by the wall clock, 24 hours are 24 hours.
    ['2018-11-03T15:00:00Z', 'P1D', '2018-11-04T14:00:00.000Z'],
    ['2018-11-03T15:00:00Z', 'PT24H', '2018-11-04T15:00:00.000Z'],
  ])('%s + %s = %s', (from, iso, expected) => {
    expect(evaluate('addDuration(d, iso)', { d: from, iso })).toBe(expected);
  });

  test.each([
    '',
    'P',
    'PT',
    'P1',
    '1D',
    'P1H',
    'PT1D',
    'P0.5D',
    'P1M1Y',
    'p1d',
    'P1D ',
    'P1DT',
    '--P1D',
    'PT1.S',
    'P1e3D',
  ])('“%s” is no duration', (iso) => {
    expect(() => evaluate('addDuration(now(), iso)', { iso })).toThrow(expect.objectContaining({ code: 'bad_value' }));
  });

  test('exact durations come back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 1e9 }), (ms, seconds) => {
        const there = addIsoDuration(ms, `PT${seconds}S`, 'America/Sao_Paulo');
        expect(there - ms).toBe(seconds * 1000);
        expect(addIsoDuration(there, `-PT${seconds}S`, 'America/Sao_Paulo')).toBe(ms);
      }),
    );
  });

  test('the nominal length of a duration', () => {
    expect(durationMs('PT1.5S')).toBe(1500);
    expect(durationMs('P1W')).toBe(7 * 86_400_000);
    expect(durationMs('P1Y1M1DT1H')).toBe((365 + 30 + 1) * 86_400_000 + 3_600_000);
    expect(durationMs('-P1D')).toBe(-86_400_000);
  });
});

describe('diff and startOf', () => {
  test.each<[string, string, string, number]>([
    ['2026-01-01', '2026-01-31', 'days', 30],
    ['2026-01-31', '2026-01-01', 'days', -30],
    ['2026-01-31', '2026-02-28', 'months', 0],
    ['2026-01-28', '2026-02-28', 'months', 1],
    ['2024-02-29', '2025-02-28', 'years', 0],
    ['2026-01-01', '2026-01-14', 'weeks', 1],
    ['2026-01-14', '2026-01-01', 'weeks', -1],
    ['2026-01-31T12:00:00Z', '2026-02-01T11:59:59Z', 'days', 0],
    ['2026-01-31T12:00:00Z', '2026-01-31T12:59:59.999Z', 'minutes', 59],
    ['2026-01-31T12:59:59.999Z', '2026-01-31T12:00:00Z', 'hours', 0],
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:01.5Z', 'milliseconds', 1500],
    ['2026-01-31', '2026-01-31T15:00:00Z', 'hours', 12],
    ['2018-11-03T15:00:00Z', '2018-11-04T14:00:00Z', 'days', 1],
    ['2018-11-03T15:00:00Z', '2018-11-04T14:00:00Z', 'hours', 23],
  ])('diff(%s, %s, %s) = %s', (a, b, unit, expected) => {
    expect(evaluate('diff(a, b, unit)', { a, b, unit })).toBe(expected);
  });

  test.each<[string, string, string]>([
    ['2026-05-20', 'years', '2026-01-01'],
    ['2026-05-20', 'months', '2026-05-01'],
    ['2026-05-20', 'weeks', '2026-05-18'],
    ['2026-05-18', 'weeks', '2026-05-18'],
    ['2026-05-17', 'weeks', '2026-05-11'],
    ['2026-05-20', 'days', '2026-05-20'],
    ['2026-05-20', 'hours', '2026-05-20T03:00:00.000Z'],
    ['2026-05-20T02:30:45.678Z', 'years', '2026-01-01T03:00:00.000Z'],
    ['2026-05-20T02:30:45.678Z', 'days', '2026-05-19T03:00:00.000Z'],
    ['2026-05-20T02:30:45.678Z', 'hours', '2026-05-20T02:00:00.000Z'],
    ['2026-05-20T02:30:45.678Z', 'minutes', '2026-05-20T02:30:00.000Z'],
    ['2026-05-20T02:30:45.678Z', 'seconds', '2026-05-20T02:30:45.000Z'],
    ['2026-05-20T02:30:45.678Z', 'milliseconds', '2026-05-20T02:30:45.678Z'],
  ])('startOf(%s, %s) = %s', (d, unit, expected) => {
    expect(evaluate('startOf(d, unit)', { d, unit })).toBe(expected);
  });

  test('an hour begins by the wall clock where the zone stands half an hour off', () => {
    expect(evaluate("startOf('2026-05-20T02:45:00Z', 'hours')", {}, { timezone: 'Asia/Kolkata' })).toBe(
      '2026-05-20T02:30:00.000Z',
    );
  });

  test.each(["diff(now(), now(), 'day')", "startOf(now(), 'decades')", "diff(now(), 1, 'days')"])(
    '%s is bad_value',
    (source) => {
      expect(codeOf(source)).toBe('bad_value');
    },
  );
});

describe('lists of days', () => {
  test.each<[string, Json]>([
    ["days('2026-02-27', '2026-03-01')", ['2026-02-27', '2026-02-28', '2026-03-01']],
    ["days('2026-02-27', '2026-02-27')", ['2026-02-27']],
    ["days('2026-02-28', '2026-02-27')", []],
    ["days('2026-01-31T02:00:00Z', '2026-01-31T04:00:00Z')", ['2026-01-30', '2026-01-31']],
    ["slices('2026-01-01', '2026-01-03', 'P1D').length", 3],
    [
      "slices('2026-01-31', '2026-04-02', 'P1M')",
      [
        { from: '2026-01-31', to: '2026-02-27' },
        { from: '2026-02-28', to: '2026-03-30' },
        { from: '2026-03-31', to: '2026-04-02' },
      ],
    ],
    [
      "slices('2026-01-01', '2026-01-14', 'P1W')",
      [
        { from: '2026-01-01', to: '2026-01-07' },
        { from: '2026-01-08', to: '2026-01-14' },
      ],
    ],
    ["slices('2026-01-02', '2026-01-01', 'P1W')", []],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  test.each([
    "slices('2026-01-01', '2026-01-03', 'PT1H')",
    "slices('2026-01-01', '2026-01-03', '-P1D')",
    "slices('2026-01-01', '2026-01-03', 'P0D')",
  ])('%s is bad_value', (source) => {
    expect(codeOf(source)).toBe('bad_value');
  });

  test('slices cover each day once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 800 }),
        fc.constantFrom('P1D', 'P7D', 'P1M', 'P1M3D', 'P1Y'),
        (length, iso) => {
          const names = { to: `2026-01-30`, iso, length };
          const source =
            "slices(addDuration(to, '-P' + length + 'D'), to, iso).flatMap(s => days(s.from, s.to)) == days(addDuration(to, '-P' + length + 'D'), to)";
          expect(evaluate(source, names)).toBe(true);
        },
      ),
    );
  });
});

describe('business days', () => {
  test('Brazil’s national holidays', () => {
    const of = (year: number) => {
      const first = LocalDate.of(year, 1, 1);
      return Array.from({ length: first.lengthOfYear() }, (_, day) => first.plusDays(day))
        .filter(isNationalHoliday)
        .map(String);
    };
    expect(of(2026)).toEqual(
      ['01-01', '04-03', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '11-20', '12-25'].map(
        (day) => `2026-${day}`,
      ),
    );
    expect(of(2023)).toEqual(
      ['01-01', '04-07', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '12-25'].map((day) => `2023-${day}`),
    );
  });

  test.each([
    [2000, '04-21'],
    [2008, '03-21'],
    [2019, '04-19'],
    [2024, '03-29'],
    [2025, '04-18'],
    [2038, '04-23'],
    [2100, '03-26'],
  ])('Good Friday of %s is %s', (year, day) => {
    expect(isNationalHoliday(LocalDate.parse(`${year}-${day}`))).toBe(true);
  });

  test.each<[string, Json]>([
    ["isBusinessDay('2026-01-30')", true],
    ["isBusinessDay('2026-01-31')", false],
    ["isBusinessDay('2026-02-17')", true], // Carnival is no national holiday
    ["isBusinessDay('2026-04-03')", false],
    ["isBusinessDay('2026-01-31T02:00:00Z')", true], // still Friday in São Paulo
    ["addBusinessDays('2026-01-30', 1)", '2026-02-02'],
    ["addBusinessDays('2026-01-31', 1)", '2026-02-02'],
    ["addBusinessDays('2026-02-02', -1)", '2026-01-30'],
    ["addBusinessDays('2026-04-02', 1)", '2026-04-06'],
    ["addBusinessDays('2026-01-31', 0)", '2026-01-31'],
    ["addBusinessDays('2026-01-30T15:00:00Z', 1)", '2026-02-02T15:00:00.000Z'],
    ["addBusinessDays('2026-12-24', 5)", '2027-01-04'],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toBe(expected);
  });

  test('the tenant’s own holidays count', () => {
    const env = { holidays: ['2026-01-25', '2026-02-02'] };
    expect(evaluate("isBusinessDay('2026-02-02')", {}, env)).toBe(false);
    expect(evaluate("addBusinessDays('2026-01-30', 1)", {}, env)).toBe('2026-02-03');
  });
});

describe('nextTime and formatDate', () => {
  test.each<[string, Json]>([
    ["nextTime('2026-01-31T10:00:00Z', '08:00')", '2026-01-31T11:00:00.000Z'],
    ["nextTime('2026-01-31T11:00:00Z', '08:00')", '2026-02-01T11:00:00.000Z'],
    ["nextTime('2026-01-31T12:00:00Z', '08:00')", '2026-02-01T11:00:00.000Z'],
    ["nextTime('2026-01-31', '08:00')", '2026-01-31T11:00:00.000Z'],
    ["nextTime('2026-01-31', '23:59:30')", '2026-02-01T02:59:30.000Z'],
    ["formatDate('2026-01-05T02:03:04.005Z', 'yyyy-MM-dd HH:mm:ss.SSS')", '2026-01-04 23:03:04.005'],
    ["formatDate('2026-01-05T02:03:04.005Z', 'dd/MM/yyyy HH:mm', 'UTC')", '05/01/2026 02:03'],
    ["formatDate('2026-01-05T02:03:04.005Z', 'HH:mm', 'Asia/Tokyo')", '11:03'],
    ["formatDate('2026-03-07', \"EEEE, dd 'de' MMMM 'de' yyyy\")", 'sábado, 07 de março de 2026'],
    ["formatDate('2026-03-07', 'EEE dd MMM')", 'sáb 07 mar'],
    ["formatDate('2026-03-07', \"''yyyy'' 'dd''MM'\")", "'2026' dd'MM"],
    ["formatDate('2026-03-07', 'dd/MM', 'Asia/Tokyo')", '07/03'],
    ["formatDate('2026-03-07', '')", ''],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toBe(expected);
  });

  test('names are in the tenant’s language', () => {
    expect(evaluate("formatDate('2026-03-07', 'EEEE EEE MMMM MMM')", {}, { locale: 'en' })).toBe(
      'Saturday Sat March Mar',
    );
  });

  test.each([
    "nextTime(now(), '8:00')",
    "nextTime(now(), '24:00')",
    "nextTime(now(), '')",
    "formatDate(now(), 'yyyy', 'Mars/Base')",
    'formatDate(null, "yyyy")',
  ])('%s is bad_value', (source) => {
    expect(codeOf(source)).toBe('bad_value');
  });
});

describe('windows', () => {
  const env = fixedEnv();
  const put = (instant: string, window: Json): string =>
    new Date(windowEnd(instantMs(instant, env), window, env)).toISOString();
  const office = { from: '08:00', to: '18:00' };

  test.each<[string, Json, string]>([
    ['2026-01-30T12:00', office, '2026-01-30T15:00:00.000Z'],
    ['2026-01-30T07:00', office, '2026-01-30T11:00:00.000Z'],
    ['2026-01-30T18:00', office, '2026-01-30T21:00:00.000Z'],
    ['2026-01-30T18:01', office, '2026-01-31T11:00:00.000Z'],
    ['2026-01-30T18:01', { ...office, days: 'business' }, '2026-02-02T11:00:00.000Z'],
    ['2026-04-02T20:00', { ...office, days: 'business' }, '2026-04-06T11:00:00.000Z'],
    ['2026-01-30T12:00', { ...office, days: ['mon', 'wed'] }, '2026-02-02T11:00:00.000Z'],
    ['2026-01-30T23:00', { from: '22:00', to: '06:00' }, '2026-01-31T02:00:00.000Z'],
    ['2026-01-31T05:00', { from: '22:00', to: '06:00', days: ['fri'] }, '2026-01-31T08:00:00.000Z'],
    ['2026-01-31T07:00', { from: '22:00', to: '06:00', days: ['fri'] }, '2026-02-07T01:00:00.000Z'],
    ['2026-01-30T23:59', { from: '08:00', to: '24:00' }, '2026-01-31T02:59:00.000Z'],
    ['2026-01-31T12:00', { days: 'business' }, '2026-02-02T03:00:00.000Z'],
  ])('%s into %j', (instant, window, expected) => {
    expect(put(instant, window)).toBe(expected);
  });

  test.each<[Json]>([
    [null],
    ['08:00'],
    [{ from: 8 }],
    [{ from: '8h', to: '18:00' }],
    [{ ...office, days: [] }],
    [{ ...office, days: ['seg'] }],
    [{ ...office, days: 'x' }],
  ])('%j is no window', (window) => {
    expect(() => put('2026-01-30T12:00', window)).toThrow(expect.objectContaining({ code: 'bad_value' }));
  });
});
