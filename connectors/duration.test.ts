import { expect, test } from 'vitest';
import { durationMs } from './duration.ts';

test.each([
  ['PT1S', 1_000],
  ['PT0.25S', 250],
  ['P1DT2H3M4S', 93_784_000],
  ['P1W', 604_800_000],
  ['P1M', 2_592_000_000],
  ['P1Y', 31_536_000_000],
  ['PT0S', 0],
])('%s is %i ms', (text, ms) => expect(durationMs(text)).toBe(ms));

test.each(['', 'P', 'PT', 'P1DT', '1D', 'P-1D', 'P1.5D', 'PT1H1', ' P1D'])('%j is none', (text) =>
  expect(durationMs(text)).toBe(null),
);
