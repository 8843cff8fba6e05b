import type { FlowDocument } from '#flow/document.ts';

/** A flow with a branch, a loop, an approval and an error path: something of each to look at. */
export const sampleFlow: FlowDocument = {
  language: 'trama/1',
  name: 'Pedido acima de R$ 100',
  description: 'Soma o pedido, pede aprovação do que é grande e avisa o ERP.',
  trigger: { type: 'webhook', config: { path: 'pedido-7f3a9c', method: 'POST', respond: 'atEnd' } },
  input: {
    type: 'object',
    properties: {
      id: { type: 'number', examples: [42] },
      items: {
        type: 'array',
        items: { type: 'object', properties: { cents: { type: 'integer' }, qty: { type: 'integer' } } },
      },
    },
    required: ['id', 'items'],
  },
  vars: { tentativas: 0 },
  nodes: [
    {
      id: 'soma',
      type: 'set',
      label: 'Somar o pedido',
      config: { values: { total: '{{ sum(trigger.data.items.map(i => i.cents * i.qty)) }}' } },
    },
    { id: 'grande', type: 'if', label: 'É grande?', config: { condition: '{{ steps.soma.total > 10000 }}' } },
    {
      id: 'dono',
      type: 'approval',
      label: 'O dono aprova',
      config: { title: 'Aprovar o pedido {{ trigger.data.id }}?', timeout: 'P1D', assignees: ['owner'] },
    },
    {
      id: 'itens',
      type: 'forEach',
      label: 'Cada item',
      config: { items: '{{ trigger.data.items }}', as: 'item', concurrency: 5, onItemError: 'collect' },
    },
    {
      id: 'reservar',
      type: 'http.request',
      parent: 'itens',
      label: 'Reservar no estoque',
      timeout: 'PT10S',
      retry: { maxAttempts: 3 },
      config: { method: 'POST', url: 'https://erp.example/reserve', body: { qty: '{{ item.qty }}' } },
    },
    { id: 'falta', type: 'set', parent: 'itens', label: 'Anotar a falta', config: { values: { falta: true } } },
    { id: 'recusa', type: 'set', label: 'Recusado', config: { values: { motivo: 'recusado' } } },
    {
      id: 'fim',
      type: 'respond',
      config: { status: 200, body: { total: '{{ steps.soma.total }}', itens: '{{ steps.itens }}' } },
      note: 'Quem chamou espera esta resposta.',
    },
  ],
  edges: [
    { from: 'trigger', to: 'soma' },
    { from: 'soma', to: 'grande' },
    { from: 'grande.true', to: 'dono' },
    { from: 'grande.false', to: 'itens' },
    { from: 'dono.approved', to: 'itens' },
    { from: 'dono.rejected', to: 'recusa' },
    { from: 'dono.timeout', to: 'recusa' },
    { from: 'itens.each', to: 'reservar' },
    { from: 'reservar.error', to: 'falta' },
    { from: 'itens', to: 'fim' },
    { from: 'recusa', to: 'fim' },
  ],
  settings: { timezone: 'America/Sao_Paulo' },
};
