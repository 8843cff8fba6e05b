import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import type { Json } from '../json.ts';
import { catalogue } from './fixtures/catalogue.ts';
import * as webhooks from './fixtures/webhooks.ts';
import { importN8n } from './import-n8n.ts';

test('ids that are taken are not given again', () => {
  const made = importN8n(webhooks.orderTotals, { catalogue, taken: ['editFields', 'large'] });
  const ids = made?.document.nodes.map((node) => node.id) ?? [];
  expect(ids).not.toContain('editFields');
  expect(JSON.stringify(made?.document)).toContain('steps.editFields2.total');
});

test.each([
  [null],
  [7],
  ['x'],
  [[]],
  [{}],
  [{ nodes: [] }],
  [{ nodes: [{ type: 'set', id: 'a' }], edges: [] }],
  [{ nodes: 'x' }],
])('no workflow: %j', (value) => {
  expect(importN8n(value, { catalogue })).toBeNull();
});

test('whatever a workflow has in the place of what is asked, it is read', () => {
  const odd: Json[] = [null, 7, 'x', [], {}, [null], { conditions: null }, { conditions: [1] }];
  for (const type of [
    'set',
    'if',
    'switch',
    'httpRequest',
    'code',
    'merge',
    'splitInBatches',
    'wait',
    'splitOut',
    'aggregate',
    'webhook',
    'scheduleTrigger',
    'dateTime',
    'executeWorkflow',
    'respondToWebhook',
    'telegram',
    'emailSend',
  ]) {
    for (const parameters of odd) {
      const workflow = {
        nodes: [
          { name: 'T', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
          { name: 'A', type: `n8n-nodes-base.${type}`, parameters, position: 'here', credentials: 7 },
          {
            name: 'B',
            type: 'n8n-nodes-base.set',
            parameters: { values: { string: [{ name: 'x', value: '={{ $json.y }}' }] } },
          },
        ],
        connections: { T: { main: [[{ node: 'A' }]] }, A: { main: [[{ node: 'B' }], null, 7] } },
      } as unknown as Json;
      const made = importN8n(workflow, { catalogue });
      expect(made, `${type} ${JSON.stringify(parameters)}`).not.toBeNull();
    }
  }
});

test('a way back that makes no sense is left out, and told', () => {
  const workflow = {
    nodes: [
      { name: 'T', type: 'n8n-nodes-base.manualTrigger' },
      { name: 'Loop', type: 'n8n-nodes-base.splitInBatches', typeVersion: 3 },
      { name: 'After', type: 'n8n-nodes-base.limit' },
    ],
    connections: {
      T: { main: [[{ node: 'Loop' }]] },
      Loop: { main: [[{ node: 'Loop' }], [{ node: 'After' }]] },
    },
  };
  const made = importN8n(workflow, { catalogue, locale: 'en' });
  const { problems } = compile(made?.document, catalogue);
  expect(problems.filter((one) => one.severity === 'error')).toEqual([]);
  const loop = made?.report.nodes.find((node) => node.name === 'Loop');
  expect(loop).toMatchObject({ status: 'approximated', reasons: [{ en: expect.stringContaining('way back') }] });
});

const chain = (length: number): Json => {
  const node = (n: number) => ({ name: `N${n}`, type: 'n8n-nodes-base.noOp', parameters: {}, position: [0, n] });
  const links = Array.from({ length: length - 1 }, (_, n) => [
    `N${n}`,
    { main: [[{ node: `N${n + 1}`, type: 'main', index: 0 }]] },
  ]);
  return { nodes: Array.from({ length }, (_, n) => node(n)), connections: Object.fromEntries(links) };
};

test('a workflow of more steps than a flow may have is refused in plain words, not read for minutes', () => {
  expect(importN8n(chain(50), { catalogue })).not.toBeNull();
  expect(() => importN8n(chain(5_000), { catalogue })).toThrow(/at most 1,000 steps/);
});

test('code that nests deeper than can be walked is not translated, and breaks nothing', () => {
  const deep = `${'('.repeat(2_000)}1${')'.repeat(2_000)}`;
  const sum = Array.from({ length: 3_000 }, () => '1').join('+');
  for (const source of [deep, sum, `return ${deep}`, `return ${sum}`]) {
    const workflow: Json = {
      nodes: [
        { name: 'W', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
        { name: 'C', type: 'n8n-nodes-base.code', parameters: { jsCode: source } },
        {
          name: 'S',
          type: 'n8n-nodes-base.set',
          parameters: { fields: { values: [{ name: 'a', stringValue: `={{ ${source} }}` }] } },
        },
      ],
      connections: {
        W: { main: [[{ node: 'C', type: 'main', index: 0 }]] },
        C: { main: [[{ node: 'S', type: 'main', index: 0 }]] },
      },
    };
    expect(importN8n(workflow, { catalogue })?.report.nodes).toHaveLength(3);
  }
});
