import { expect, test } from 'vitest';
import { middleView } from './show-node.ts';

const PANE = { width: 800, height: 500 };
const card = { x: 4000, y: -300, width: 220, height: 64 };
const middle = (box: typeof card, zoom: number) => {
  const view = middleView(box, PANE, zoom);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return [x * view.zoom + view.x, y * view.zoom + view.y, view.zoom].map((n) => Math.round(n * 100) / 100);
};

test('what was looked for stands in the middle, as near as it was where it can be read so', () => {
  expect(middle(card, 0.9)).toEqual([400, 250, 0.9]);
  expect(middle(card, 0.2)).toEqual([400, 250, 0.7]);
});

test('a frame that is larger than the canvas is shown whole', () => {
  expect(middle({ ...card, width: 3600 }, 1)).toEqual([400, 250, 0.2]);
});
