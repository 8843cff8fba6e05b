import { expect } from 'vitest';
import { demo } from './client.ts';
import { flowOf, get, set, type TestFlow, type TestNode, wait, waitFor } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const problemsOf = async (definition: unknown): Promise<string[]> => {
  const { problems } = await api.made('POST', '/v1/flows/validate', { definition });
  for (const one of problems) {
    expect(one).toMatchObject({
      code: expect.any(String),
      severity: expect.stringMatching(/^(error|warning)$/),
      message: expect.stringMatching(/\S/),
    });
    expect(one.field === undefined || one.field === '' || one.field.startsWith('/')).toBe(true);
  }
  return problems.map(
    (one: { code: string; severity: string; node?: string }) =>
      `${one.severity} ${one.code}${one.node ? ` ${one.node}` : ''}`,
  );
};
const flow = (nodes: Record<string, TestNode>, edges: string, more: Record<string, unknown> = {}): TestFlow => ({
  nodes,
  edges,
  ...more,
});
const a = set({ v: 1 });
const iff = (condition: unknown) => ({ type: 'if', config: { condition } });
const use = (expression: string) => set({ x: `{{ ${expression} }}` });
const each = (more: Record<string, unknown> = {}) => ({ type: 'forEach', config: { items: [1], ...more } });

