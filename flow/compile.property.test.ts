import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from './compile.ts';
import type { Json, JsonObject } from './json.ts';
import { randomCase } from './machine/random-flow.ts';
import { PROBLEM_CODES, type Problem } from './problem.ts';
import { testCatalogue } from './testing.ts';

const isWellFormed = ({ code, severity, message }: Problem): boolean =>
  PROBLEM_CODES.includes(code) && ['error', 'warning'].includes(severity) && message !== '';

const wellFormed = (input: unknown): void => {
  const { problems, plan } = compile(input, testCatalogue);
  expect(problems.filter((one) => !isWellFormed(one))).toEqual([]);
  expect(plan === null).toBe(problems.some(({ severity }) => severity === 'error'));
};

test('compile never throws on any JSON, and has a plan exactly where there is no error', () => {
  fc.assert(fc.property(fc.jsonValue(), wellFormed), { numRuns: 300 });
});

const full: JsonObject = {
  language: 'trama/1',
  name: 'inteiro',
  trigger: {
    type: 'webhook',
    config: { path: 'a', auth: { type: 'hmac', connection: 'c' }, dedupe: '{{ trigger.data.id }}' },
  },
  input: { type: 'object', properties: { id: { type: 'string' } } },
  vars: { n: 0, t: '{{ trigger.data.id }}' },
  nodes: [
    { id: 's', type: 'set', config: { values: { a: 1, b: '{{ vars.n }}' } } },
    {
      id: 'e',
      type: 'scope',
      config: {
        timeout: 'PT1H',
        interrupt: [{ port: 'x', name: 'y', match: '{{ event.data == 1 }}' }],
        compensate: true,
      },
    },
    {
      id: 'a',
      type: 'test.call',
      parent: 'e',
      timeout: 'PT1S',
      retry: { maxAttempts: 2 },
      config: {},
      compensation: { type: 'test.call', config: { v: '{{ steps.a }}' } },
    },
    { id: 'l', type: 'forEach', parent: 'e', config: { items: '{{ [1] }}', as: 'x', result: '{{ x }}' } },
    { id: 'i', type: 'if', parent: 'l', config: { condition: '{{ x == 1 }}' } },
    { id: 'b', type: 'break', parent: 'l' },
    {
      id: 'w',
      type: 'waitForEvent',
      config: { events: [{ port: 'v', name: 'n', key: '{{ steps.s.a }}' }], timeout: 'PT1H' },
    },
    { id: 'p', type: 'approval', config: { title: 'x', message: '{{ approval.url }}' } },
  ],
  edges: [
    'trigger > s',
    's > e',
    'e.each > a',
    'a > l',
    'l.each > i',
    'i.true > b',
    'e.x > w',
    'e.timeout > w',
    'w.v > p',
  ].map((edge) => {
    const [from = '', to = ''] = edge.split(' > ');
    return { from, to };
  }),
  output: '{{ steps.s.b }}',
  settings: { timezone: 'America/Sao_Paulo', key: '{{ trigger.data.id }}', whenBusy: 'queue' },
};

test('the document that is mutated here has no error', () => {
  expect(compile(full, testCatalogue).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});

/** Every place of a document, as a path. */
const placesOf = (value: Json, path: (string | number)[] = []): (string | number)[][] => {
  if (value === null || typeof value !== 'object') return [path];
  const entries = Array.isArray(value) ? value.map((one, i) => [i, one] as const) : Object.entries(value);
  return [path, ...entries.flatMap(([key, one]) => placesOf(one, [...path, key]))];
};

const changed = (value: Json, [step, ...rest]: (string | number)[], change: (at: Json) => Json): Json => {
  if (step === undefined) return change(value);
  if (Array.isArray(value)) return value.map((one, i) => (i === step ? changed(one, rest, change) : one));
  if (value === null || typeof value !== 'object') return value;
  return { ...value, [step]: changed(value[step] ?? null, rest, change) };
};

const places = placesOf(full);
const other: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(
    null,
    '',
    'x',
    0,
    -1,
    1e9,
    true,
    [],
    {},
    [null],
    { a: null },
    '{{ }}',
    '{{ steps.s }}',
    '{{ steps.nada.x }}',
    'a.b.c',
    'trigger',
    '__proto__',
    'constructor',
    'P1D',
  ),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

test('compile never throws on a document with anything anywhere', () => {
  const mutation = fc.tuple(fc.nat(places.length - 1), other);
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      wellFormed(mutations.reduce<Json>((at, [place, value]) => changed(at, places[place] ?? [], () => value), full));
    }),
    { numRuns: 300 },
  );
});

