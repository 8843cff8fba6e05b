import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '#flow/json.ts';
import type { Drawing } from './drawing.ts';
import { chooseTheirs, merge } from './merge.ts';
import { type Patch, patchOf } from './patch.ts';
import { renameInPatch } from './rename-in-drawing.ts';
import { flowOf } from './testing.ts';
import { anyDrawing } from './testing-drawings.ts';

type Node = Parameters<typeof flowOf>[0][number];
const drawing = (nodes: Node[], wires: string[] = [], more = {}): Drawing => ({
  document: flowOf(nodes, wires, more),
  board: {},
});

/** Without what never has meaning: places, and the order of lists. */
const meaning = (one: unknown): unknown => {
  if (Array.isArray(one)) return one.map(meaning).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof one !== 'object' || one === null) return one;
  const entries = Object.entries(one).filter(([key]) => key !== 'position');
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, meaning(value)]),
  );
};

test('what one alone changed is taken whole, whoever it was', () => {
  fc.assert(
    fc.property(anyDrawing, anyDrawing, (base, changed) => {
      const [mine, theirs] = [merge(base, changed, base), merge(base, base, changed)];
      expect([mine.conflicts, theirs.conflicts]).toEqual([[], []]);
      expect(mine.drawing).toEqual(changed);
      expect(theirs.drawing).toEqual(changed);
      expect(merge(base, changed, changed).conflicts).toEqual([]);
    }),
    { numRuns: 10 },
  );
});

test('who is mine and who is theirs makes no difference but to the sides of conflicts', () => {
  fc.assert(
    fc.property(anyDrawing, anyDrawing, anyDrawing, (base, one, other) => {
      const [here, there] = [merge(base, one, other), merge(base, other, one)];
      const paths = ({ conflicts }: typeof here) => conflicts.map(({ path }) => path.join('/')).toSorted();
      fc.pre(here.renamed.length === 0);
      expect(paths(here)).toEqual(paths(there));
      if (here.conflicts.length === 0) expect(meaning(here.drawing)).toEqual(meaning(there.drawing));
    }),
    { numRuns: 20 },
  );
});

const base = drawing([{ id: 'a', config: { url: 'x', body: 1 } }, { id: 'b' }], ['trigger > a', 'a > b']);

test('two fields of one node, a new node and a new edge go together', () => {
  const mine = drawing([{ id: 'a', config: { url: 'y', body: 1 } }, { id: 'b' }], ['trigger > a', 'a > b']);
  const theirs = drawing(
    [{ id: 'a', config: { url: 'x', body: 2 } }, { id: 'b' }, { id: 'c' }],
    ['trigger > a', 'a > b', 'b > c'],
  );
  expect(merge(base, mine, theirs)).toEqual({
    drawing: drawing(
      [{ id: 'a', config: { url: 'y', body: 2 } }, { id: 'b' }, { id: 'c' }],
      ['trigger > a', 'a > b', 'b > c'],
    ),
    conflicts: [],
    renamed: [],
  });
});

test('one field that both changed is a conflict: mine stays, and theirs can be chosen', () => {
  const mine = drawing([{ id: 'a', config: { url: 'y', body: 1 } }, { id: 'b' }], ['trigger > a', 'a > b']);
  const theirs = drawing([{ id: 'a', config: { url: 'z', body: 1 } }, { id: 'b' }], ['trigger > a', 'a > b']);
  const { drawing: merged, conflicts } = merge(base, mine, theirs);
  const path = ['document', 'nodes', 'a', 'config', 'url'];
  expect(conflicts).toEqual([{ path, base: 'x', mine: 'y', theirs: 'z' }]);
  expect(merged).toEqual(mine);
  expect(conflicts.reduce((now, one) => chooseTheirs(now, theirs, one), merged)).toEqual(theirs);
});

test('a node that one removed and the other works on is a conflict, with its edges and insides', () => {
  const before = drawing(
    [
      { id: 'loop', type: 'loop' },
      { id: 'in', parent: 'loop' },
    ],
    ['trigger > loop', 'loop.each > in'],
  );
  const without = drawing([]);
  const used = drawing(
    [{ id: 'loop', type: 'loop' }, { id: 'in', parent: 'loop', label: 'novo' }, { id: 'z' }],
    ['trigger > loop', 'loop.each > in', 'loop > z'],
  );
  const [kept, removed] = [merge(before, used, without), merge(before, without, used)];
  expect(kept.drawing).toEqual(used);
  expect(removed.drawing).toEqual(drawing([{ id: 'z' }]));
  expect([kept.conflicts, removed.conflicts].flat().map(({ path }) => path[2])).toEqual(['loop', 'loop']);
  const chosen = removed.conflicts.reduce((now, one) => chooseTheirs(now, used, one), removed.drawing);
  expect(meaning(chosen)).toEqual(meaning(used));
  const gone = kept.conflicts.reduce((now, one) => chooseTheirs(now, without, one), kept.drawing);
  expect(gone).toEqual(drawing([{ id: 'z' }]));
});

test('two new nodes that happen to have one id are both kept, and a step back removes the own one', () => {
  const mine = drawing([...base.document.nodes, { id: 'c', config: { of: 'me {{ steps.c }}' } }], ['a > b', 'b > c']);
  const theirs = drawing([...base.document.nodes, { id: 'c', config: { of: 'her' } }], ['a > b', 'a > c']);
  const { drawing: merged, renamed } = merge({ ...base, document: { ...base.document, edges: [] } }, mine, theirs);
  const [{ from, to } = { from: '', to: '' }] = renamed;
  expect(merged.document.nodes.slice(2).map(({ id, config }) => [id, config.of])).toEqual([
    ['c', 'her'],
    [to, `me {{ steps.${to} }}`],
  ]);
  const undone: Patch = renameInPatch(patchOf(base, mine), from, to);
  expect(undone.map(({ path }) => path.join('/')).filter((path) => path.includes('c'))).toContain(
    `document/nodes/${to}`,
  );
  expect(JSON.stringify(undone.map((one) => one.to ?? null) satisfies Json[])).not.toContain('"c"');
});
