import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { freeSettings, Product } from '#tests/running-product.ts';
import { Client, demo, unique } from './client.ts';
import { flowOf, stop, wait } from './flow-of.ts';
import { secondTenant } from './second-tenant.ts';

const COLUMNS = [
  { name: 'pedido', type: 'text', unique: true, required: true },
  { name: 'total', type: 'number', indexed: true },
  { name: 'vezes', type: 'number', default: 0 },
];
const tableOf = async (client: Client): Promise<{ id: string; name: string }> =>
  client.made('POST', '/v1/data-tables', { name: unique('Pedidos'), columns: COLUMNS });
const data = (type: string, config: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: `data.${type}`,
  config,
  ...more,
});

test('a flow writes, finds, changes and deletes rows, and takes its errors by their codes', async () => {
  const api = demo();
  const { id, name } = await tableOf(api);
  const flow = await api.deploy(
    flowOf({
      nodes: {
        novo: data('insert', {
          table: name,
          values: { pedido: '{{ trigger.data.pedido }}', total: '{{ trigger.data.total }}' },
        }),
        mais: data('upsert', { table: id, key: 'pedido', values: { pedido: '{{ trigger.data.pedido }}', vezes: 2 } }),
        um: data('get', { table: name, by: 'pedido', value: '{{ trigger.data.pedido }}' }),
        todos: data('query', { table: name, where: [{ column: 'total', operator: 'gt', value: 5 }], count: true }),
        troca: data('update', {
          table: name,
          id: '{{ steps.um.row.id }}',
          values: { vezes: '{{ steps.um.row.vezes + 1 }}' },
        }),
        fora: data('delete', { table: name, where: [{ column: 'vezes', operator: 'eq', value: 3 }] }),
        fim: stop(
          '{{ { um: steps.um.row.vezes, total: steps.todos.total, troca: steps.troca.row.vezes, fora: steps.fora.count } }}',
        ),
        nao: stop('{{ { code: error.code, details: error.details } }}'),
      },
      edges: 'trigger > novo > mais > um > todos > troca > fora > fim, novo.error > nao',
    }),
  );
  const run = await api.through(flow, { pedido: 'P1', total: 10 });
  expect(run.output).toEqual({ um: 2, total: 1, troca: 3, fora: 1 });
  await api.made('POST', `/v1/data-tables/${id}/rows`, { values: { pedido: 'P2' } });
  expect((await api.through(flow, { pedido: 'P2', total: 1 })).output).toMatchObject({
    code: 'conflict',
    details: { column: 'pedido' },
  });
  expect((await api.through(flow, { pedido: 'P3', total: 'dez' })).output).toMatchObject({ code: 'bad_value' });
  expect((await api.made('GET', `/v1/data-tables/${id}`)).flows).toEqual([{ id: flow, name: 'Conformidade' }]);
});

test('a table of another tenant cannot be named', async () => {
  const api = demo();
  const { id, name } = await tableOf(api);
  const other = await secondTenant(['data:read']);
  for (const table of [id, name]) {
    const definition = flowOf({ nodes: { q: data('query', { table }) }, edges: 'trigger > q' });
    expect((await other.client.create(definition)).problems).toMatchObject([
      { code: 'bad_config', field: '/config/table' },
    ]);
    const tried = await other.client.post('/v1/node-types/data.query/test', { config: { table } });
    expect(tried.body).toMatchObject({ ok: false, error: { code: 'missing_table' } });
  }
});

test('when everything is killed, each row is there once, and every run ends', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'trama-tables-'));
  const product = new Product(path.join(home, 'data'), await freeSettings());
  try {
    const api = new Client(await product.start());
    const { id, name } = await tableOf(api);
    const values = { pedido: '{{ trigger.data.n }}-{{ item }}', total: '{{ item }}' };
    const flow = await api.deploy(
      flowOf({
        nodes: {
          cada: { type: 'forEach', config: { items: '{{ [1, 2, 3, 4, 5] }}', concurrency: 2 } },
          grava: data('insert', { table: name, values }, { parent: 'cada' }),
          soma: data(
            'upsert',
            { table: name, key: 'pedido', values: { pedido: 'soma', vezes: 1 } },
            { parent: 'cada' },
          ),
          pausa: { ...wait('PT0.2S'), parent: 'cada' },
          fim: stop('ok'),
        },
        edges: 'trigger > cada, cada.each > grava > soma > pausa, cada > fim',
      }),
    );
    const runs = await Promise.all(Array.from({ length: 20 }, (_, n) => api.start(flow, { n: `r${n}` })));
    await sleep(700);
    product.signal('SIGKILL');
    await product.gone(10_000);
    await product.start();
    for (const run of runs) expect(await api.ended(run, 60_000)).toMatchObject({ status: 'succeeded', output: 'ok' });
    const rows = await api.made('GET', `/v1/data-tables/${id}/rows?total=true&limit=1`);
    expect(rows.total).toBe(101);
  } finally {
    await product.stop();
    rmSync(home, { recursive: true, force: true });
  }
}, 180_000);
