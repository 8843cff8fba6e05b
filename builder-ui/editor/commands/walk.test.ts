import { expect, test } from 'vitest';
import { catalogue, flowOf } from '../../document/testing.ts';
import { type Direction, neighbourOf, withAllBeyond } from './walk.ts';

const at = (x: number, y: number) => ({ position: { x, y } });
const flow = flowOf(
  [
    { id: 'se', type: 'if', ...at(0, 0) },
    { id: 'sim', ...at(320, -80) },
    { id: 'nao', ...at(320, 80) },
    { id: 'cada', type: 'forEach', ...at(640, 80) },
    { id: 'dentro', parent: 'cada', ...at(112, 64) },
    { id: 'longe', ...at(0, 400) },
  ],
  ['trigger > se', 'se.true > sim', 'se.false > nao', 'nao > cada', 'cada.each > dentro'],
);

test.each<[string, Direction, string | undefined]>([
  ['trigger', 'right', 'se'],
  ['se', 'left', 'trigger'],
  ['se', 'right', 'sim'],
  ['sim', 'down', 'nao'],
  ['nao', 'up', 'sim'],
  ['nao', 'right', 'cada'],
  ['cada', 'down', 'dentro'],
  ['dentro', 'left', 'cada'],
  ['se', 'down', 'longe'],
  ['sim', 'up', undefined],
])('from %s, %s leads to %s', (id, direction, to) => {
  expect(neighbourOf(flow, catalogue, id, direction)).toBe(to);
});

test('all that a node leads to, and all that lead to it', () => {
  expect([...withAllBeyond(flow, ['nao'], 'down')]).toEqual(['nao', 'cada', 'dentro']);
  expect([...withAllBeyond(flow, ['nao'], 'up')]).toEqual(['nao', 'se', 'trigger']);
});