const CASES: [string, TestFlow, string[]][] = [
  ['a flow without faults', flow({ a }, 'trigger > a'), []],
  ['an unknown node type', flow({ a: { type: 'voar', config: {} } }, 'trigger > a'), ['error unknown_node_type a']],
  ['an unknown trigger', flow({ a }, 'trigger > a', { trigger: { type: 'lua' } }), ['error unknown_node_type']],
  ['an unknown field of a node', flow({ a: { ...a, cor: 1 } }, 'trigger > a'), ['error unknown_field']],
  ['a config that lacks a field', flow({ a: { type: 'if', config: {} } }, 'trigger > a.true'), ['error bad_config a']],
  ['an edge to nowhere', flow({ a }, 'trigger > a > sumiu'), ['error dangling_edge']],
  ['an edge from nowhere', flow({ a }, 'trigger > a, sumiu > a'), ['error dangling_edge']],
  ['a port that the node has not', flow({ a, b: a }, 'trigger > a.talvez > b'), ['error unknown_port a']],
  ['a cycle', flow({ a, b: a }, 'trigger > a > b > a'), ['error cycle']],
  ['a node that no edge reaches', flow({ a, b: a }, 'trigger > a'), ['error unreachable b']],
  ['two nodes of one id', { ...flow({ a }, 'trigger > a'), nodes: { a } }, []],
  ['an expression that is none', flow({ a: use('1 +') }, 'trigger > a'), ['error bad_expression a']],
  ['an assignment', flow({ a: use('a = 1') }, 'trigger > a'), ['error bad_expression a']],
  ['a regular expression', flow({ a: use('/x/.test("x")') }, 'trigger > a'), ['error bad_expression a']],
  ['new', flow({ a: use('new Date()') }, 'trigger > a'), ['error bad_expression a']],
  ['this', flow({ a: use('this') }, 'trigger > a'), ['error bad_expression a']],
  ['an unknown function', flow({ a: use('voa(1)') }, 'trigger > a'), ['error unknown_name a']],
  ['an unknown variable', flow({ a: use('vars.nada') }, 'trigger > a', { vars: { v: 1 } }), ['error unknown_field a']],
  ['an unknown member of a known type', flow({ a, b: use('steps.a.w') }, 'trigger > a > b'), ['error unknown_field b']],
  ['operands that do not fit', flow({ a: use("'x' * 2") }, 'trigger > a'), ['error type_mismatch a']],
  [
    'a condition of the wrong type',
    flow({ i: iff('{{ 1 + 1 }}'), a }, 'trigger > i.true > a'),
    ['error type_mismatch i'],
  ],
  ['a step that comes later', flow({ a: use('steps.b.v'), b: a }, 'trigger > a > b'), ['error not_before a']],
  [
    'a step that is before on some paths',
    flow({ i: iff('{{ trigger.data.x }}'), a, b: use('steps.a.v') }, 'trigger > i.true > a > b, i.false > b'),
    ['warning maybe_missing b'],
  ],
  [
    'the same read with ?.',
    flow({ i: iff('{{ trigger.data.x }}'), a, b: use('steps.a?.v') }, 'trigger > i.true > a > b, i.false > b'),
    [],
  ],
  [
    'the same read after a null check',
    flow(
      { i: iff('{{ trigger.data.x }}'), a, b: use('steps.a != null ? steps.a.v : 0') },
      'trigger > i.true > a > b, i.false > b',
    ),
    [],
  ],
  [
    'error with two sources',
    flow(
      { h: get('https://a.example'), g: get('https://a.example'), b: use('error.code') },
      'trigger > h.error > b, trigger > g.error > b',
    ),
    ['error ambiguous_error b'],
  ],
  ['error with one', flow({ h: get('https://a.example'), b: use('error.code') }, 'trigger > h.error > b'), []],
  ['a wait longer than the run', flow({ w: wait('P40D') }, 'trigger > w'), ['warning wait_longer_than_run w']],
  ['the same where the run may last', flow({ w: wait('P40D') }, 'trigger > w', { settings: { timeout: null } }), []],
  [
    'a webhook that anybody can call',
    flow({ a }, 'trigger > a', { trigger: { type: 'webhook', config: { path: 'aberto-demais' } } }),
    ['warning open_webhook'],
  ],
  [
    'two branches that assign one variable',
    flow(
      { a: { type: 'assign', config: { values: { v: 1 } } }, b: { type: 'assign', config: { values: { v: 2 } } } },
      'trigger > a, trigger > b',
      { vars: { v: 0 } },
    ),
    ['warning parallel_assign'],
  ],
  [
    'two responses one after another',
    flow({ a: { type: 'respond', config: {} }, b: { type: 'respond', config: {} } }, 'trigger > a > b'),
    ['error two_responses b'],
  ],
  [
    'two responses in two arms',
    flow(
      { i: iff('{{ trigger.data.x }}'), a: { type: 'respond', config: {} }, b: { type: 'respond', config: {} } },
      'trigger > i.true > a, i.false > b',
    ),
    [],
  ],
  [
    'an edge into a container',
    flow(
      { c: each(), d: { ...a, parent: 'c' }, b: a, e: { ...a, parent: 'c' } },
      'trigger > c, c.each > d, trigger > b > e',
    ),
    ['error crosses_container'],
  ],
  [
    'an edge out of a container',
    flow({ c: each(), d: { ...a, parent: 'c' }, b: a }, 'trigger > c, c.each > d > b'),
    ['error crosses_container'],
  ],
  ['a parent that is no container', flow({ c: a, d: { ...a, parent: 'c' } }, 'trigger > c, c.each > d'), ['error']],
  ['break outside of a loop', flow({ b: { type: 'break', config: {} } }, 'trigger > b'), ['error bad_config b']],
  ['an id that cannot be one', flow({ Aa: a }, 'trigger > Aa'), ['error bad_document']],
  ['the reserved id', flow({ trigger: a }, 'trigger > trigger'), ['error bad_document']],
  ['a duration that is none', flow({ w: wait('2 horas') }, 'trigger > w'), ['error bad_config w']],
  [
    'a concurrency of fifty-one',
    flow({ c: each({ concurrency: 51 }), d: { ...a, parent: 'c' } }, 'trigger > c, c.each > d'),
    ['error bad_config c'],
  ],
  [
    'a concurrency that is no literal',
    flow({ c: each({ concurrency: '{{ 3 }}' }), d: { ...a, parent: 'c' } }, 'trigger > c, c.each > d'),
    ['error bad_config c'],
  ],
  [
    'maxIterations beyond a million',
    flow(
      {
        w: { type: 'while', config: { condition: '{{ false }}', maxIterations: 1_000_001 } },
        d: { ...a, parent: 'w' },
      },
      'trigger > w, w.each > d',
    ),
    ['error bad_config w'],
  ],
  ['fields of an action on a core node', flow({ a: { ...a, retry: { maxAttempts: 2 } } }, 'trigger > a'), ['error']],
  [
    'disabling what has more ports',
    flow({ i: { ...iff('{{ true }}'), disabled: true }, a }, 'trigger > i.true > a'),
    ['error bad_config i'],
  ],
  [
    'a name of a loop outside of it',
    flow({ c: each(), d: { ...a, parent: 'c' }, b: use('item') }, 'trigger > c > b, c.each > d'),
    ['error unknown_name b'],
  ],
  [
    'a node inside a loop, read outside',
    flow({ c: each(), d: { ...a, parent: 'c' }, b: use('steps.d.v') }, 'trigger > c > b, c.each > d'),
    ['error'],
  ],
  [
    'a key that is no expression of the trigger',
    flow({ a }, 'trigger > a', { settings: { key: '{{ steps.a.v }}' } }),
    ['error'],
  ],
  [
    'a time zone that is none',
    flow({ a }, 'trigger > a', { settings: { timezone: 'Marte/Norte' } }),
    ['error bad_config'],
  ],
  [
    'a wait with two times',
    flow({ w: { type: 'wait', config: { for: 'PT1S', until: '2030-01-01T00:00:00.000Z' } } }, 'trigger > w'),
    ['error bad_config w'],
  ],
  [
    'a text of over 4,096 characters',
    flow({ a: use(`'${'x'.repeat(4_100)}'`) }, 'trigger > a'),
    ['error bad_expression a'],
  ],
  [
    'two events on one port',
    flow(
      {
        e: {
          type: 'waitForEvent',
          config: {
            events: [
              { port: 'p', name: 'a' },
              { port: 'p', name: 'b' },
            ],
          },
        },
      },
      'trigger > e',
    ),
    [],
  ],
  [
    'an input schema that cannot be read',
    flow({ a }, 'trigger > a', { input: { type: 'banana' } }),
    ['error bad_config'],
  ],
  [
    'an output schema that leads nowhere',
    flow({ h: { ...get('https://a.example'), outputSchema: { $ref: '#/$defs/x' } } }, 'trigger > h'),
    ['error bad_config h'],
  ],
  [
    'a schedule that is none',
    flow({ a }, 'trigger > a', { trigger: { type: 'schedule', config: { cron: 'banana' } } }),
    ['error bad_config'],
  ],
  [
    'a schedule without a time',
    flow({ a }, 'trigger > a', { trigger: { type: 'schedule', config: {} } }),
    ['error bad_config'],
  ],
  ['a wait of an event', flow({ e: waitFor('x') }, 'trigger > e'), []],
];

