import { describe, expect, test } from 'vitest';
import { compile } from '../compile.ts';
import type { Json, JsonObject } from '../json.ts';
import { call, flowOf, problemsOf, type ShortFlow, type ShortNode, set, shortly, testCatalogue } from '../testing.ts';

const one = (node: ShortNode, more: Partial<ShortFlow> = {}): ShortFlow => ({
  nodes: [node],
  edges: [`trigger > ${node.id}`],
  ...more,
});

const codes = (flow: ShortFlow): string[] => shortly(problemsOf(flow));

const of = (document: Json): string[] => shortly(compile(document, testCatalogue, { locale: 'en' }).problems);

const container = (type: string, id = 'c', more: object = {}): ShortNode => ({
  id,
  type,
  config: type === 'forEach' ? { items: [1] } : type === 'while' ? { condition: '{{ false }}' } : {},
  ...more,
});

describe('the document', () => {
  const good = flowOf(one(set('a')));

  test('structure faults of the document are bad_document with the pointer in field', () => {
    for (const [change, field] of [
      [{ language: 'trama/2' }, '/language'],
      [{ name: 5 }, '/name'],
      [{ name: '' }, '/name'],
      [{ trigger: 'x' }, '/trigger'],
      [{ trigger: { config: {} } }, '/trigger/type'],
      [{ nodes: {} }, '/nodes'],
      [{ edges: null }, '/edges'],
      [{ edges: [{ from: 'trigger' }] }, '/edges/0/to'],
      [{ nodes: [5] }, '/nodes/0'],
      [{ nodes: [{ id: 5, type: 'set' }] }, '/nodes/0/id'],
      [{ vars: [] }, '/vars'],
      [{ input: true }, '/input'],
      [{ settings: { priority: 6 } }, '/settings/priority'],
      [{ settings: { whenBusy: 'x' } }, '/settings/whenBusy'],
    ] as [JsonObject, string][]) {
      const { problems } = compile({ ...good, ...change }, testCatalogue);
      expect(problems, field).toContainEqual(
        expect.objectContaining({ code: 'bad_document', severity: 'error', field }),
      );
    }
    expect(of([])).toEqual(['error:bad_document']);
  });

  test('a fault inside a node names the node, with the pointer into it', () => {
    const node = {
      id: 'a',
      type: 'set',
      config: { values: {} },
      retry: { maxAttempts: 0 },
      position: { x: 'a', y: 0 },
    };
    const { problems } = compile({ ...good, nodes: [node] }, testCatalogue);
    const faults = problems.map(({ code, node: id, field }) => [code, id, field]);
    expect(faults).toContainEqual(['bad_document', 'a', '/retry/maxAttempts']);
    expect(faults).toContainEqual(['bad_document', 'a', '/position/x']);
    expect(faults.filter(([code]) => code === 'dangling_edge')).toEqual([]);
  });

  test('unknown fields are errors everywhere but for keys that begin with x-, which are kept', () => {
    expect(of({ ...good, cor: 'azul' })).toEqual(['error:unknown_field']);
    expect(of({ ...good, settings: { cor: 1 } })).toEqual(['error:unknown_field']);
    expect(of({ ...good, trigger: { type: 'api', config: {}, cor: 1 } })).toEqual(['error:unknown_field']);
    expect(of({ ...good, edges: [{ from: 'trigger', to: 'a', cor: 1 }] })).toEqual(['error:unknown_field']);
    expect(codes(one(set('a', { v: 1 }, { cor: 1 } as object)))).toEqual(['error:unknown_field@a']);
    expect(codes(one(call('a', { retry: { cor: 1 } as object })))).toEqual(['error:unknown_field@a']);
    const notes = { 'x-cor': 'azul' };
    const noted = {
      ...good,
      ...notes,
      trigger: { type: 'api', config: { ...notes }, ...notes },
      settings: notes,
      nodes: [{ id: 'a', type: 'set', config: { values: {}, ...notes }, ...notes, position: { x: 0, y: 0, ...notes } }],
      edges: [{ from: 'trigger', to: 'a', ...notes }],
    };
    const { problems, plan } = compile(noted, testCatalogue);
    expect(problems).toEqual([]);
    expect(JSON.stringify(plan?.nodes)).not.toContain('azul');
  });

  test('a fault in one place hides no other', () => {
    const flow = {
      ...flowOf({
        nodes: [set('a', { v: '{{ nada }}' }, { label: 5 } as object), call('b', { config: {}, timeout: 'x' })],
        edges: ['trigger > a', 'a > b', 'b > nada'],
      }),
      language: 'x',
      cor: 1,
    };
    expect(of(flow).sort()).toEqual([
      'error:bad_config@b',
      'error:bad_document',
      'error:bad_document@a',
      'error:dangling_edge',
      'error:unknown_field',
      'error:unknown_name@a',
    ]);
  });

  test('keys that lead to a prototype are dropped at the entrance', () => {
    const document = JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}') as JsonObject;
    expect(of({ ...good, ...document, constructor: 1 } as JsonObject)).toEqual([]);
  });

  test('limits: 1,000 nodes, 4,000 edges, 1 MB, ten levels', () => {
    const chain = (n: number): ShortFlow => ({
      nodes: Array.from({ length: n }, (_, i) => set(`n${i}`)),
      edges: Array.from({ length: n }, (_, i) => `${i ? `n${i - 1}` : 'trigger'} > n${i}`),
    });
    expect(codes(chain(1000))).toEqual([]);
    expect(codes(chain(1001))).toEqual(['error:too_large']);
    const edges = (n: number): ShortFlow => ({
      ...chain(100),
      edges: [...chain(100).edges, ...Array.from({ length: n - 100 }, () => 'trigger > n0')],
    });
    expect(codes(edges(4000))).toEqual([]);
    expect(codes(edges(4001))).toEqual(['error:too_large']);
    const large = (length: number): ShortFlow => ({ ...one(set('a')), 'x-nota': 'x'.repeat(length) });
    expect(codes(large(1024 * 1024 - 400))).toEqual([]);
    expect(codes(large(1024 * 1024))).toEqual(['error:too_large']);
    expect(codes(large(600_000).nodes ? { ...one(set('a')), 'x-nota': 'é'.repeat(600_000) } : one(set('a')))).toEqual([
      'error:too_large',
    ]);
    const nested = (levels: number): ShortFlow => ({
      nodes: [
        ...Array.from({ length: levels }, (_, i) => container('scope', `e${i}`, i ? { parent: `e${i - 1}` } : {})),
        set('a', { v: 1 }, { parent: `e${levels - 1}` }),
      ],
      edges: [
        'trigger > e0',
        ...Array.from({ length: levels - 1 }, (_, i) => `e${i}.each > e${i + 1}`),
        `e${levels - 1}.each > a`,
      ],
    });
    expect(codes(nested(10))).toEqual([]);
    expect(codes(nested(11))).toContain('error:too_large@e10');
  });
});

