import { expect, test } from 'vitest';
import { twoAccounts } from './api-fixture.ts';

const { one, other } = await twoAccounts();

test('a tenant is changed under its revision, is audited, and no other tenant sees it', async () => {
  const first = await one.call('GET', '/v1/tenant');
  expect([first.status, first.body.brand, first.body.onboardedAt]).toEqual([200, {}, null]);
  const change = { name: 'Oficina Nova', settings: { frete: 12.5 }, brand: { primary: '#0b6bcb', radius: 4 } };
  const patch = (body: object, match: string) => one.call('PATCH', '/v1/tenant', body, { 'If-Match': match });
  const etag = first.headers.get('etag') ?? '';
  const changed = await patch(change, etag);
  expect(changed.body).toMatchObject({ ...change, timezone: 'America/Sao_Paulo' });
  expect((await patch({ name: 'Outra' }, etag)).status).toBe(412);
  expect((await one.call('GET', '/v1/me')).body.tenant).toMatchObject({
    name: 'Oficina Nova',
    settings: { frete: 12.5 },
  });
  expect((await other.call('GET', '/v1/tenant')).body.name).not.toBe('Oficina Nova');

  const done = await patch({ onboarded: true, onboardingStep: 3 }, '*');
  expect([done.body.onboardingStep, typeof done.body.onboardedAt]).toEqual([3, 'string']);
  expect((await patch({ onboarded: false }, '*')).body.onboardedAt).toBeNull();
});

test('what no tenant can be is refused with where it is wrong', async () => {
  const wrong = async (body: object) => {
    const answer = await one.call('PATCH', '/v1/tenant', body);
    return [answer.status, answer.body.errors?.[0]?.pointer];
  };
  expect(await wrong({ timezone: 'Mars/Base' })).toEqual([422, '/timezone']);
  expect(await wrong({ brand: { primary: 'red' } })).toEqual([422, '/brand/primary']);
  expect(await wrong({ brand: { logo: 'https://x.example/l.png' } })).toEqual([422, '/brand/logo']);
  expect((await wrong({ settings: { 'a b': 1 } }))[0]).toBe(422);
});

test('people are listed to their own tenant alone; a key without the right changes nothing', async () => {
  const members = await one.call('GET', '/v1/members');
  expect(members.body.data).toMatchObject([{ email: one.email, role: 'owner', disabled: false }]);
  const { body } = await one.call('POST', '/v1/api-keys', { name: 'lê', scopes: ['tenant:read'] });
  const refused = await one.call('PATCH', '/v1/tenant', { name: 'x' }, { authorization: `Bearer ${body.key}` });
  expect(refused.status).toBe(403);
});

test('events are listed with what they began, by the beginning of a name and by key; each tenant its own', async () => {
  const definition = {
    ...{ language: 'trama/1', name: 'Ouve', trigger: { type: 'event', config: { name: 'pedido.pago' } } },
    nodes: [{ id: 'a', type: 'set', config: { values: { n: 1 } } }],
    edges: [{ from: 'trigger', to: 'a' }],
  };
  const flow = await one.call('POST', '/v1/flows', { definition });
  expect((await one.call('POST', `/v1/flows/${flow.body.id}/publish`, {})).status).toBe(200);
  const sent = await one.call('POST', '/v1/events', { name: 'pedido.pago', key: 'p1', data: { total: 9 } });
  await one.call('POST', '/v1/events', { name: 'estoque.baixo', key: 'v' });
  const list = async (query: string, who = one) => (await who.call('GET', `/v1/events${query}`)).body.data;
  expect(await list('?name=pedido')).toMatchObject([
    { name: 'pedido.pago', key: 'p1', data: { total: 9 }, source: 'api', started: sent.body.started, reached: [] },
  ]);
  expect(sent.body.started).toHaveLength(1);
  expect((await list('')).map((event: { name: string }) => event.name)).toEqual(['estoque.baixo', 'pedido.pago']);
  expect(await list('?key=v')).toHaveLength(1);
  expect(await list('', other)).toEqual([]);
});

test('the first page counts runs of production by flow and day, and what waits; each tenant its own', async () => {
  const home = await one.call('GET', '/v1/home');
  expect(home.status).toBe(200);
  expect(home.body.totals.runs).toBe(1);
  expect(home.body.flows).toMatchObject([{ name: 'Ouve', runs: 1 }]);
  expect(home.body.flows[0].days.reduce((a: number, b: number) => a + b, 0)).toBe(1);
  expect([home.body.flowCount, home.body.publishedCount, home.body.approvals.open]).toEqual([1, 1, 0]);
  const activity = (await one.call('GET', '/v1/home/flows')).body.data;
  expect(activity).toMatchObject([
    { flowId: home.body.flows[0].id, runs: 1, failed: 0, lastRun: { id: expect.stringMatching(/^run_/) } },
  ]);
  expect([activity[0].days.length, activity[0].days.at(-1)]).toEqual([8, 1]);
  expect((await other.call('GET', '/v1/home/flows')).body.data).toEqual([]);
  expect((await other.call('GET', '/v1/home')).body).toMatchObject({ flowCount: 0, flows: [] });
  expect((await other.call('GET', '/v1/home/counts')).body).toEqual({ approvals: 0 });
});
