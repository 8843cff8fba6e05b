import { expect, test } from 'vitest';
import type { TraceStep } from '#flow/machine/protocol.ts';
import { HIDDEN, hiddenPath, hideValues } from './hidden-values.ts';

const step = (node: string, more: Partial<TraceStep>): TraceStep => ({
  ...{ n: 1, node, path: [], status: 'succeeded', startedAt: null, endedAt: null, attempts: 1, port: 'out' },
  ...{ input: null, output: null, error: null },
  ...more,
});
const run = {
  trigger: { type: 'api', data: { card: { number: '4111 1111', cvv: 77 }, name: 'Ana', tags: [{ pin: '99' }] } },
  output: 'card 4111 1111 of Ana',
  error: null,
  answer: null,
};

test.each([
  ['trigger.data.card', ['trigger', 'data', 'card']],
  ['steps.a.list[0]["x y"]', ['steps', 'a', 'list', '0', 'x y']],
  ['/trigger/data/a~1b', ['trigger', 'data', 'a/b']],
  ['$.output', ['output']],
])('%s is a path', (text, path) => expect(hiddenPath(text)).toEqual(path));

test('what a path leads to is hidden there, and its texts wherever else they are', () => {
  const told = step('a', { input: { body: { n: '4111 1111!', m: 77, who: 'Ana' } } });
  const shown = hideValues(['trigger.data.card'], run, [told]);
  expect(shown.run.trigger.data).toEqual({ ...run.trigger.data, card: HIDDEN });
  expect(shown.run.output).toBe(`card ${HIDDEN} of Ana`);
  expect(shown.steps[0]?.input).toEqual({ body: { n: `${HIDDEN}!`, m: 77, who: 'Ana' } });
});

test('outputs of steps, variables, the output, and any depth', () => {
  const steps = [
    step('a', { output: { token: 'abcdef', n: 1 } }),
    step('b', { input: { values: { pin: 12, x: 'abcdef' } }, output: { pin: 12 } }),
    step('c', { input: { deep: [{ pin: '99' }] }, error: { code: 'x', message: 'of abcdef' } }),
  ];
  const shown = hideValues(['steps.a.token', 'vars.pin', 'output', 'pin'], run, steps);
  expect(shown.steps.map(({ input, output }) => [input, output])).toEqual([
    [null, { token: HIDDEN, n: 1 }],
    [{ values: { pin: HIDDEN, x: HIDDEN } }, { pin: HIDDEN }],
    [{ deep: [{ pin: HIDDEN }] }, null],
  ]);
  expect(shown.steps[2]?.error?.message).toBe(`of ${HIDDEN}`);
  expect(shown.run.output).toBe(HIDDEN);
  expect(shown.run.trigger.data).toMatchObject({ tags: [{ pin: HIDDEN }], name: 'Ana' });
});

test('what is not there hides nothing, and characters of patterns are characters', () => {
  expect(hideValues(['trigger.data.nope', 'steps.z.q'], run, []).run).toEqual(run);
  const odd = { ...run, trigger: { type: 'api', data: { k: 'a.c(*)[' } }, output: 'abc(*)[ a.c(*)[' };
  expect(hideValues(['trigger.data.k'], odd, []).run.output).toBe(`abc(*)[ ${HIDDEN}`);
});

test('what attempts said is hidden as errors are, and whole where it was cut short', () => {
  const at = { startedAt: '2026-11-21T12:00:00.000Z', endedAt: '2026-11-21T12:00:01.000Z' };
  const tries = ['of abcdef', 'of abc…'].map((message, n) => ({ n: n + 1, ...at, error: { code: 'x', message } }));
  const told = step('a', { output: { token: 'abcdef' }, tries: [...tries, { n: 3, ...at, error: null }] });
  const shown = hideValues(['steps.a.token'], run, [told]);
  expect(shown.steps[0]?.tries?.map(({ error }) => error?.message)).toEqual([`of ${HIDDEN}`, HIDDEN, undefined]);
});
