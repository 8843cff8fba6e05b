import { afterAll, expect, test } from 'vitest';
import type { Client } from '#tests/conformance/client.ts';
import { secondTenant } from '#tests/conformance/second-tenant.ts';

const { client: api, withScopes: drawer } = await secondTenant(['flows:read', 'flows:write']);
const { client: other } = await secondTenant(['*']);
const inPortuguese = { 'accept-language': 'pt-BR' };
const names = async (client: Client, path: string): Promise<string[]> =>
  (await client.made('GET', path)).data.map(({ name }: { name: string }) => name).toSorted();
const counts = async (client: Client) => [
  (await names(client, '/v1/flows?limit=100')).length,
  await names(client, '/v1/data-tables'),
];
afterAll(async () => {
  // What one tenant made of templates, no other sees.
  expect(await counts(other)).toEqual([0, []]);
});

test('the gallery is listed in the language of the caller, by category, segment and words', async () => {
  const list = (query: string, headers = {}) => api.made('GET', `/v1/templates?${query}`, undefined, headers);
  expect((await list('')).data.length).toBeGreaterThanOrEqual(20);
  const found = await list('category=sales&segment=hobby&q=CARRINHO', inPortuguese);
  expect(found.data).toMatchObject([
    { id: 'abandoned-cart', title: 'Carrinho abandonado', connectors: ['webhook', 'smtp'] },
  ]);
  const english = await api.made('GET', '/v1/templates/abandoned-cart');
  expect(english).toMatchObject({
    title: 'Abandoned cart',
    document: { name: 'Abandoned cart', vars: { lembrar: 'PT1H' } },
  });
  expect(english.setup.find(({ key }: { key: string }) => key === 'coupon')).toMatchObject({ kind: 'text', start: '' });
  expect((await api.get('/v1/templates/nada')).status).toBe(404);
  expect((await api.get('/v1/templates?category=nada')).status).toBe(422);
});

test('a template without its connections is a draft that says what is missing; it cannot be published so', async () => {
  const use = (body: unknown, query = '') => api.post(`/v1/templates/daily-report/use${query}`, body, inPortuguese);
  const dry = await use({ values: { reportTo: 'x@example.com' } }, '?dryRun=true');
  expect(dry.body).toMatchObject({ missingConnections: ['mail'], document: { vars: { para: 'x@example.com' } } });
  expect(await counts(api)).toEqual([0, []]);
  const refused = await use({ publish: true });
  expect([refused.status, refused.body.code]).toEqual([422, 'flow_has_problems']);
  expect(await counts(api)).toEqual([0, []]);
  const made = await use({ name: 'Meu fechamento' });
  expect([made.status, made.body]).toMatchObject([
    201,
    {
      flow: { name: 'Meu fechamento', publishedVersion: null, board: { samples: [{ name: 'O fechamento de hoje' }] } },
      tables: [{ name: 'Vendas', how: 'created' }],
      missingValues: ['reportTo'],
      missingConnections: ['mail'],
    },
  ]);
});

test('what does not fit its field is told at the field, and a key that may not make tables makes none', async () => {
  const wrong = await api.post('/v1/templates/abandoned-cart/use', {
    values: { firstWait: 'logo', opens: '9h', nada: 1 },
  });
  expect(wrong.status).toBe(422);
  expect(wrong.body.errors.map(({ pointer, code }: Record<string, string>) => [pointer, code])).toEqual([
    ['/values/firstWait', 'bad_value'],
    ['/values/opens', 'bad_value'],
    ['/values/nada', 'unknown'],
  ]);
  expect((await drawer.post('/v1/templates/abandoned-cart/use', {})).status).toBe(403);
  expect((await drawer.post('/v1/templates/order-alert/use', {})).status).toBe(201);
});

test('a webhook’s address that is taken becomes another; the same key makes one flow', async () => {
  const key = { 'idempotency-key': `gallery-${process.pid}-${Date.now()}` };
  const hook = await api.made('POST', '/v1/connections', {
    connector: 'webhook',
    name: 'loja',
    secret: 's',
    header: 'X',
  });
  const use = (headers = {}) =>
    api.made('POST', '/v1/templates/csv-import/use', { publish: true, connections: { shopHook: hook.id } }, headers);
  const first = await use(key);
  expect([first.flow.publishedVersion, (await use(key)).flow.id]).toEqual([1, first.flow.id]);
  const second = await use();
  expect(second.flow.webhook.url).toBe(`${first.flow.webhook.url}-2`);
  expect(second.tables).toMatchObject([{ how: 'kept' }]);
});

test('a kit is made once, however often and at the same time it is asked for', async () => {
  const kit = (await api.made('GET', '/v1/kits')).data.find(({ id }: { id: string }) => id === 'salon');
  expect(kit.setup.filter(({ key }: { key: string }) => key === 'shop').length).toBe(1);
  const use = () => api.made('POST', '/v1/kits/salon/use', { values: { shop: 'Salão da Bia' } });
  const [one, two] = await Promise.all([use(), use()]);
  const ids = (made: { flows: { flowId: string }[] }) => made.flows.map(({ flowId }) => flowId);
  expect(ids(one)).toEqual(ids(two));
  expect(new Set([...one.flows, ...two.flows].map(({ kept }: { kept: boolean }) => kept))).toEqual(
    new Set([false, true]),
  );
  expect(one.flows.map(({ template }: { template: string }) => template)).toEqual(
    kit.templates.map(({ id }: { id: string }) => id),
  );
  expect(await names(api, '/v1/data-tables')).toEqual(expect.arrayContaining(['Agenda', 'Clientes', 'Contatos']));
});

test('where a table of that name is another, nothing of a kit is made; one that lacks columns gets them', async () => {
  const table = (name: string, columns: unknown[]) => api.made('POST', '/v1/data-tables', { name, columns });
  await table('Carrinhos', [{ name: 'carrinho', type: 'number', unique: true }]);
  const before = await counts(api);
  const refused = await api.post('/v1/kits/online-shop/use', {});
  expect([refused.status, refused.body.table]).toEqual([409, 'Carrinhos']);
  expect(await counts(api)).toEqual(before);
  await table('Faturas', [{ name: 'fatura', type: 'text', unique: true, required: true }]);
  const { tables } = await api.made('POST', '/v1/templates/payment-reminder/use', {});
  expect(tables).toMatchObject([{ name: 'Faturas', how: 'extended' }]);
  const { columns } = await api.made('GET', '/v1/data-tables/Faturas');
  expect(columns.map(({ name }: { name: string }) => name)).toEqual([
    'fatura',
    'cliente',
    'centavos',
    'vencimento',
    'situacao',
  ]);
});
