import type { Studio } from '../builder-figures/studio.ts';

const order = (erp: string) => ({
  language: 'trama/1',
  name: 'Pedido acima de R$ 100',
  description: 'Soma o pedido, avisa o sistema da loja e pede a aprovação do dono.',
  trigger: { type: 'api', config: {} },
  input: {
    type: 'object',
    properties: { id: { type: 'number' }, cliente: { type: 'string' }, itens: { type: 'array' } },
    required: ['id', 'itens'],
  },
  nodes: [
    {
      id: 'soma',
      type: 'set',
      label: 'Somar os itens',
      position: { x: 320, y: 140 },
      config: { values: { total: '{{ sum(trigger.data.itens.map(i => i.centavos * i.qtd)) }}' } },
    },
    {
      id: 'grande',
      type: 'if',
      label: 'Passa de R$ 100?',
      position: { x: 600, y: 140 },
      config: { condition: '{{ steps.soma.total > 10000 }}' },
    },
    {
      id: 'avisar',
      type: 'http.request',
      label: 'Avisar o sistema da loja',
      timeout: 'PT10S',
      retry: { maxAttempts: 3 },
      position: { x: 900, y: 40 },
      config: { method: 'GET', url: `${erp}/pedidos`, query: { pedido: '{{ string(trigger.data.id) }}' } },
    },
    {
      id: 'aprovar',
      type: 'approval',
      label: 'Aprovação do dono',
      position: { x: 1180, y: 40 },
      config: { title: 'Pedido {{ trigger.data.id }} de {{ trigger.data.cliente }}', timeout: 'P1D' },
    },
    {
      id: 'itens',
      type: 'forEach',
      label: 'Separar cada item',
      position: { x: 900, y: 260 },
      config: { items: '{{ trigger.data.itens }}', as: 'peca' },
    },
    {
      id: 'separar',
      parent: 'itens',
      type: 'set',
      label: 'Etiqueta da peça',
      position: { x: 128, y: 64 },
      config: { values: { texto: '{{ peca.nome }} × {{ peca.qtd }}' } },
    },
    {
      id: 'pausa',
      parent: 'itens',
      type: 'wait',
      label: 'Um instante',
      position: { x: 412, y: 64 },
      config: { for: 'PT0.05S' },
    },
  ],
  edges: [
    { from: 'trigger', to: 'soma' },
    { from: 'soma', to: 'grande' },
    { from: 'grande.true', to: 'avisar' },
    { from: 'avisar', to: 'aprovar' },
    { from: 'grande.false', to: 'itens' },
    { from: 'itens.each', to: 'separar' },
    { from: 'separar', to: 'pausa' },
  ],
  settings: { timezone: 'America/Sao_Paulo' },
});

const failing = (erp: string) => ({
  language: 'trama/1',
  name: 'Sincronizar estoque',
  trigger: { type: 'api', config: {} },
  nodes: [
    {
      id: 'ler',
      type: 'http.request',
      label: 'Ler o estoque',
      position: { x: 320, y: 100 },
      retry: { maxAttempts: 2, initialInterval: 'PT0.1S' },
      config: { method: 'GET', url: `${erp}/estoque` },
    },
    { id: 'guardar', type: 'set', label: 'Guardar', position: { x: 620, y: 100 }, config: { values: { feito: true } } },
  ],
  edges: [
    { from: 'trigger', to: 'ler' },
    { from: 'ler', to: 'guardar' },
  ],
});

const reminder = {
  language: 'trama/1',
  name: 'Lembrete de horário',
  trigger: { type: 'schedule', config: { cron: '0 9 * * 1-5', timezone: 'America/Sao_Paulo' } },
  nodes: [
    {
      id: 'avisar',
      type: 'notify.inApp',
      label: 'Avisar a equipe',
      position: { x: 320, y: 100 },
      config: { to: 'owner', title: 'Bom dia', body: 'Confira os horários de hoje.' },
    },
  ],
  edges: [{ from: 'trigger', to: 'avisar' }],
};

export interface Shop {
  order: string;
  waitingRun: string;
  loopRun: string;
  failedRun: string;
  table: string;
}

const parts = [
  { nome: 'Pastilha de freio', qtd: 2, centavos: 8990 },
  { nome: 'Filtro de óleo', qtd: 1, centavos: 3490 },
  { nome: 'Vela', qtd: 4, centavos: 1250 },
];

/** `erp`: a server that knows of orders and of nothing else. What a shop has after some days: flows with runs of all kinds, a table, an event. */
export async function furnish(studio: Studio, erp: string): Promise<Shop> {
  const deploy = async (definition: object): Promise<string> => {
    const { id } = await studio.call('POST', '/v1/flows', { definition });
    await studio.call('POST', `/v1/flows/${id}/publish`, { note: 'Primeira versão' });
    return id;
  };
  const [orders, stock] = [await deploy(order(erp)), await deploy(failing(erp)), await deploy(reminder)];
  const start = async (flow: string, data: object, wait = 5): Promise<string> =>
    (await studio.call('POST', `/v1/flows/${flow}/runs`, { data }, { prefer: `wait=${wait}` })).id;
  await studio.call('PATCH', `/v1/flows/${orders}`, { folder: 'Loja', tags: ['pedidos', 'erp'], minutesSaved: 6 });
  for (let n = 0; n < 12; n++)
    await start(orders, { id: 400 + n, cliente: 'Bruno', itens: [{ nome: 'Vela', qtd: 1, centavos: 900 }] });
  const failedRun = await start(stock, { loja: 1 });
  for (let n = 0; n < 3; n++) await start(stock, { loja: n });
  const loopRun = await start(orders, {
    id: 77,
    cliente: 'Ana',
    itens: parts.map((one) => ({ ...one, centavos: 100 })),
  });
  const waitingRun = await start(orders, { id: 78, cliente: 'Carla Souza', itens: parts }, 2);
  const { id: table } = await studio.call('POST', '/v1/data-tables', {
    name: 'Clientes',
    columns: [
      { name: 'nome', type: 'text', required: true },
      { name: 'telefone', type: 'text', unique: true },
      { name: 'pontos', type: 'number', default: 0 },
      { name: 'etapa', type: 'choice', choices: ['novo', 'cliente', 'inativo'] },
    ],
  });
  for (const [n, nome] of ['Ana Lima', 'Bruno Reis', 'Carla Souza', 'Davi Rocha'].entries())
    await studio.call('POST', `/v1/data-tables/${table}/rows`, {
      values: { nome, telefone: `+55 11 9${n}234-567${n}`, pontos: n * 15, etapa: n % 2 ? 'cliente' : 'novo' },
    });
  await studio.call('POST', '/v1/events', { name: 'estoque.mudou', key: 'A1', data: { restam: 3 }, id: 'estoque-1' });
  return { order: orders, waitingRun, loopRun, failedRun, table };
}
