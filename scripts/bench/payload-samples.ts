import { sampleStart } from '#flow/simulator/sample-run.ts';
import { planOf } from '#flow/testing.ts';

const order = (lines: number) => ({
  id: 'ped_1042',
  customer: { name: 'Maria da Silva', phone: '+55 11 98888-7777', email: 'maria@exemplo.com.br' },
  lines: Array.from({ length: lines }, (_, n) => ({
    sku: `SKU-${n}`,
    title: `Tela de reposição ${n}`,
    price: 199.9 + n,
  })),
});

const plan = planOf({
  nodes: [
    { id: 'soma', type: 'set', config: { values: { total: '{{ trigger.data.id }}' } } },
    { id: 'h', type: 'set', config: { values: { body: '{{ trigger.data }}' } } },
    { id: 'fim', type: 'stop', config: { output: '{{ steps.h }}' } },
  ],
  edges: ['trigger > soma', 'soma > h', 'h > fim'],
});

/** What goes to Temporal in one run with one action: its start, the call and its answer, and the closing record. */
const run = (lines: number) => {
  const data = order(lines);
  const call = { action: 'http.request', config: { url: 'https://loja.example/orders', body: data } };
  const answer = { status: 200, headers: { 'content-type': 'application/json' }, body: data };
  const steps = ['soma', 'h', 'fim'].map((node, n) => ({
    n,
    node,
    path: [],
    status: 'succeeded',
    input: data,
    output: answer,
  }));
  return [
    { plan, start: sampleStart(data), weight: 1, priority: 1 },
    call,
    answer,
    { status: 'succeeded', output: data, steps },
  ];
};

export const SEQUENCES = {
  'one action, a small order': run(2),
  'one action, forty lines': run(40),
  'one value of 4 MB': [order(60_000)],
};
