import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { call, each, iff, type ShortNode, scope, set } from '../testing.ts';
import { codesOf, reading } from './testing.ts';

const within = (parent: string) => ({ parent });

const diamond: [ShortNode[], string[]] = [
  [iff('c'), set('a'), set('b')],
  ['trigger > c', 'c.true > a', 'c.false > b', 'a > r', 'b > r'],
];

describe('what lies before a reader', () => {
  test('on every path: it can be read', () => {
    expect(reading('steps.a.v', [set('a')], ['trigger > a', 'a > r'])).toEqual([]);
    expect(reading('steps.c.value', ...diamond)).toEqual([]);
    expect(
      reading('steps.a.v + steps.b.v', [set('a'), set('b')], ['trigger > a', 'trigger > b', 'a > r', 'b > r']),
    ).toEqual([]);
  });

  test('on some: maybe_missing, a warning, unless read with ?. or behind a null check', () => {
    expect(reading('steps.a.v', ...diamond)).toEqual(['warning:maybe_missing']);
    for (const fine of [
      'steps.a?.v',
      'steps.a == null ? 0 : steps.a.v',
      'steps.a != null && steps.a.v == 1',
      '(steps.a ?? steps.b)?.v',
      "port.a == 'out' ? steps.a.v : 0",
      'steps.a',
      '[steps.a, steps.b]',
    ]) {
      expect(reading(fine, ...diamond), fine).toEqual([]);
    }
  });

  test('on none: not_before, an error', () => {
    expect(reading('steps.z.v', [set('z')], ['trigger > r', 'r > z'])).toEqual(['error:not_before']);
    expect(reading('steps.z?.v', [set('z')], ['trigger > r', 'trigger > z'])).toEqual(['error:not_before']);
    expect(reading('steps.r.v', [], ['trigger > r'])).toEqual(['error:not_before']);
    expect(
      codesOf({
        nodes: [iff('c'), set('a'), set('b', { v: '{{ steps.a?.v }}' })],
        edges: ['trigger > c', 'c.true > a', 'c.false > b'],
      }),
    ).toEqual(['error:not_before@b']);
  });

  test('not at all: an unknown step is unknown_name', () => {
    expect(reading('steps.sumiu.v', [], ['trigger > r'])).toEqual(['error:unknown_name']);
    expect(reading('port.sumiu', [], ['trigger > r'])).toEqual(['error:unknown_name']);
    expect(reading('errors.sumiu', [], ['trigger > r'])).toEqual(['error:unknown_name']);
  });

  test('an unknown member of a known type is unknown_field', () => {
    expect(reading('steps.a.w', [set('a')], ['trigger > a', 'a > r'])).toEqual(['error:unknown_field']);
    expect(reading('steps.c.valor', ...diamond)).toEqual(['error:unknown_field']);
    expect(reading('run.nome', [], ['trigger > r'])).toEqual(['error:unknown_field']);
  });

  test('a node where branches meet is sure to run, and so is all that lies before it on each of them', () => {
    const [nodes, edges] = diamond;
    const meet = set('m');
    expect(
      reading('steps.m.v', [...nodes, meet, set('d')], [...edges.slice(0, 3), 'a > m', 'b > m', 'm > d', 'd > r']),
    ).toEqual([]);
    expect(
      reading(
        'steps.m.v',
        [
          scope('e'),
          iff('c', within('e')),
          set('a', { v: 1 }, within('e')),
          set('b', { v: 1 }, within('e')),
          set('m', { v: 1 }, within('e')),
        ],
        ['trigger > e', 'e.each > c', 'c.true > a', 'c.false > b', 'a > m', 'b > m', 'e > r'],
      ),
    ).toEqual([]);
    // A sure edge is waited for, whatever the other edges are.
    expect(reading('steps.d.v', [iff('c'), set('d')], ['trigger > c', 'trigger > d', 'd > r', 'c.true > r'])).toEqual(
      [],
    );
  });

  test('behind an error port the output may be missing, the error is there', () => {
    const caught: [ShortNode[], string[]] = [[call('a')], ['trigger > a', 'a.error > r']];
    expect(reading('errors.a.code', ...caught)).toEqual([]);
    expect(reading('error.message', ...caught)).toEqual([]);
    expect(reading('steps.a.v', ...caught)).toEqual(['warning:maybe_missing']);
    expect(reading('errors.a.code', [call('a')], ['trigger > a', 'a > r', 'a.error > r'])).toEqual([
      'warning:maybe_missing',
    ]);
    expect(reading('errors.a?.code', [call('a')], ['trigger > a', 'a > r', 'a.error > r'])).toEqual([]);
  });

  test('join first: what it does not wait for may be missing', () => {
    const race: [ShortNode[], string[]] = [
      [set('z'), call('a'), call('b')],
      ['trigger > z', 'z > a', 'z > b', 'a > r', 'b > r'],
    ];
    expect(reading('steps.a.v', ...race, 'r', { join: 'first' })).toEqual(['warning:maybe_missing']);
    expect(reading('steps.z.v', ...race, 'r', { join: 'first' })).toEqual([]);
  });

  test('a disabled node is null', () => {
    expect(reading('steps.a.v', [set('a', { v: 1 }, { disabled: true })], ['trigger > a', 'a > r'])).toEqual([
      'warning:maybe_missing',
    ]);
    expect(reading('steps.a?.v', [set('a', { v: 1 }, { disabled: true })], ['trigger > a', 'a > r'])).toEqual([]);
  });
});

