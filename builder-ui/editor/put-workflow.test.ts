import { expect, test } from 'vitest';
import type { FlowDocument } from '#flow/document.ts';
import { putWorkflow } from './put-workflow.ts';

const flow = (ids: string[], more: Partial<FlowDocument> = {}): FlowDocument => ({
  language: 'trama/1',
  name: 'Fluxo',
  trigger: { type: 'manual', config: {} },
  nodes: ids.map((id, i) => ({ id, type: 'set', config: { values: {} }, position: { x: 0, y: i * 100 } })),
  edges: ids.map((id) => ({ from: 'trigger', to: id })),
  ...more,
});

test('an empty flow takes what is pasted whole, and keeps its own name', () => {
  const pasted = flow(['a'], { name: 'n8n', trigger: { type: 'webhook', config: { path: 'x' } } });
  expect(putWorkflow(flow([]), pasted)).toMatchObject({
    name: 'Fluxo',
    trigger: { type: 'webhook' },
    edges: [{ from: 'trigger', to: 'a' }],
  });
});

test('a flow with steps keeps its trigger, and the pasted ones stand below', () => {
  const both = putWorkflow(flow(['a', 'b']), flow(['c']));
  expect(both.trigger.type).toBe('manual');
  expect(both.nodes.map((node) => node.id)).toEqual(['a', 'b', 'c']);
  expect(both.nodes[2]?.position).toEqual({ x: 0, y: 300 });
  expect(both.edges).toEqual([
    { from: 'trigger', to: 'a' },
    { from: 'trigger', to: 'b' },
  ]);
});
