import { expect, test } from 'vitest';
import { renameLoopName } from './rename-loop.ts';
import { flowOf } from './testing.ts';

test('what a loop calls its items can be renamed: only what reads it follows', () => {
  const flow = flowOf([
    { id: 'fora', config: { values: { v: '{{ item.x }}' } } },
    { id: 'cada', type: 'forEach', config: { items: '{{ trigger.data }}', as: 'item' } },
    {
      id: 'dentro',
      parent: 'cada',
      config: {
        values: {
          a: '{{ item.preco * 2 }} de {{ item }}',
          b: '{{ steps.item + x.item }}',
          c: "{{ lista.map(item => item.x).join('item') }}",
          d: '{{ { item, item2: item } }}',
          e: 'item',
        },
      },
    },
    { id: 'outra', type: 'forEach', parent: 'cada', config: { items: '{{ item.partes }}', as: 'item' } },
    { id: 'fundo', parent: 'outra', config: { values: { v: '{{ item }}' } } },
  ]);
  const renamed = renameLoopName(flow, 'cada', 'pedido');
  const config = (id: string) => renamed.nodes.find((node) => node.id === id)?.config;
  expect(config('cada')).toMatchObject({ as: 'pedido' });
  expect(config('dentro')).toEqual({
    values: {
      a: '{{ pedido.preco * 2 }} de {{ pedido }}',
      b: '{{ steps.item + x.item }}',
      c: "{{ lista.map(item => item.x).join('item') }}",
      d: '{{ { item: pedido, item2: pedido } }}',
      e: 'item',
    },
  });
  expect(config('outra')).toMatchObject({ items: '{{ pedido.partes }}', as: 'item' });
  expect(config('fundo')).toEqual({ values: { v: '{{ item }}' } });
  expect(config('fora')).toEqual({ values: { v: '{{ item.x }}' } });
});
