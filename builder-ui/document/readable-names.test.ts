import { expect, test } from 'vitest';
import { environmentsOf } from './environment.ts';
import { readableNames } from './readable-names.ts';
import { suggest } from './suggest.ts';
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
const at = environmentsOf(flow, catalogue, 'pt-BR');
const names = (node: string) =>
  readableNames(at({ node, pointer: '/config/values' }), new Map([['soma', 'Somar']]), 'pt-BR');
const paths = (node: string) => names(node).map((name) => name.path);

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
  expect(names('soma').find((name) => name.path === 'trigger.data.cliente')?.type).toContain('nome');
  expect(names('depois').find((name) => name.path === 'steps.soma')?.of).toBe('Somar');
});

const offered = (node: string, marked: string, bare = false) => {
  const [before = '', after = ''] = marked.split('|');
  const writing = { text: before + after, caret: before.length, bare };
  return suggest(writing, at({ node, pointer: '/config/values/x' }), () => names(node), 'pt-BR').items;
};
const inserts = (...given: Parameters<typeof offered>) => offered(...given).map((one) => one.insert);

test('while one writes the checker offers what can stand there, with its type', () => {
  expect(inserts('depois', 'oi {{ steps.|')).toEqual(expect.arrayContaining(['soma', 'laco']));
  expect(offered('depois', '{{ steps.soma.|').find((one) => one.insert === 'total')?.detail).toBe('número');
  expect(inserts('dentro', 'ped|', true)).toContain('pedido');
  expect(inserts('depois', 'ped|', true)).not.toContain('pedido');
});

test('a word that stands alone finds the longer names that hold it', () => {
  expect(inserts('depois', '{{ tota|')).toContain('steps.soma.total');
});

test('nothing is offered outside of braces, in a text between quotes, or before a letter is written', () => {
  for (const text of ['steps.so|', "{{ 'ste|' }}", '{{ | }}', '{{ 12| }}']) expect(inserts('depois', text)).toEqual([]);
});