test('compile never throws on a document that misses anything', () => {
  for (const place of places) {
    const last = place.at(-1);
    wellFormed(
      changed(full, place.slice(0, -1), (at) => {
        if (Array.isArray(at)) return at.filter((_, i) => i !== last);
        return at !== null && typeof at === 'object'
          ? Object.fromEntries(Object.entries(at).filter(([key]) => key !== last))
          : at;
      }),
    );
  }
});

test('checking again after an edit says what checking afresh says', () => {
  const edit = fc.tuple(fc.nat(places.length - 1), other);
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
      let document: Json = full;
      for (const [place, value] of edits) {
        document = changed(document, places[place] ?? [], () => value);
        const again = compile(document, testCatalogue);
        const afresh = compile(JSON.parse(JSON.stringify(document)), testCatalogue);
        expect(again.problems).toEqual(afresh.problems);
        expect(again.plan).toEqual(afresh.plan);
      }
    }),
    { numRuns: 100 },
  );
});

/** What an editor does to a node, or to the edges around it. */
const edits: ((node: JsonObject, other: JsonObject) => JsonObject)[] = [
  ...['{{ vars.n }}', '{{ steps.n0 }}', '{{ steps.n0?.v }}', '{{ nada }}', 5, null].map((v) => (node: JsonObject) => ({
    ...node,
    config: { ...(node.config as JsonObject), values: { v } },
  })),
  (node) => ({ ...node, config: { cases: [{ port: 'x', when: true }] } }),
  (node) => ({ ...node, join: 'first' }),
  (node) => ({ ...node, disabled: true }),
  (node, { type }) => ({ ...node, type: type ?? null }),
  (node, { parent }) => ({ ...node, parent: parent ?? 'nada' }),
  (node, { id }) => ({ ...node, id: id ?? '' }),
];
const withoutOne = <T>(all: readonly T[], at: number): T[] => all.filter((_, i) => i !== at % all.length);

test('edits of a larger flow, one after another, say what checking afresh says', () => {
  const edit = fc.tuple(
    fc.nat(1000),
    fc.nat(1000),
    fc.constantFrom<(typeof edits)[number] | 'no node' | 'no edge'>(...edits, 'no node', 'no edge'),
  );
  fc.assert(
    fc.property(randomCase, fc.array(edit, { maxLength: 4 }), ({ flow }, all) => {
      let document: JsonObject = flow;
      compile(document, testCatalogue);
      for (const [at, from, change] of all) {
        const { nodes, edges } = document as { nodes: JsonObject[]; edges: Json[] };
        const other = nodes[from % nodes.length] ?? {};
        if (change === 'no node') document = { ...document, nodes: withoutOne(nodes, at) };
        else if (change === 'no edge') document = { ...document, edges: withoutOne(edges, at) };
        else
          document = {
            ...document,
            nodes: nodes.map((one, i) => (i === at % nodes.length ? change(one, other) : one)),
          };
        const again = compile(document, testCatalogue);
        const afresh = compile(JSON.parse(JSON.stringify(document)), testCatalogue);
        expect(again.problems).toEqual(afresh.problems);
        expect(again.plan).toEqual(afresh.plan);
      }
    }),
    { numRuns: 60 },
  );
});

test('documents that nest deeply, are huge, or hold themselves are refused without a throw', () => {
  const deep = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)) as Json;
  for (const [field, value] of [
    ['vars', { a: deep }],
    ['output', deep],
    ['nodes', deep],
    ['edges', deep],
    ['trigger', deep],
    ['input', { a: deep }],
    ['x-nota', deep],
  ] as const) {
    const { problems } = compile({ ...full, [field]: value }, testCatalogue);
    expect(problems.map(({ code }) => code)).toContain('too_large');
  }
  const circle: Record<string, unknown> = { ...full };
  circle.vars = circle;
  expect(compile(circle, testCatalogue).problems[0]?.code).toBe('too_large');
  expect(compile({ ...full, description: 'x'.repeat(1_100_000) }, testCatalogue).problems[0]?.code).toBe('too_large');
  for (const input of [undefined, null, 5, 'x', [], () => 1, Symbol('x')]) {
    expect(compile(input, testCatalogue).problems[0]?.code).toBe('bad_document');
  }
});
