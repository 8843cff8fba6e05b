import { expect, test } from 'vitest';
import { readableNames } from './readable-names.ts';
import { catalogue, flowOf } from './testing.ts';

const flow = flowOf(
  [
    { id: 'soma', label: 'Somar', config: { values: { total: 3 } } },
    { id: 'laco', type: 'forEach', config: { as: 'pedido' } },
    { id: 'dentro', parent: 'laco' },
    { id: 'depois' },
    { id: 'erro' },
  ],
  ['trigger > soma', 'soma > laco', 'laco.each > dentro', 'laco > depois', 'laco.error > erro'],
  {
    input: { type: 'object', properties: { cliente: { type: 'object', properties: { nome: { type: 'string' } } } } },
    vars: { n: 1 },
  },
);
const paths = (id: string | undefined) => readableNames(flow, catalogue, id, 'pt-BR').map((name) => name.path);

test('inside a loop its item is read under its own name, and the steps before the loop', () => {
  expect(paths('dentro')).toEqual(
    expect.arrayContaining(['pedido', 'pedidoIndex', 'index', 'steps.soma.total', 'vars.n']),
  );
  expect(paths('dentro')).not.toContain('steps.laco');
});

test('after a loop its list is read, not what was inside', () => {
  expect(paths('depois')).toContain('steps.laco');
  expect(paths('depois')).not.toContain('steps.dentro');
  expect(paths('depois')).not.toContain('pedido');
});

test('names follow the schema of the input, and say their types', () => {
  const names = readableNames(flow, catalogue, 'soma', 'pt-BR');
  expect(names.find((name) => name.path === 'trigger.data.cliente')?.type).toContain('nome');
  expect(readableNames(flow, catalogue, 'depois', 'pt-BR').find((name) => name.path === 'steps.soma')?.of).toBe(
    'Somar',
  );
});
