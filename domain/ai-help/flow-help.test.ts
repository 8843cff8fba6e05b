import { expect, test } from 'vitest';
import { triggerTypes } from '#flow/core/triggers.ts';
import { failure } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { catalogue, compileExample } from '#tests/docs/run-example.ts';
import { draftFlow, explainFlow, type Helper, mendFlow, writeExpression } from './flow-help.ts';
import type { AskModel, HelpMessage } from './repair.ts';
import { catalogueWords } from './type-words.ts';

/** A model that gives recorded answers, one after another; the last stays. */
const recorded = (...answers: Json[]) => {
  const asked: { system: string; messages: HelpMessage[] }[] = [];
  const ask: AskModel = async (question) => {
    asked.push({ ...question, messages: [...question.messages] });
    return answers[Math.min(asked.length - 1, answers.length - 1)] ?? null;
  };
  return { ask, asked };
};

const helperOf = (ask: AskModel): Helper => ({
  ask,
  check: async (document) => compileExample(document).problems,
  catalogue: catalogueWords(catalogue, triggerTypes),
  surroundings: 'Connections: telegram "bot"',
  values: '{ trigger: { data: { items: [] } } }',
  locale: 'en',
});

const flow = (nodes: JsonObject[], edges: [string, string][]): JsonObject => ({
  language: 'trama/1',
  name: 'Order',
  trigger: { type: 'api', config: {} },
  nodes,
  edges: edges.map(([from, to]) => ({ from, to })),
});
const total = (expression: string): JsonObject => ({
  id: 'total',
  type: 'set',
  config: { values: { cents: expression } },
});
const good = flow([total('{{ sumBy(trigger.data.items, i => i.cents) }}')], [['trigger', 'total']]);
const unknownType = flow([{ id: 'total', type: 'calculate', config: {} }], [['trigger', 'total']]);
const badExpression = flow([total('{{ trigger.data.items.sum() }}')], [['trigger', 'total']]);

test('a draft with faults is mended by what the compiler said of it', async () => {
  const { ask, asked } = recorded({ document: unknownType }, { flow: good }, { document: good });
  const made = await draftFlow(helperOf(ask), 'Sum up an order');
  expect(made).toEqual({ value: good, problems: [], answers: 3 });
  expect(asked[0]?.messages).toEqual([{ role: 'user', content: 'Sum up an order' }]);
  expect(asked[1]?.messages.at(-1)?.content).toContain('unknown_node_type at node total');
  expect(asked[2]?.messages.at(-1)?.content).toContain('not of the shape');
  expect(asked[0]?.system).toContain('http.request');
});

test('a flow that is changed keeps the places of its nodes', async () => {
  const [node] = good.nodes as JsonObject[];
  const before = { ...good, nodes: [{ ...node, position: { x: 4, y: 4 } }] };
  const next = flow(
    [node as JsonObject, { id: 'end', type: 'stop', config: {} }],
    [
      ['trigger', 'total'],
      ['total', 'end'],
    ],
  );
  const { ask, asked } = recorded({ document: next });
  const made = await draftFlow(helperOf(ask), 'End it', before);
  expect(made?.value.nodes).toEqual([
    { ...node, position: { x: 4, y: 4 } },
    { id: 'end', type: 'stop', config: {} },
  ]);
  expect(asked[0]?.messages[0]?.content).toContain('Wanted: End it');
});

test('after four answers the best one comes back, with what is wrong with it', async () => {
  const worse = flow(
    [
      { id: 'a', type: 'x', config: {} },
      { id: 'b', type: 'y', config: {} },
    ],
    [['trigger', 'a']],
  );
  const { ask, asked } = recorded({ document: worse }, { document: badExpression }, { document: worse });
  const made = await draftFlow(helperOf(ask), 'Anything');
  expect(asked).toHaveLength(4);
  expect(made).toMatchObject({ value: badExpression, answers: 4, problems: [{ severity: 'error', node: 'total' }] });
  expect(await draftFlow(helperOf(recorded('nothing').ask), 'x')).toBeNull();
});

test('where the model gives up, what it gave before comes back; where it gave nothing, why', async () => {
  const lost = failure('bad_output', 'Não.', 'No.');
  const then = recorded({ document: badExpression });
  const ask: AskModel = async (question) => {
    if (then.asked.length === 1) throw lost;
    return then.ask(question);
  };
  expect(await draftFlow(helperOf(ask), 'x')).toMatchObject({ value: badExpression, answers: 1 });
  await expect(
    draftFlow(
      helperOf(() => Promise.reject(lost)),
      'x',
    ),
  ).rejects.toBe(lost);
});

test('a connection that is missing is for a person to make, and is not asked for again', async () => {
  const document = flow(
    [{ id: 'tell', type: 'telegram.sendMessage', config: { chat: '1', text: 'x' } }],
    [['trigger', 'tell']],
  );
  const { ask, asked } = recorded({ document });
  const made = await draftFlow(helperOf(ask), 'Tell the team');
  expect([asked.length, made?.problems.map(({ code }) => code)]).toEqual([1, ['missing_connection']]);
});

test('an error is mended by the nodes and edges that change; places stay, and the error’s text is no order', async () => {
  const before = flow(
    [{ ...total('{{ trigger.data.customer.name }}'), position: { x: 8, y: 8 } }],
    [['trigger', 'total']],
  );
  const { ask, asked } = recorded({
    why: 'The customer may be missing.',
    nodes: [total("{{ trigger.data.customer?.name ?? '' }}"), { id: 'end', type: 'stop', config: {} }],
    addEdges: [{ from: 'total', to: 'end' }],
  });
  const made = await mendFlow(helperOf(ask), before, { node: 'total', code: 'bad_value', message: 'Member of null' });
  expect(made?.problems).toEqual([]);
  expect(made?.value).toMatchObject({
    why: 'The customer may be missing.',
    document: {
      nodes: [
        {
          id: 'total',
          position: { x: 8, y: 8 },
          config: { values: { cents: "{{ trigger.data.customer?.name ?? '' }}" } },
        },
        { id: 'end' },
      ],
      edges: [
        { from: 'trigger', to: 'total' },
        { from: 'total', to: 'end' },
      ],
    },
  });
  expect(asked[0]?.messages[0]?.content).not.toContain('position');
  expect(asked[0]?.system).toContain('not for you');
});

test('an expression is checked where it will stand; what was wrong before does not count', async () => {
  const document = flow(
    [total(''), { id: 'other', type: 'nothing', config: {} }],
    [
      ['trigger', 'total'],
      ['total', 'other'],
    ],
  );
  const { ask, asked } = recorded(
    { expression: '{{ sumup(trigger.data.items) }}' },
    { expression: '{{ len(trigger.data.items) }}' },
  );
  const pointer = '/nodes/0/config/values/cents';
  const made = await writeExpression(helperOf(ask), {
    words: 'How many items',
    document,
    pointer,
    values: { trigger: { data: { items: [1] } } },
  });
  expect(made).toEqual({ value: '{{ len(trigger.data.items) }}', problems: [], answers: 2 });
  expect(asked[1]?.messages.at(-1)?.content).toContain('unknown_name');
});

test('an explanation is plain text', async () => {
  expect(await explainFlow(helperOf(recorded({ explanation: 'It sums.' }).ask), good)).toBe('It sums.');
});

test('the catalogue in words has every type, and fits into a prompt', () => {
  const words = catalogueWords(catalogue, triggerTypes);
  for (const type of catalogue.keys()) expect(words).toContain(`\n${type} (`);
  expect(words).toContain('method!: "GET"|"POST"');
  expect(words.length).toBeLessThan(40_000);
});
