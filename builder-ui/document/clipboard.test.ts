import { expect, test } from 'vitest';
import { copyNodes, pasteNodes, readCopied } from './clipboard.ts';
import { catalogue, edges, flowOf } from './testing.ts';

const place = (x: number, y: number) => ({ position: { x, y } });
const flow = flowOf(
  [
    { id: 'a', ...place(0, 0) },
    { id: 'cada', type: 'forEach', ...place(300, 100), config: { items: '{{ steps.a.lista }}' } },
    { id: 'b', parent: 'cada', ...place(88, 64), config: { values: { v: '{{ item + steps.a.x }}' } } },
    { id: 'c', ...place(900, 140), config: { values: { v: '{{ steps.cada[0] }} {{ errors.z.code }}' } } },
  ],
  ['trigger > a', 'a > cada', 'cada.each > b', 'cada > c'],
);
const placeOf = (id: string) => flow.nodes.find((node) => node.id === id)?.position ?? { x: 0, y: 0 };
const copied = copyNodes(flow, ['cada', 'c'], placeOf);

test('what is copied comes back out of its text: with insides and wires, places from a common corner', () => {
  expect(readCopied(JSON.stringify(copied))).toEqual(copied);
  expect(copied.nodes.map(({ id, position }) => [id, position])).toEqual([
    ['cada', { x: 0, y: 0 }],
    ['b', { x: 88, y: 64 }],
    ['c', { x: 600, y: 40 }],
  ]);
  expect(copied.edges).toEqual(edges('cada.each > b', 'cada > c'));
  expect(copied.incoming).toEqual(edges('a > cada'));
});

test('pasted where the originals are, ids are fresh and what the copies read of each other follows', () => {
  const { document, ids } = pasteNodes(flow, catalogue, copied, { ...place(10, 500), parent: undefined });
  expect(ids).toEqual(['cada2', 'c2']);
  const pasted = document.nodes.slice(4);
  expect(pasted.map(({ id, parent, position }) => [id, parent, position])).toEqual([
    ['cada2', undefined, { x: 10, y: 500 }],
    ['b2', 'cada2', { x: 88, y: 64 }],
    ['c2', undefined, { x: 610, y: 540 }],
  ]);
  expect(pasted[0]?.config).toEqual({ items: '{{ steps.a.lista }}' });
  expect(pasted[2]?.config).toEqual({ values: { v: '{{ steps.cada2[0] }} {{ errors.z.code }}' } });
  expect(document.edges.slice(4)).toEqual(edges('cada2.each > b2', 'cada2 > c2'));
});

test('wires that came from outside come along when asked, where they are legal', () => {
  const { document } = pasteNodes(flow, catalogue, copied, {
    ...place(0, 0),
    parent: undefined,
    keepIncoming: true,
  });
  expect(document.edges.at(-1)).toEqual({ from: 'a', to: 'cada2' });
  const inside = pasteNodes(flow, catalogue, copied, { ...place(0, 0), parent: 'cada', keepIncoming: true });
  expect(inside.document.edges).not.toContainEqual({ from: 'a', to: 'cada2' });
});

test('in another flow free ids stay', () => {
  const other = flowOf([{ id: 'c' }]);
  const { document } = pasteNodes(other, catalogue, copied, { ...place(0, 0), parent: undefined });
  expect(document.nodes.map(({ id }) => id)).toEqual(['c', 'cada', 'b', 'c2']);
});

test.each(['', 'oi', '{', '{"nodes":[]}', '{"trama":"nodes","nodes":[{"id":1}]}', '{"trama":"nodes","nodes":[]}'])(
  'the text %j holds no steps',
  (text) => {
    expect(readCopied(text)).toBeUndefined();
  },
);

test('a whole flow document is read as its steps', () => {
  expect(readCopied(JSON.stringify(flow))?.nodes).toHaveLength(4);
  expect(readCopied(JSON.stringify({ definition: flow }))?.nodes).toHaveLength(4);
});
