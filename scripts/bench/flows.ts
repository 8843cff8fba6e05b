const nodesOf = (url: string) => [
  { id: 'soma', type: 'set', config: { values: { total: '{{ sum(trigger.data.items.map(i => i.cents * i.qty)) }}' } } },
  { id: 'grande', type: 'if', config: { condition: '{{ steps.soma.total > 10000 }}' } },
  {
    id: 'avisar',
    type: 'http.request',
    config: { method: 'POST', url, body: { id: '{{ trigger.data.id }}', total: '{{ steps.soma.total }}' } },
  },
  { id: 'fim', type: 'respond', config: { body: { total: '{{ steps.soma.total }}' } } },
];

/** Webhook, compute, if, HTTP, respond: the flow of the language's own page. */
export const orderFlow = (url: string, respond: 'atEnd' | 'immediately') => ({
  language: 'trama/1',
  name: `bench ${respond}`,
  trigger: { type: 'webhook', config: { path: `bench-${respond}`, respond } },
  nodes: nodesOf(url),
  edges: [
    { from: 'trigger', to: 'soma' },
    { from: 'soma', to: 'grande' },
    { from: 'grande.true', to: 'avisar' },
    { from: 'grande.false', to: 'fim' },
    { from: 'avisar', to: 'fim' },
  ],
});

export const fiveFlow = (url: string) => ({
  language: 'trama/1',
  name: 'bench five',
  trigger: { type: 'webhook', config: { path: 'bench-five', respond: 'atEnd' } },
  nodes: [
    ...Array.from({ length: 5 }, (_, i) => ({
      id: `h${i}`,
      type: 'http.request',
      config: { method: 'POST', url, body: { id: '{{ trigger.data.id }}', total: i } },
    })),
    { id: 'fim', type: 'respond', config: { body: { total: 5 } } },
  ],
  edges: [
    { from: 'trigger', to: 'h0' },
    ...Array.from({ length: 4 }, (_, i) => ({ from: `h${i}`, to: `h${i + 1}` })),
    { from: 'h4', to: 'fim' },
  ],
});

export const order = {
  id: 7,
  items: [
    { cents: 9_900, qty: 1 },
    { cents: 500, qty: 3 },
  ],
};
