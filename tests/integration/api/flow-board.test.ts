import { expect, test } from 'vitest';
import { twoAccounts } from './api-fixture.ts';

const { one, other } = await twoAccounts();

const document = (name: string) => ({
  ...{ language: 'trama/1', name, trigger: { type: 'api', config: {} }, edges: [{ from: 'trigger', to: 'a' }] },
  nodes: [{ id: 'a', type: 'set', config: { values: { n: 1 } } }],
});
const board = {
  notes: [{ id: 'n1', text: 'Olá', color: 'yellow', position: { x: 0, y: 0 }, size: { width: 200, height: 120 } }],
  groups: [{ id: 'g1', title: 'Começo', color: 'blue', nodes: ['a'] }],
  ...{ collapsed: ['a'], pins: { a: { output: { n: 7 } } }, samples: [{ id: 's1', name: 'Pedido', data: { id: 1 } }] },
};
const make = async (name: string): Promise<string> =>
  (await one.call('POST', '/v1/flows', { definition: document(name) })).body.id;

test('a board is saved with the draft under one revision; a save without one leaves it', async () => {
  const id = await make('Quadro');
  const first = await one.call('GET', `/v1/flows/${id}`);
  expect(first.body.board).toEqual({});
  const etag = first.headers.get('etag') ?? '';
  const put = (body: object, match = etag) => one.call('PUT', `/v1/flows/${id}/draft`, body, { 'If-Match': match });
  const saved = await put({ definition: document('Quadro'), board });
  expect([saved.status, saved.body.board, saved.body.unpublishedChanges]).toEqual([200, board, false]);
  expect((await put({ definition: document('Quadro'), board: {} })).status).toBe(412);
  const kept = await put({ definition: document('Quadro 2') }, saved.headers.get('etag') ?? '');
  expect([kept.body.board, kept.body.unpublishedChanges]).toEqual([board, true]);
});

test('a board of another shape is refused with where it is wrong', async () => {
  const id = await make('Errado');
  const wrong = { definition: document('Errado'), board: { notes: [{ ...board.notes[0], color: 'plaid' }] } };
  const { status, body } = await one.call('PUT', `/v1/flows/${id}/draft`, wrong);
  expect([status, body.errors[0].pointer]).toEqual([422, '/board/notes/0/color']);
});

test('a draft says whether it is what is published, also after a rollback', async () => {
  const id = await make('Versões');
  const changes = async () => (await one.call('GET', `/v1/flows/${id}`)).body.unpublishedChanges;
  const publish = () => one.call('POST', `/v1/flows/${id}/publish`, {});
  expect((await publish()).status).toBe(200);
  expect(await changes()).toBe(false);
  await one.call('PUT', `/v1/flows/${id}/draft`, { definition: document('Versões') });
  expect(await changes()).toBe(false);
  await one.call('PUT', `/v1/flows/${id}/draft`, { definition: document('Outra') });
  expect(await changes()).toBe(true);
  await publish();
  expect(await changes()).toBe(false);
  await one.call('POST', `/v1/flows/${id}/rollback`, { version: 1 });
  expect(await changes()).toBe(true);
});

test('flows are found by folder and tag; nobody else sorts them', async () => {
  const id = await make('Arrumado');
  const sort = (body: object, who = one) => who.call('PATCH', `/v1/flows/${id}`, body);
  const sorted = await sort({ folder: 'Loja/Pedidos', tags: ['erp', 'erp', 'novo'], minutesSaved: 12.5 });
  expect(sorted.body).toMatchObject({
    folder: 'Loja/Pedidos',
    tags: ['erp', 'novo'],
    minutesSaved: 12.5,
    trigger: 'api',
  });
  const found = async (query: string) =>
    (await one.call('GET', `/v1/flows?${query}`)).body.data.map((flow: { id: string }) => flow.id);
  expect(await found('folder=Loja')).toEqual([id]);
  expect(await found('folder=Loj')).toEqual([]);
  expect(await found('tag=novo')).toEqual([id]);
  expect((await sort({ tags: [] })).body).toMatchObject({ folder: 'Loja/Pedidos', tags: [] });
  expect((await sort({ folder: 'a//b' })).status).toBe(422);
  expect((await sort({ folder: 'x' }, other)).status).toBe(404);
});