describe('containers', () => {
  const inside: ShortNode[] = [scope('e'), set('a', { v: 1 }, within('e'))];

  test('nodes of a scope stay readable after it, and past its error and timeout, where they may be missing', () => {
    expect(reading('steps.a.v', inside, ['trigger > e', 'e.each > a', 'e > r'])).toEqual([]);
    for (const port of ['error', 'timeout']) {
      expect(reading('steps.a.v', inside, ['trigger > e', 'e.each > a', `e.${port} > r`])).toEqual([
        'warning:maybe_missing',
      ]);
      expect(reading('steps.a?.v', inside, ['trigger > e', 'e.each > a', `e.${port} > r`])).toEqual([]);
    }
    const interrupted: ShortNode[] = [
      scope('e', { interrupt: [{ port: 'x', name: 'y' }] }),
      set('a', { v: 1 }, within('e')),
    ];
    expect(reading('steps.a.v', interrupted, ['trigger > e', 'e.each > a', 'e.x > r'])).toEqual([
      'warning:maybe_missing',
    ]);
    expect(reading('steps.e.data', interrupted, ['trigger > e', 'e.each > a', 'e.x > r'])).toEqual([]);
  });

  test('nodes of a scope that may not run there may be missing after it', () => {
    expect(
      reading(
        'steps.a.v',
        [scope('e'), iff('c', within('e')), set('a', { v: 1 }, within('e'))],
        ['trigger > e', 'e.each > c', 'c.true > a', 'e > r'],
      ),
    ).toEqual(['warning:maybe_missing']);
  });

  test('nodes of a loop can be read only inside their round', () => {
    const loop: ShortNode[] = [each('l'), set('a', { v: 1 }, within('l'))];
    expect(reading('steps.a.v', loop, ['trigger > l', 'l.each > a', 'l > r'])).toEqual(['error:not_before']);
    expect(reading('steps.a.v', loop, ['trigger > l', 'l.each > a', 'a > r'], 'r', within('l'))).toEqual([]);
    expect(
      codesOf({
        nodes: [each('l', { result: '{{ steps.a.v }}' }), set('a', { v: 1 }, within('l'))],
        edges: ['trigger > l', 'l.each > a'],
      }),
    ).toEqual([]);
    expect(
      codesOf({
        nodes: [
          { id: 'l', type: 'while', config: { condition: '{{ steps.a.v == 1 }}' } },
          set('a', { v: 1 }, within('l')),
        ],
        edges: ['trigger > l', 'l.each > a'],
      }),
    ).toEqual(['error:not_before@l']);
  });

  test('what lies before a container can be read inside it, what lies beside it cannot', () => {
    expect(
      reading('steps.a.v', [set('a'), each('l')], ['trigger > a', 'a > l', 'l.each > r'], 'r', within('l')),
    ).toEqual([]);
    expect(
      reading('steps.a.v', [set('a'), each('l')], ['trigger > a', 'trigger > l', 'l.each > r'], 'r', within('l')),
    ).toEqual(['error:not_before']);
    expect(reading('steps.l', [each('l')], ['trigger > l', 'l.each > r'], 'r', within('l'))).toEqual([
      'error:not_before',
    ]);
  });

  test('names of loops: item, its index, index, last; with as under another name', () => {
    const loop = (config: JsonObject, expression: string) =>
      reading(expression, [each('l', config)], ['trigger > l', 'l.each > r'], 'r', within('l'));
    expect(loop({}, 'item.n + itemIndex + index')).toEqual([]);
    expect(loop({ as: 'pedido' }, 'pedido.n + pedidoIndex + index')).toEqual([]);
    expect(loop({ as: 'pedido' }, 'item.n')).toEqual(['error:unknown_name']);
    expect(loop({}, 'item.m')).toEqual(['error:unknown_field']);
    expect(loop({}, 'last')).toEqual(['error:unknown_name']);
    expect(reading('item', [], ['trigger > r'])).toEqual(['error:unknown_name']);
    expect(
      reading(
        'last == null ? index : last',
        [{ id: 'l', type: 'while', config: { condition: '{{ index < 3 && last != 5 }}' } }],
        ['trigger > l', 'l.each > r'],
        'r',
        within('l'),
      ),
    ).toEqual([]);
    expect(
      reading(
        'fora.n + item.n',
        [each('f', { as: 'fora' }), each('l', {}, within('f'))],
        ['trigger > f', 'f.each > l', 'l.each > r'],
        'r',
        within('l'),
      ),
    ).toEqual([]);
  });

  test('the item has the type of the items, wherever they come from', () => {
    const from = (items: Json, expression: string) =>
      reading(
        expression,
        [set('s', { l: [{ a: 1 }] }), each('l', { items })],
        ['trigger > s', 's > l', 'l.each > r'],
        'r',
        within('l'),
      );
    expect(from('{{ steps.s.l }}', 'item.a')).toEqual([]);
    expect(from('{{ steps.s.l }}', 'item.b')).toEqual(['error:unknown_field']);
    expect(from('{{ trigger.data.l }}', 'item.b')).toEqual([]);
  });

  test('the results of a loop and of a scope have types', () => {
    expect(reading('steps.l[0].n', [each('l', { result: '{{ item }}' })], ['trigger > l', 'l > r'])).toEqual([]);
    expect(reading('steps.l[0].m', [each('l', { result: '{{ item }}' })], ['trigger > l', 'l > r'])).toEqual([
      'error:unknown_field',
    ]);
    expect(
      reading(
        'steps.l.map(x => x.ok ? x.value : x.error.code)',
        [each('l', { onItemError: 'collect' })],
        ['trigger > l', 'l > r'],
      ),
    ).toEqual([]);
    expect(reading('steps.l + 1', [each('l')], ['trigger > l', 'l > r'])).toEqual(['error:type_mismatch']);
    expect(
      reading('steps.e.v + 1', [scope('e'), set('a', { v: 1 }, within('e'))], ['trigger > e', 'e.each > a', 'e > r']),
    ).toEqual([]);
  });

  test('a node behind a thousand others, written backwards, is checked like any', () => {
    const n = 900;
    const nodes = Array.from({ length: n }, (_, i) =>
      set(`n${i}`, { v: i === 0 ? 1 : `{{ steps.n${i - 1}.v + 1 }}` }),
    ).reverse();
    const edges = Array.from({ length: n }, (_, i) => `${i ? `n${i - 1}` : 'trigger'} > n${i}`);
    expect(codesOf({ nodes, edges })).toEqual([]);
    expect(codesOf({ nodes: nodes.map((node) => (node.id === 'n0' ? set('n0', { v: {} }) : node)), edges })).toEqual([
      'error:type_mismatch@n1',
    ]);
  });
});

describe('error', () => {
  const nodes = [call('a'), call('b')];

  test('error is short for errors.<id> where exactly one error port lies on every path', () => {
    expect(reading('error.code', nodes, ['trigger > a', 'a > b', 'b.error > r'])).toEqual([]);
    expect(reading('error.code', [...nodes, set('m')], ['trigger > a', 'a.error > m', 'm > r', 'a > b'])).toEqual([]);
    expect(
      reading('error.code', [scope('e'), call('a', within('e'))], ['trigger > e', 'e.each > a', 'e.error > r']),
    ).toEqual([]);
  });

  test('else ambiguous_error: none, one of two, or two', () => {
    expect(reading('error', [], ['trigger > r'])).toEqual(['error:ambiguous_error']);
    expect(reading('error', nodes, ['trigger > a', 'a > b', 'a.error > r', 'b.error > r'])).toEqual([
      'error:ambiguous_error',
    ]);
    expect(reading('error', [call('a')], ['trigger > a', 'a > r', 'a.error > r'])).toEqual(['error:ambiguous_error']);
    expect(reading('error', nodes, ['trigger > a', 'a.error > b', 'b.error > r'])).toEqual(['error:ambiguous_error']);
  });
});