describe('the graph', () => {
  test('ids: a small letter, then letters, digits and _; unique; trigger is reserved', () => {
    for (const id of ['A', '1a', 'a-b', 'a.b', 'á', 'trigger', `a${'x'.repeat(64)}`]) {
      expect(codes({ nodes: [set(id)], edges: [] }), id).toContain('error:bad_document');
    }
    expect(codes(one(set(`a${'x'.repeat(63)}`)))).toEqual([]);
    expect(codes({ nodes: [set('a'), set('a')], edges: ['trigger > a'] })).toEqual(['error:duplicate_id@a']);
  });

  test('unknown_node_type', () => {
    expect(codes(one({ id: 'a', type: 'nada.faz' }))).toEqual(['error:unknown_node_type@a']);
    expect(codes(one(set('a'), { trigger: { type: 'lua', config: {} } }))).toEqual(['error:unknown_node_type']);
    expect(codes(one(call('a', { compensation: { type: 'x.y', config: {} } })))).toEqual(['error:unknown_node_type@a']);
  });

  test('dangling_edge: an end that is no node', () => {
    expect(codes({ nodes: [set('a')], edges: ['trigger > a', 'a > b'] })).toEqual(['error:dangling_edge']);
    expect(codes({ nodes: [set('a')], edges: ['trigger > a', 'b > a'] })).toEqual(['error:dangling_edge']);
    expect(codes({ nodes: [set('a')], edges: ['trigger > a', 'a > trigger'] })).toEqual(['error:dangling_edge']);
  });

  test('unknown_port: a port that the node does not have', () => {
    const c: ShortNode = { id: 'c', type: 'if', config: { condition: '{{ true }}' } };
    expect(codes({ nodes: [c, set('a')], edges: ['trigger > c', 'c > a'] })).toContain('error:unknown_port@c');
    expect(codes({ nodes: [c, set('a')], edges: ['trigger > c', 'c.talvez > a'] })).toContain('error:unknown_port@c');
    expect(
      codes({
        nodes: [{ id: 'f', type: 'fail', config: { code: 'x' } }, set('a')],
        edges: ['trigger > f', 'f.error > a'],
      }),
    ).toContain('error:unknown_port@f');
    expect(codes({ nodes: [set('s'), set('a')], edges: ['trigger > s', 's.each > a'] })).toContain(
      'error:unknown_port@s',
    );
    expect(codes({ nodes: [set('a')], edges: ['trigger.x > a'] })).toContain('error:unknown_port');
    expect(codes({ nodes: [set('a'), set('b')], edges: ['trigger.out > a', 'a.out > b'] })).toEqual([]);
  });

  test('every core node but stop, fail, break and continue has the port error', () => {
    for (const type of [
      'set',
      'assign',
      'if',
      'switch',
      'wait',
      'waitForEvent',
      'approval',
      'flow',
      'respond',
      'code',
      'forEach',
      'while',
      'scope',
    ]) {
      expect(codes({ nodes: [{ id: 'a', type }, set('b')], edges: ['trigger > a', 'a.error > b'] })).not.toContain(
        'error:unknown_port@a',
      );
    }
  });

  test('ports of a config: cases, events, interrupts; any text may name one', () => {
    const s: ShortNode = {
      id: 's',
      type: 'switch',
      config: {
        cases: [
          { port: 'past_due', when: '{{ true }}' },
          { port: 'não-pago', when: '{{ true }}' },
          { port: 'past_due', when: '{{ true }}' },
        ],
      },
    };
    expect(
      codes({ nodes: [s, set('a')], edges: ['trigger > s', 's.past_due > a', 's.não-pago > a', 's.default > a'] }),
    ).toEqual([]);
    const w: ShortNode = {
      id: 'w',
      type: 'waitForEvent',
      config: {
        events: [
          { port: 'veio', name: 'a' },
          { port: 'veio', name: 'b' },
        ],
      },
    };
    expect(codes({ nodes: [w, set('a')], edges: ['trigger > w', 'w.veio > a', 'w.timeout > a'] })).toEqual([]);
    for (const port of ['timeout', 'error'])
      expect(codes(one({ id: 'w', type: 'waitForEvent', config: { events: [{ port, name: 'a' }] } }))).toEqual([
        'error:bad_config@w',
      ]);
    expect(
      codes(one({ id: 'w', type: 'waitForEvent', config: { events: [{ port: '{{ x }}', name: 'a' }] } })),
    ).not.toEqual([]);
  });

  test('crosses_container: both ends stand in the same container, but for its entry', () => {
    const nodes = [container('scope'), set('d', { v: 1 }, { parent: 'c' }), set('a')];
    const base = ['trigger > c', 'c.each > d', 'trigger > a'];
    expect(codes({ nodes, edges: base })).toEqual([]);
    for (const edge of ['a > d', 'd > a', 'c > d', 'trigger > d', 'c.each > a'])
      expect(codes({ nodes, edges: [...base, edge] }), edge).toContain(
        `error:crosses_container@${edge.endsWith('a') ? 'a' : 'd'}`,
      );
  });

  test('cycle, also of a node with itself and inside a container', () => {
    expect(codes({ nodes: [set('a'), set('b'), set('c')], edges: ['trigger > a', 'a > b', 'b > a', 'b > c'] })).toEqual(
      ['error:cycle@a', 'error:cycle@b'],
    );
    expect(codes({ nodes: [set('a')], edges: ['trigger > a', 'a > a'] })).toEqual(['error:cycle@a']);
    expect(
      codes({
        nodes: [container('scope'), set('a', { v: 1 }, { parent: 'c' }), set('b', { v: 1 }, { parent: 'c' })],
        edges: ['trigger > c', 'c.each > a', 'a > b', 'b > a'],
      }),
    ).toEqual(['error:cycle@a', 'error:cycle@b']);
  });

  test('unreachable: a node that no edge reaches, and what only it leads to', () => {
    expect(codes({ nodes: [set('a'), set('b'), set('c')], edges: ['trigger > a', 'b > c'] })).toEqual([
      'error:unreachable@b',
      'error:unreachable@c',
    ]);
    expect(
      codes({ nodes: [container('forEach'), set('a', { v: 1 }, { parent: 'c' })], edges: ['trigger > c'] }),
    ).toEqual(['error:unreachable@a']);
  });

  test('a parent must be a container of the flow, and not inside itself', () => {
    expect(codes({ nodes: [set('a', { v: 1 }, { parent: 'x' })], edges: ['trigger > a'] })).toContain(
      'error:bad_document@a',
    );
    expect(codes({ nodes: [set('a'), set('b', { v: 1 }, { parent: 'a' })], edges: ['trigger > a'] })).toContain(
      'error:bad_document@b',
    );
    expect(
      codes({ nodes: [container('scope', 'a', { parent: 'b' }), container('scope', 'b', { parent: 'a' })], edges: [] }),
    ).toContain('error:bad_document@a');
  });

  test('only nodes with the port out can be disabled', () => {
    for (const node of [
      set('a'),
      call('a'),
      container('scope', 'a'),
      container('forEach', 'a'),
      { id: 'a', type: 'wait', config: { for: 'PT1S' } },
    ])
      expect(codes(one({ ...node, disabled: true }))).toEqual([]);
    for (const node of [
      { id: 'a', type: 'if', config: { condition: '{{ true }}' } },
      { id: 'a', type: 'stop' },
      { id: 'a', type: 'approval', config: { title: 'x' } },
    ] as ShortNode[])
      expect(codes(one({ ...node, disabled: true }))).toEqual(['error:bad_config@a']);
  });

  test('break and continue stand inside a loop', () => {
    expect(codes(one({ id: 'b', type: 'break' }))).toEqual(['error:bad_config@b']);
    const inside = (type: string): ShortFlow => ({
      nodes: [container(type), container('scope', 'e', { parent: 'c' }), { id: 'b', type: 'continue', parent: 'e' }],
      edges: ['trigger > c', 'c.each > e', 'e.each > b'],
    });
    expect(codes(inside('forEach'))).toEqual([]);
    expect(codes(inside('while'))).toEqual([]);
    expect(codes(inside('scope'))).toEqual(['error:bad_config@b']);
  });
});