test.each(CASES)('%s', async (_, document, wanted) => {
  const found = await problemsOf(flowOf(document));
  if (wanted.length === 0) expect(found).toEqual([]);
  for (const one of wanted)
    expect(
      found.some((problem) => problem.startsWith(one)),
      found.join(', ') || 'none',
    ).toBe(true);
});

test('two nodes of one id are duplicate_id', async () => {
  const document = flowOf({ nodes: { a }, edges: 'trigger > a' });
  expect(
    await problemsOf({
      ...document,
      nodes: [...(document.nodes as unknown[]), { id: 'a', type: 'set', config: { values: {} } }],
    }),
  ).toEqual(expect.arrayContaining([expect.stringContaining('error duplicate_id')]));
});

test('limits: 1,000 nodes, 4,000 edges, 1 MB, ten levels', async () => {
  const ids = Array.from({ length: 1_001 }, (_, i) => `n${i}`);
  const long = (n: number) =>
    flowOf({
      nodes: Object.fromEntries(ids.slice(0, n).map((id) => [id, a])),
      edges: `trigger > ${ids.slice(0, n).join(' > ')}`,
    });
  expect(await problemsOf(long(1_000))).toEqual([]);
  expect(await problemsOf(long(1_001))).toEqual(['error too_large']);
  expect(await problemsOf(flowOf({ nodes: { a: set({ v: 'x'.repeat(1_100_000) }) }, edges: 'trigger > a' }))).toEqual([
    'error too_large',
  ]);
  const levels = (n: number) => {
    const names = Array.from({ length: n }, (_, i) => `e${i}`);
    const nodes = Object.fromEntries(
      names.map((id, i) => [id, { type: 'scope', config: {}, ...(i > 0 && { parent: names[i - 1] }) }]),
    );
    return flowOf({
      nodes: { ...nodes, a: { ...a, parent: names.at(-1) } },
      edges: `trigger > e0, ${names
        .slice(1)
        .map((id, i) => `e${i}.each > ${id}`)
        .join(',')}, e${n - 1}.each > a`,
    });
  };
  expect(await problemsOf(levels(10))).toEqual([]);
  expect((await problemsOf(levels(11))).length).toBeGreaterThan(0);
});

test('a problem in an expression says where in the field it is', async () => {
  const { problems } = await api.made('POST', '/v1/flows/validate', {
    definition: flowOf({ nodes: { a: set({ v: 'olá {{ nada + 1 }}' }) }, edges: 'trigger > a' }),
  });
  expect(problems).toMatchObject([
    { code: 'unknown_name', node: 'a', field: '/config/values/v', range: { start: 7, end: 11 } },
  ]);
});

test.each([
  null,
  [],
  'x',
  5,
  { language: 'trama/2' },
  { language: 'trama/1', nodes: {}, edges: [] },
  { nodes: [null], edges: [null] },
])('whatever is no document is bad_document: %j', async (definition) => {
  const found = await problemsOf(definition);
  expect(found.length).toBeGreaterThan(0);
  for (const one of found) expect(one).toBe('error bad_document');
});
