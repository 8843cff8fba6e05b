import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import type { FlowNode } from '../document.ts';
import type { Catalogue, NodeType } from '../node-type.ts';
import { call, flowOf, shortly, testCatalogue } from '../testing.ts';

const bank = (type: string, required: boolean): NodeType => ({
  ...(testCatalogue.get('test.call') as NodeType),
  type,
  connection: { connectors: ['bank'], required },
});
const catalogue: Catalogue = new Map([
  ...testCatalogue,
  ['bank.pay', bank('bank.pay', true)],
  ['bank.undo', bank('bank.undo', true)],
  ['bank.ask', bank('bank.ask', false)],
]);

const check = (more: Partial<FlowNode>) =>
  compile(flowOf({ nodes: [call('a', more)], edges: ['trigger > a'] }), catalogue);
const codes = (more: Partial<FlowNode>) => shortly(check(more).problems);

test('missing_connection: an action that needs a connection has none', () => {
  expect(codes({ type: 'bank.pay' })).toEqual(['error:missing_connection@a']);
  expect(codes({ type: 'bank.pay', connection: 'con_1' })).toEqual([]);
  expect(codes({ type: 'bank.pay', disabled: true })).toEqual([]);
  expect(codes({ type: 'bank.ask' })).toEqual([]);
});

test('a compensation takes the connection of its action where that is of its connector', () => {
  const compensation = { type: 'bank.undo', config: {} };
  const { plan, problems } = check({ type: 'bank.pay', connection: 'con_1', compensation });
  expect(problems).toEqual([]);
  expect(plan?.nodes[0]?.compensation).toMatchObject({ type: 'bank.undo', connection: 'con_1' });
  const own = check({ type: 'bank.pay', connection: 'con_1', compensation: { ...compensation, connection: 'con_2' } });
  expect(own.plan?.nodes[0]?.compensation?.connection).toBe('con_2');
  expect(codes({ type: 'test.call', connection: 'con_1', compensation })).toEqual(['error:missing_connection@a']);
});
