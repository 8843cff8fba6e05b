import { expect, test } from 'vitest';
import { catalogue, flowOf } from '../document/testing.ts';
import { toCanvasNodes } from './canvas-model.ts';
import { startView } from './show-start.ts';

const PANE = { width: 1000, height: 600 };
const line = (n: number) =>
  toCanvasNodes(
    flowOf(Array.from({ length: n }, (_, i) => ({ id: `s${i}`, position: { x: i * 300, y: 0 } }))),
    catalogue,
  );

test('a flow that can be read whole is shown whole, never larger than life', () => {
  expect(startView(line(1), PANE, undefined).zoom).toBe(1);
  const two = startView(line(2), PANE, undefined);
  expect(two.zoom).toBeGreaterThan(0.7);
  expect(-320 * two.zoom + two.x).toBeGreaterThan(0);
});

test('of a large one its beginning is shown at a size that can be read, or the node that one came to see', () => {
  const nodes = line(100);
  const start = startView(nodes, PANE, undefined);
  // A bit smaller than it would be read best: so the fifth card is seen whole, too.
  expect(start.zoom).toBe(0.66);
  expect(-320 * start.zoom + start.x).toBeCloseTo(40);
  expect((3 * 300 + 220) * start.zoom + start.x).toBeLessThan(PANE.width);
  expect(startView(nodes, { width: 390, height: 600 }, undefined).zoom).toBe(0.66);
  const seen = startView(nodes, PANE, 's50');
  expect((50 * 300 + 110) * seen.zoom + seen.x).toBeCloseTo(500);
});

test('a high flow is shown from its first row on', () => {
  const nodes = toCanvasNodes(
    flowOf(Array.from({ length: 40 }, (_, i) => ({ id: `s${i}`, position: { x: 0, y: i * 120 } }))),
    catalogue,
  );
  const { y, zoom } = startView(nodes, PANE, undefined);
  expect(y).toBeCloseTo(72);
  expect(zoom).toBe(0.66);
});
