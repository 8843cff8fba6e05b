import { expect, test } from 'vitest';
import { matchPath } from './router.ts';
import { span } from './shell/times.ts';

test('an address leads to one screen', () => {
  expect(matchPath('/flows/:id', '/flows/flw_1')).toEqual({ id: 'flw_1' });
  expect(matchPath('/flows/:id', '/flows')).toBeNull();
  expect(matchPath('/flows/:id', '/runs/x')).toBeNull();
  expect(matchPath('/flows', '/flows/')).toEqual({});
});

test('a time is as exact as it is short', () => {
  expect([820, 4200, 200_000, 7_500_000, 200_000_000].map((ms) => span(ms, 'pt-BR'))).toEqual([
    '820 ms',
    '4,2 s',
    '3 min 20 s',
    '2 h 5 min',
    '2 d 7 h',
  ]);
});
