import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import type { JsonObject } from '../json.ts';
import type { Catalogue } from '../node-type.ts';
import { testCatalogue } from '../testing.ts';

const set = (id: string, more: JsonObject = {}): JsonObject => ({ id, type: 'set', config: { values: {} }, ...more });

const nodes: JsonObject[] = [
  set('a'),
  { id: 'b', type: 'switch', config: { cases: [{ port: 'x', when: true }] } },
  set('c'),
  set('d'),
  { id: 'strange', type: 'nada', config: {} },
  set('twice'),
  set('twice'),
  set('end', { config: { values: { v: '{{ steps.c.v }}' } } }),
];

const document: JsonObject = {
  language: 'trama/1',
  name: 'forma',
  trigger: { type: 'api', config: {} },
  nodes,
  edges: ['trigger > a', 'trigger > b', 'a > c', 'b.x > c', 'b.default > d', 'c > end', 'd > end'].map((edge) => {
    const [from = '', to = ''] = edge.split(' > ');
    return { from, to };
  }),
};

const withNode = (at: number, change: JsonObject): JsonObject => ({
  ...document,
  nodes: nodes.map((node, i) => (i === at ? { ...node, ...change } : node)),
});
const copyOf = (value: JsonObject): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

test.each<[string, JsonObject]>([
  ['nothing', document],
  ['what a node says', withNode(2, { config: { values: { v: 1 } } })],
  ['the first node', withNode(0, { config: { values: { v: 1 } } })],
  ['the last node', withNode(7, { config: { values: {} } })],
  ['what a node waits for', withNode(7, { join: 'first' })],
  ['a port', withNode(1, { config: { cases: [{ port: 'y', when: true }] } })],
  ['one port that reads as two', withNode(1, { config: { cases: [{ port: 'x,y', when: true }] } })],
  ['an unknown type', withNode(4, { type: 'outro' })],
  ['the first of two with one id', withNode(5, { config: { values: { v: '{{ steps.nada }}' } } })],
  ['the second of two with one id', withNode(6, { config: { values: { v: '{{ steps.nada }}' } } })],
  ['what stands around the nodes', { ...document, output: '{{ steps.nada }}' }],
  [
    'where an edge goes',
    { ...document, edges: [...(document.edges as JsonObject[]).slice(0, -1), { from: 'd', to: 'b' }] },
  ],
  [
    'how many edges there are',
    { ...document, edges: [{ from: 'trigger', to: 'd' }, ...(document.edges as JsonObject[])] },
  ],
])('a flow that was checked before is checked as if it were not, with %s changed', (_, edited) => {
  compile(document, testCatalogue);
  for (const locale of ['pt-BR', 'en'] as const) {
    const again = compile(edited, testCatalogue, { locale });
    expect(again.problems).toEqual(compile(copyOf(edited), testCatalogue, { locale }).problems);
  }
});

test('a catalogue that knows more gives a flow another shape', () => {
  compile(document, testCatalogue);
  const known = testCatalogue.get('stop');
  const more: Catalogue = new Map([
    ...testCatalogue,
    ...(known ? [['nada', { ...known, type: 'nada' }] as const] : []),
  ]);
  const codes = compile(document, more).problems.map(({ code }) => code);
  expect(codes).not.toContain('unknown_node_type');
  expect(codes).toContain('duplicate_id');
});

test('whoever changes the problems that a check gave changes none of the next', () => {
  const first = compile(document, testCatalogue).problems;
  const before = structuredClone(first);
  for (const problem of first) problem.message = '';
  expect(compile(document, testCatalogue).problems).toEqual(before);
});
