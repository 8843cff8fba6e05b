import ELK from 'elkjs/lib/elk.bundled.js';
import { expect, test } from 'vitest';
import type { FlowDocument } from '#flow/document.ts';
import { moveNodes } from '../document/edit.ts';
import { catalogue, flowOf } from '../document/testing.ts';
import { bendsOf } from './bend.ts';
import { toCanvasEdges, toCanvasNodes } from './canvas-model.ts';
import { placeOf, sizesOf, stepSize } from './geometry.ts';
import { type Engine, layOut, layOutSome } from './layout.ts';

const elk = new ELK();
const engine: Engine = (graph) => elk.layout(graph);

const flow = flowOf(
  [
    { id: 'se', type: 'if' },
    { id: 'a' },
    { id: 'b' },
    { id: 'laco', type: 'forEach' },
    { id: 'x', parent: 'laco' },
    { id: 'y', parent: 'laco' },
    { id: 'z', parent: 'laco' },
    { id: 'fim' },
  ],
  [
    'trigger > se',
    'se.true > a',
    'se.false > b',
    'a > laco',
    'b > laco',
    'laco.each > x',
    'laco.each > y',
    'x > z',
    'y > z',
    'laco > fim',
  ],
);

const laidOut = async (document: FlowDocument) => moveNodes(document, await layOut(document, catalogue, engine));

test('cards never cover each other, each stands right of what leads to it, and frames hold their children', async () => {
  const placed = await laidOut(flow);
  const sizes = sizesOf(placed, catalogue);
  const box = (id: string) => {
    const node = placed.nodes.find((one) => one.id === id);
    if (!node) throw new Error(id);
    return { ...placeOf(node), ...(sizes.get(id) ?? stepSize([])), parent: node.parent };
  };
  for (const one of placed.nodes) {
    for (const other of placed.nodes) {
      if (one.id >= other.id || one.parent !== other.parent) continue;
      const [a, b] = [box(one.id), box(other.id)];
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(apart, `${one.id} and ${other.id}`).toBe(true);
    }
  }
  expect(box('z').x).toBeGreaterThan(box('x').x);
  expect(box('fim').x).toBeGreaterThanOrEqual(box('laco').x + box('laco').width);
  expect(box('laco').width).toBeGreaterThan(box('z').x + box('z').width);
});

test('tidying twice changes nothing, and leaves the trigger where it stands', async () => {
  const placed = moveNodes(await laidOut(flow), new Map([['trigger', { x: 48, y: 20 }]]));
  const once = await laidOut(placed);
  expect(await laidOut(once)).toEqual(once);
  expect(once).toMatchObject({ 'x-trigger-position': { x: 48, y: 20 } });
});

test('some nodes are tidied among themselves: their corner stays, all others stay', async () => {
  const placed = await laidOut(flow);
  const messy = moveNodes(
    placed,
    new Map([
      ['x', { x: 112, y: 300 }],
      ['z', { x: 130, y: 64 }],
    ]),
  );
  const places = await layOutSome(messy, catalogue, engine, new Set(['x', 'z']));
  expect([...places.keys()].sort()).toEqual(['x', 'z']);
  expect(places.get('x')).toEqual({ x: 112, y: 64 });
  expect(places.get('z')?.x).toBeGreaterThan(112 + 220);
});

test('a document with faults is laid out all the same', async () => {
  const broken = flowOf([{ id: 'a' }, { id: 'b', type: 'nada' }], ['trigger > a', 'a.sumiu > b', 'fantasma > a']);
  const places = await layOut(broken, catalogue, engine);
  expect([...places.keys()].sort()).toEqual(['a', 'b', 'trigger']);
});

test('a wire turns where it crosses no card', () => {
  const document = flowOf(
    [
      { id: 'a', position: { x: 0, y: 0 } },
      { id: 'meio', position: { x: 500, y: 100 } },
      { id: 'b', position: { x: 1100, y: 300 } },
    ],
    ['a > b', 'a > meio'],
  );
  const [far, near] = bendsOf(document, sizesOf(document, catalogue));
  expect(far).not.toBe('middle');
  expect(near).toBe('middle');
});

test('only what changed is drawn anew', () => {
  const before = toCanvasNodes(flow, catalogue);
  const next = { ...flow, nodes: flow.nodes.map((node) => (node.id === 'a' ? { ...node, label: 'A' } : node)) };
  const after = toCanvasNodes(next, catalogue, before);
  expect(after.filter((node, n) => node !== before[n]).map((node) => node.id)).toEqual(['a']);
  const wires = toCanvasEdges(flow, catalogue);
  expect(toCanvasEdges(next, catalogue, wires).every((wire, n) => wire === wires[n])).toBe(true);
});

test('parents are drawn before their children, and a child of nobody is drawn too', () => {
  const document = flowOf([
    { id: 'x', parent: 'laco' },
    { id: 'laco', type: 'forEach' },
    { id: 'orfao', parent: 'nada' },
  ]);
  expect(toCanvasNodes(document, catalogue).map((node) => node.id)).toEqual(['trigger', 'laco', 'orfao', 'x']);
});
