import { expect, test } from 'vitest';
import { contrast, shadesOf } from './brand.ts';

test('whatever colour a tenant chooses, white is read on it and it is read on white', () => {
  for (const hex of ['#ffe600', '#ffffff', '#ff7eb6', '#0b6bcb', '#000000', '#3aae96']) {
    const shades = shadesOf(hex);
    expect(shades).toHaveLength(10);
    expect(contrast(shades[7], '#ffffff'), hex).toBeGreaterThanOrEqual(4.5);
    expect(contrast(shades[8], shades[0]), hex).toBeGreaterThanOrEqual(4.5);
  }
});

test('a colour that is dark enough stays as it is', () => {
  expect(shadesOf('#0b5cad')[7]).toBe('#0b5cad');
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
});
