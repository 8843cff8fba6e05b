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
