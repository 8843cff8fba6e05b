import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from './compile.ts';
import type { FlowDocument } from './document.ts';
import { randomCase } from './machine/random-flow.ts';
import { call, each, flowOf, iff, runFlow, type ShortFlow, set, statusesOf, testCatalogue } from './testing.ts';
import { trimTo } from './trim-to.ts';

const trimmed = (flow: ShortFlow, target: string): FlowDocument | null =>
  trimTo(flowOf(flow) as unknown as FlowDocument, target);
const ids = (document: FlowDocument | null): string[] => document?.nodes.map(({ id }) => id) ?? [];
const errorsOf = (document: FlowDocument | null) =>
  compile(document, testCatalogue).problems.filter(({ severity }) => severity === 'error');

const order: ShortFlow = {
  nodes: [set('sum'), iff('large'), call('ask'), call('tell'), set('done', { v: '{{ steps.ask }}' }), set('beside')],
  edges: [
    'trigger > sum',
    'sum > large',
    'large.true > ask',
    'large.false > done',
    'ask > done',
    'ask > tell',
    'trigger > beside',
  ],
  output: '{{ steps.done.v }}',
};

test('what leads to a node is kept, and nothing beside it or after it', () => {
  expect(ids(trimmed(order, 'done'))).toEqual(['sum', 'large', 'ask', 'done']);
  const short = trimmed(order, 'large');
  expect(ids(short)).toEqual(['sum', 'large']);
  expect(short?.edges).toEqual([
    { from: 'trigger', to: 'sum' },
    { from: 'sum', to: 'large' },
  ]);
  expect(short).not.toHaveProperty('output');
  expect(trimmed(order, 'nobody')).toBeNull();
});

const loops: ShortFlow = {
  nodes: [
    each('items', { result: '{{ steps.told.v }}' }),
    call('get', { parent: 'items' }),
    set('told', { v: '{{ item.n }}' }, { parent: 'items' }),
    {
      id: 'pages',
      type: 'while',
      config: { condition: '{{ index == 0 || last.next != null }}', result: { next: '{{ steps.page.next }}' } },
    },
    call('page', { parent: 'pages' }),
    call('keep', { parent: 'pages' }),
    set('end', { v: '{{ size(steps.items) }}' }),
  ],
  edges: [
    'trigger > items',
    'items.each > get',
    'get > told',
    'items > pages',
    'pages.each > page',
    'page > keep',
    'pages > end',
  ],
};

test('containers before a node are whole; those around it hold what leads to it, and none of it is read that is gone', () => {
  expect(ids(trimmed(loops, 'end'))).toEqual(ids(flowOf(loops) as unknown as FlowDocument));
  const inside = trimmed(loops, 'get');
  expect(ids(inside)).toEqual(['items', 'get']);
  expect(inside?.nodes[0]?.config).toEqual({ items: [{ n: 1 }] });
  expect(errorsOf(inside)).toEqual([]);
  const page = trimmed(loops, 'page');
  expect(ids(page)).toEqual(['items', 'get', 'told', 'pages', 'page']);
  expect(errorsOf(page)).toEqual([]);
});

test('a while around the node makes one round', () => {
  const forever: ShortFlow = {
    nodes: [
      { id: 'loop', type: 'while', config: { condition: '{{ true }}' } },
      set('a', { v: 1 }, { parent: 'loop' }),
      { id: 'out', type: 'break', parent: 'loop' },
    ],
    edges: ['trigger > loop', 'loop.each > a', 'a > out'],
  };
  const run = runFlow({
    ...(trimmed(forever, 'a') as unknown as ShortFlow),
    edges: ['trigger > loop', 'loop.each > a'],
  });
  expect(run.end?.status).toBe('succeeded');
  expect(statusesOf(run)).toEqual({ loop: ['succeeded'], a: ['succeeded'] });
});

test('what is cut out of any flow that compiles compiles, and cutting it again changes nothing', () => {
  fc.assert(
    fc.property(randomCase, fc.nat(), ({ flow }, at) => {
      const document = flow as unknown as FlowDocument;
      if (errorsOf(document).length > 0) return;
      const target = document.nodes[at % document.nodes.length]?.id ?? '';
      const short = trimTo(document, target);
      expect(errorsOf(short)).toEqual([]);
      expect(short && trimTo(short, target)?.nodes.map(({ id }) => id)).toEqual(ids(short));
    }),
    { numRuns: 12 },
  );
});
