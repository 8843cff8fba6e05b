import { expect, test } from 'vitest';
import { diffDocuments } from '#flow/diff-documents.ts';
import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
// oxlint-disable-next-line no-restricted-imports -- the builder has no name of that kind: nothing of ours but this looks at both
import { diffView } from '../../builder-ui/diff/diff-view.ts';

// Decision 618: what the API and the builder both call a difference is the same. Each row goes through both.

/** Nodes by `+id`, `-id` and `~id field…`, edges by `+a > b` and `-a > b`, other parts by their names. */
type Told = string[];

const edgeOf = ({ from, to }: { from: string; to: string }): string => `${from.replace(/\.out$/, '')} > ${to}`;
const sorted = (lines: Iterable<string>): Told => [...new Set(lines)].toSorted();

/** Pointers to any depth, as fields of a form: below `config` its member, else the member of the node. */
const fieldOf = (path: readonly string[]): string => path.slice(0, path[0] === 'config' ? 2 : 1).join('/');
/** The same of the document's other parts. */
const partOf = (path: readonly string[]): string =>
  path.slice(0, path[0] === 'vars' || path[0] === 'settings' ? 2 : 1).join('/');
const partsOf = (pointer: string): string[] => pointer.split('/').slice(1);

const byApi = (from: FlowDocument, to: FlowDocument): Told => {
  const { nodes, edges, other } = diffDocuments(from as unknown as Json, to as unknown as Json);
  return sorted([
    ...nodes.added.map((id) => `+${id}`),
    ...nodes.removed.map((id) => `-${id}`),
    ...nodes.changed.map(
      ({ id, changes }) => `~${id} ${sorted(changes.map(({ pointer }) => fieldOf(partsOf(pointer)))).join(' ')}`,
    ),
    ...edges.added.map((edge) => `+${edgeOf(edge)}`),
    ...edges.removed.map((edge) => `-${edgeOf(edge)}`),
    ...other.map(({ pointer }) => partOf(partsOf(pointer))),
  ]);
};

const byBuilder = (from: FlowDocument, to: FlowDocument): Told => {
  const view = diffView({ document: from, board: {} }, { document: to, board: {} });
  return sorted([
    ...view.nodes.flatMap(({ id, state, fields }) => {
      if (id === 'trigger') return ['trigger'];
      if (state !== 'changed') return [`${state === 'added' ? '+' : '-'}${id}`];
      return fields.length === 0
        ? []
        : [`~${id} ${sorted(fields.map(({ path }) => fieldOf(path.slice(3)))).join(' ')}`];
    }),
    ...view.edges.map(({ edge, state }) => `${state === 'added' ? '+' : '-'}${edgeOf(edge)}`),
    ...view.flow.map(({ path }) => partOf(path.slice(1))),
  ]);
};

const base = {
  language: 'trama/1',
  name: 'A',
  trigger: { type: 'webhook', config: { path: 'a', auth: { type: 'none' } } },
  vars: { n: 1, list: [1, 2] },
  settings: { timeout: 'PT1H' },
  nodes: [
    { id: 'a', type: 'set', config: { values: { x: 1, y: 2 }, keep: true }, position: { x: 0, y: 0 } },
    { id: 'b', type: 'if', label: 'É?', config: { condition: '{{ true }}' }, position: { x: 300, y: 0 } },
    { id: 'c', type: 'stop', config: {} },
  ],
  edges: [
    { from: 'trigger', to: 'a' },
    { from: 'a.out', to: 'b' },
    { from: 'b.true', to: 'c' },
  ],
} as unknown as FlowDocument;

const [a, b, c] = base.nodes as [FlowDocument['nodes'][0], FlowDocument['nodes'][0], FlowDocument['nodes'][0]];
const withA = (more: object): Partial<FlowDocument> => ({ nodes: [{ ...a, ...more }, b, c] });
const edges = (...all: [string, string][]) => ({ edges: all.map(([from, to]) => ({ from, to })) });

const cases: [string, object, Told][] = [
  ['nothing', {}, []],
  ['places', withA({ position: { x: 9, y: 9 } }), []],
  ['a place that was not there', { nodes: [a, b, { ...c, position: { x: 1, y: 1 } }] }, []],
  ['the order of nodes', { nodes: [c, b, a] }, []],
  ['the order of edges', edges(['b.true', 'c'], ['a.out', 'b'], ['trigger', 'a']), []],
  ['an edge written shorter', edges(['trigger.out', 'a'], ['a', 'b'], ['b.true', 'c']), []],
  ['the order of members', withA({ config: { keep: true, values: { y: 2, x: 1 } } }), []],
  ['the order of members in a list', { input: { enum: [{ q: 1, p: 2 }] } }, ['input']],
  ['a value deep inside', withA({ config: { values: { x: 1, y: 3 }, keep: true } }), ['~a config/values']],
  ['a field gone, one come', withA({ config: { values: { x: 1, y: 2 }, also: 1 } }), ['~a config/also config/keep']],
  ['null is not nothing', withA({ config: { values: { x: 1, y: 2 }, keep: null } }), ['~a config/keep']],
  ['a name with a slash', withA({ label: 'x/y~z' }), ['~a label']],
  ['another type', withA({ type: 'code' }), ['~a type']],
  ['a container', withA({ parent: 'b' }), ['~a parent']],
  ['an id, which is another node', withA({ id: 'z' }), ['+z', '-a']],
  ['a node gone with its edges', { nodes: [a, b], ...edges(['trigger', 'a'], ['a', 'b']) }, ['-b.true > c', '-c']],
  ['another port', edges(['trigger', 'a'], ['a', 'b'], ['b.false', 'c']), ['+b.false > c', '-b.true > c']],
  ['the trigger', { trigger: { type: 'webhook', config: { path: 'b', auth: { type: 'none' } } } }, ['trigger']],
  ['name and what is new', { name: 'B', description: 'x' }, ['description', 'name']],
  ['variables', { vars: { n: 2, list: [1, 2] } }, ['vars/n']],
  ['a list in a variable', { vars: { n: 1, list: [2, 1, 3] } }, ['vars/list']],
  ['settings', { settings: {} }, ['settings/timeout']],
];

test.each(cases)('the API and the builder tell the same of %s', (_what, more, told) => {
  const after = { ...base, ...more };
  expect(byApi(base, after)).toEqual(told.toSorted());
  expect(byBuilder(base, after)).toEqual(told.toSorted());
});

test('the way back tells the same, turned round', () => {
  const turned = (line: string) => line.replace(/^[+-]/, (sign) => (sign === '+' ? '-' : '+'));
  for (const [, more, told] of cases) {
    const after = { ...base, ...more };
    expect(byApi(after, base)).toEqual(sorted(told.map(turned)));
    expect(byBuilder(after, base)).toEqual(sorted(told.map(turned)));
  }
});

test('of the order of members, also in a list, neither tells', () => {
  const withInput = (input: object) => ({ ...base, input }) as unknown as FlowDocument;
  const [one, other] = [
    withInput({ enum: [{ q: 1, p: [{ r: 1, s: 2 }] }] }),
    withInput({ enum: [{ p: [{ s: 2, r: 1 }], q: 1 }] }),
  ];
  expect([byApi(one, other), byBuilder(one, other)]).toEqual([[], []]);
});
