import { expect, test } from 'vitest';
import { find, parseQuery } from './find.ts';
import { replaceIn, replacementsOf } from './replace.ts';
import { catalogue, flowOf } from './testing.ts';

const flow = flowOf(
  [
    { id: 'soma', label: 'Somar o pedido', config: { values: { total: '{{ sum(trigger.data.itens) }}' } } },
    { id: 'se', type: 'if', config: { condition: '{{ steps.soma.total > 100 }}' } },
    {
      id: 'aviso',
      disabled: true,
      note: 'Só para pedidos grandes',
      connection: 'erp-loja',
      config: { values: { url: 'https://erp.velho/x' } },
    },
    { id: 'solta', config: { values: { v: '{{ port.soma }} em https://erp.velho/y' }, table: 'pedidos' } },
  ],
  ['trigger > soma', 'soma > se', 'se.true > aviso'],
);
const world = { catalogue, invalid: new Set(['se']) };
const places = (typed: string) => find(flow, typed, world).map(({ node, field }) => `${node}${field ?? ''}`);

test.each([
  ['is:invalid', ['se']],
  ['is:inválido', ['se']],
  ['is:disabled', ['aviso']],
  ['is:unused', ['solta']],
  ['uses:soma', ['se', 'solta']],
  ['uses:erp-loja', ['aviso']],
  ['uses:pedidos', ['solta']],
  ['type:if', ['se']],
  ['tipo:escolha', []],
  ['grandes', ['aviso/note']],
  ['"só para"', ['aviso/note']],
  ['erp.velho', ['aviso/config/values/url', 'solta/config/values/v']],
  ['erp.velho is:unused', ['solta/config/values/v']],
  ['sum', ['soma/config/values/total']],
  ['manual', ['trigger/type']],
  ['is:nada', []],
  ['', []],
])('%s finds %j', (typed, found) => {
  expect(places(typed)).toEqual(found);
});

test('a quote that is not closed yet is read to the end', () => {
  expect(parseQuery('uses:"erp loja')).toMatchObject({ uses: ['erp loja'], words: [] });
});

test('texts are replaced, what expressions read is not; it can be looked at before', () => {
  const all = new Set(flow.nodes.map(({ id }) => id));
  expect(replacementsOf(flow, all, 'erp.velho', 'erp.novo')).toEqual([
    { node: 'aviso', field: '/config/values/url', before: 'https://erp.velho/x', after: 'https://erp.novo/x' },
    {
      node: 'solta',
      field: '/config/values/v',
      before: '{{ port.soma }} em https://erp.velho/y',
      after: '{{ port.soma }} em https://erp.novo/y',
    },
  ]);
  expect(replacementsOf(flow, all, 'soma', 'x')).toEqual([]);
  expect(replaceIn(flow, new Set(['aviso']), 'erp.velho', 'erp.novo').nodes[3]).toBe(flow.nodes[3]);
});
