import { expect, test } from 'vitest';
import { alignBoxes, distributeBoxes } from './align.ts';

const box = (id: string, x: number, y: number, width = 100, height = 50) => ({ id, x, y, width, height });
const boxes = [box('a', 0, 0), box('b', 300, 40, 200, 100), box('c', 150, 200)];

test('cards are put on the line of the one that stands out furthest', () => {
  expect(alignBoxes(boxes, 'left').get('b')).toEqual({ x: 0, y: 40 });
  expect(alignBoxes(boxes, 'right').get('a')).toEqual({ x: 400, y: 0 });
  expect(alignBoxes(boxes, 'top').get('c')).toEqual({ x: 150, y: 0 });
  expect(alignBoxes(boxes, 'bottom').get('b')).toEqual({ x: 300, y: 150 });
  expect(alignBoxes(boxes, 'centre').get('b')).toEqual({ x: 150, y: 40 });
  expect(alignBoxes(boxes, 'middle').get('a')).toEqual({ x: 0, y: 100 });
});

test('room between cards is shared evenly; the outer ones stay', () => {
  expect([...distributeBoxes(boxes, 'across')]).toEqual([
    ['a', { x: 0, y: 0 }],
    ['c', { x: 150, y: 200 }],
    ['b', { x: 300, y: 40 }],
  ]);
  expect(distributeBoxes(boxes, 'down').get('b')).toEqual({ x: 300, y: 75 });
  expect(distributeBoxes(boxes.slice(1), 'down').size).toBe(0);
});
