import { expect, test } from 'vitest';
import { deploy, smallFlow, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();

test('a flow is made, read, saved, published, compared, rolled back and archived', async () => {
  const made = await one.call('POST', '/v1/flows', { definition: smallFlow() });
  expect([made.status, made.headers.get('location')]).toEqual([201, `/v1/flows/${made.body.id}`]);
  expect(made.body).toMatchObject({
    name: 'Pedidos',
    publishedVersion: null,
    problems: [],
    draft: { name: 'Pedidos' },
  });
  const path = `/v1/flows/${made.body.id}`;
  const etag = made.headers.get('etag') ?? '';
  expect((await one.call('GET', path)).headers.get('etag')).toBe(etag);

  expect((await one.call('POST', `${path}/publish`, { note: 'primeira' })).body).toMatchObject({
    version: 1,
    note: 'primeira',
  });
  const second = smallFlow({ name: 'Pedidos 2' });
  const saved = await one.call('PUT', `${path}/draft`, { definition: second }, { 'if-match': etag });
  expect([saved.status, saved.body.name]).toEqual([200, 'Pedidos 2']);
  expect(saved.headers.get('etag')).not.toBe(etag);
  expect((await one.call('POST', `${path}/publish`)).body.version).toBe(2);

  const versions = await one.call('GET', `${path}/versions`);
  expect(versions.body.data.map((v: { version: number }) => v.version)).toEqual([2, 1]);
  expect((await one.call('GET', `${path}/versions/1`)).body.definition.name).toBe('Pedidos');
  expect((await one.call('GET', `${path}/diff?from=1&to=2`)).body.other).toEqual([
    { pointer: '/name', from: 'Pedidos', to: 'Pedidos 2' },
  ]);
  expect((await one.call('POST', `${path}/rollback`, { version: 1 })).body).toMatchObject({ version: 3 });
  expect((await one.call('GET', `${path}/versions/3`)).body.definition.name).toBe('Pedidos');

  expect((await one.call('DELETE', path)).body.archivedAt).toMatch(/Z$/);
  expect((await one.call('DELETE', path)).status).toBe(200);
  expect((await one.call('POST', `${path}/runs`, { data: {} })).status).toBe(409);
  expect((await one.call('GET', '/v1/flows')).body.data).toEqual([]);
});

test('what is archived comes back as a draft: with its versions, under a slug that is free, heard once it is published', async () => {
  const trigger = { type: 'webhook', config: { path: 'volta' } };
  const definition = smallFlow({ name: 'Vai e volta', trigger });
  const flow = (await one.call('POST', '/v1/flows', { definition })).body;
  const path = `/v1/flows/${flow.id}`;
  await one.call('POST', `${path}/publish`);
  await one.call('DELETE', path);
  expect((await one.call('GET', '/v1/flows?archived=true&q=vai')).body.data).toMatchObject([{ id: flow.id }]);
  const namesake = (await one.call('POST', '/v1/flows', { definition: smallFlow({ name: 'Vai e volta' }) })).body;
  expect(namesake.slug).toBe(flow.slug);

  expect((await other.call('POST', `${path}/restore`)).status).toBe(404);
  expect((await one.call('POST', `/v1/flows/${namesake.slug}/restore`)).status).toBe(404);
  const back = await one.call('POST', `${path}/restore`);
  expect(back.body).toMatchObject({ archivedAt: null, publishedVersion: null, slug: `${flow.slug}-2` });
  expect((await one.call('GET', `${path}/listening`)).body).toMatchObject({ state: 'off', version: null });
  expect((await one.call('POST', `${path}/runs`, { data: {} })).body.code).toBe('not_published');
  expect((await one.call('POST', `${path}/restore`)).body.updatedAt).toBe(back.body.updatedAt);
  expect((await one.call('POST', `${path}/publish`)).body).toMatchObject({ version: 2 });
  expect((await one.call('GET', `${path}/listening`)).body).toMatchObject({ state: 'live', type: 'webhook' });
  expect((await one.call('POST', `${path}/restore`)).body).toMatchObject({ publishedVersion: 2 });
  for (const id of [flow.id, namesake.id]) await one.call('DELETE', `/v1/flows/${id}`);
});

test('a draft with problems is saved, and cannot be published', async () => {
  const wrong = smallFlow({ edges: [{ from: 'trigger', to: 'nada' }] });
  const made = await one.call('POST', '/v1/flows', { definition: wrong });
  expect(made.status).toBe(201);
  expect(made.body.problems).toContainEqual(expect.objectContaining({ code: 'dangling_edge', severity: 'error' }));
  const published = await one.call('POST', `/v1/flows/${made.body.id}/publish`);
  expect([published.status, published.body.code]).toEqual([422, 'flow_has_problems']);
  expect(published.body.problems).toContainEqual(expect.objectContaining({ code: 'dangling_edge' }));
  expect((await one.call('POST', `/v1/flows/${made.body.id}/runs`, { data: {} })).body.code).toBe('not_published');
});

test('who saves over another is told, and what is not ours cannot match', async () => {
  const made = await one.call('POST', '/v1/flows', { definition: smallFlow() });
  const path = `/v1/flows/${made.body.id}/draft`;
  const put = (ifMatch: string) => one.call('PUT', path, { definition: smallFlow() }, { 'if-match': ifMatch });
  expect((await put('"1"')).status).toBe(200);
  const stale = await put('"1"');
  expect([stale.status, stale.body.code]).toEqual([412, 'stale']);
  expect((await put('"x"')).status).toBe(412);
  expect((await put('*')).status).toBe(200);
  const last = await one.call('PUT', path, { definition: smallFlow() });
  expect([last.status, made.body.draftBy]).toEqual([200, null]);
  expect(last.body.draftBy).toMatch(/^(key|user):/);
});

test('the address of a published flow is taken for every other document, and not for its own', async () => {
  const trigger = { type: 'webhook', config: { path: `own-${Date.now()}`, auth: { type: 'none' } } };
  const flow = await one.call('POST', '/v1/flows', { definition: smallFlow({ trigger }) });
  await one.call('POST', `/v1/flows/${flow.body.id}/publish`);
  const codes = async (more: object) => {
    const answer = await one.call('POST', '/v1/flows/validate', { definition: smallFlow({ trigger }), ...more });
    return answer.body.problems.map(({ code }: { code: string }) => code);
  };
  expect(await codes({})).toContain('duplicate_path');
  for (const other of ['flw_00000000000000000000000000000000', 7, 'x'])
    expect(await codes({ flow: other })).toContain('duplicate_path');
  expect(await codes({ flow: flow.body.id })).not.toContain('duplicate_path');
});

test('validate answers 200 for any JSON, and writes nothing', async () => {
  const before = (await one.call('GET', '/v1/flows?limit=100')).body.data.length;
  const bodies = [
    null,
    [],
    'x',
    3,
    {},
    { definition: null },
    { definition: [] },
    { definition: { nodes: 'x', edges: 7 } },
  ];
  for (const body of bodies) {
    const answer = await one.call('POST', '/v1/flows/validate', JSON.stringify(body));
    expect([answer.status, answer.body.plan]).toEqual([200, null]);
    expect(answer.body.problems.length).toBeGreaterThan(0);
  }
  const deep = await one.call(
    'POST',
    '/v1/flows/validate',
    `{"definition":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  );
  expect(deep.status).toBe(200);
  const good = await one.call('POST', '/v1/flows/validate', { definition: smallFlow() });
  expect(good.body).toMatchObject({ problems: [], plan: { nodes: 2 } });
  expect(good.body.plan.hash).toMatch(/^[0-9a-f]{64}$/);
  expect((await one.call('GET', '/v1/flows?limit=100')).body.data).toHaveLength(before);
});

test('a webhook path belongs to one published flow', async () => {
  const hook = smallFlow({ trigger: { type: 'webhook', config: { path: 'um-so' } } });
  await deploy(one, hook);
  const second = await one.call('POST', '/v1/flows', { definition: hook });
  expect(second.body.problems).toContainEqual(expect.objectContaining({ code: 'duplicate_path', severity: 'error' }));
  expect((await one.call('POST', `/v1/flows/${second.body.id}/publish`)).status).toBe(422);
  await deploy(other, hook);
});

test.each([
  ['pt-BR', 'Outro fluxo já atende', 'Outro fluxo já atende neste endereço'],
  ['en', 'Another flow listens', 'Another flow listens at this webhook address'],
])(
  'a version whose path was taken since cannot come back, and is refused in the language of who asks: %s',
  async (language, detail, problem) => {
    const at = (path: string) => smallFlow({ trigger: { type: 'webhook', config: { path } } });
    const flow = await deploy(one, at(`volta-${language}`));
    await one.call('PUT', `/v1/flows/${flow}/draft`, { definition: at(`outro-${language}`) });
    await one.call('POST', `/v1/flows/${flow}/publish`);
    await deploy(one, at(`volta-${language}`));
    const headers = { 'accept-language': language };
    const refused = await one.call('POST', `/v1/flows/${flow}/rollback`, { version: 1 }, headers);
    expect([refused.status, refused.body.code]).toEqual([422, 'flow_has_problems']);
    expect(refused.body.detail).toContain(detail);
    expect(refused.body.problems[0].message).toContain(problem);
  },
);

test('lists go on where they stopped while rows come and go; other filters are refused', async () => {
  const account = await fixture.account();
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.push((await account.call('POST', '/v1/flows', { definition: smallFlow() })).body.id);
  const first = await account.call('GET', '/v1/flows?limit=2');
  expect(first.body.data.map((f: { id: string }) => f.id)).toEqual([ids[4], ids[3]]);
  await account.call('POST', '/v1/flows', { definition: smallFlow() });
  await account.call('DELETE', `/v1/flows/${ids[3]}`);
  const second = await account.call('GET', `/v1/flows?limit=2&cursor=${encodeURIComponent(first.body.nextCursor)}`);
  expect(second.body.data.map((f: { id: string }) => f.id)).toEqual([ids[2], ids[1]]);
  const wrong = await account.call('GET', `/v1/flows?q=x&cursor=${encodeURIComponent(first.body.nextCursor)}`);
  expect([wrong.status, wrong.body.code]).toEqual([400, 'malformed']);
  expect((await account.call('GET', '/v1/flows?cursor=abc')).status).toBe(400);
  expect((await account.call('GET', '/v1/flows?limit=1000')).status).toBe(200);
});

test("another tenant's flow is not there, whatever is asked of it", async () => {
  const id = await deploy(one);
  const calls: [string, string, unknown?][] = [
    ['GET', ''],
    ['PUT', '/draft', { definition: smallFlow() }],
    ['POST', '/publish', {}],
    ['GET', '/versions'],
    ['GET', '/versions/1'],
    ['GET', '/diff?from=1&to=1'],
    ['POST', '/rollback', { version: 1 }],
    ['POST', '/runs', { data: {} }],
    ['POST', '/runs', { data: {}, version: 'draft', test: true }],
    ['DELETE', ''],
    ['POST', '/restore'],
  ];
  for (const [method, tail, body] of calls) {
    const answer = await other.call(method, `/v1/flows/${id}${tail}`, body);
    expect([method, tail, answer.status, answer.body.code]).toEqual([method, tail, 404, 'not_found']);
  }
  expect((await one.call('GET', `/v1/flows/${id}`)).body.archivedAt).toBeNull();
});

test('the same key and body make one flow, also when asked at once', async () => {
  const headers = { 'idempotency-key': 'criar-1' };
  const body = { definition: smallFlow() };
  const answers = await Promise.all([1, 2, 3, 4].map(() => one.call('POST', '/v1/flows', body, headers)));
  const made = answers.filter((answer) => answer.status === 201);
  expect(new Set(made.map((answer) => answer.body.id)).size).toBe(1);
  for (const answer of answers) expect([201, 409]).toContain(answer.status);
  const again = await one.call('POST', '/v1/flows', body, headers);
  expect([again.headers.get('idempotency-replayed'), again.body.id]).toEqual(['true', made[0]?.body.id]);
  expect((await one.call('POST', '/v1/flows', { definition: smallFlow({ name: 'x' }) }, headers)).body.code).toBe(
    'idempotency_mismatch',
  );
  expect((await other.call('POST', '/v1/flows', body, headers)).body.id).not.toBe(made[0]?.body.id);
});

test('a draft with characters that the database cannot search is saved, listed and found like any other', async () => {
  const definition = smallFlow({ name: 'Nulo \0', 'x-note\0': 'half \ud800, whole 😀, said \\u0000' });
  const made = await one.call('POST', '/v1/flows', { definition });
  expect([made.status, made.body.trigger, made.body.draft['x-note\ufffd']]).toEqual([
    201,
    'api',
    'half \ufffd, whole 😀, said \\u0000',
  ]);
  const saved = await one.call('PUT', `/v1/flows/${made.body.id}/draft`, { definition });
  expect([saved.status, saved.body.draft.name]).toEqual([200, 'Nulo \ufffd']);
  expect((await one.call('GET', '/v1/flows?limit=100')).status).toBe(200);
  expect((await one.call('GET', `/v1/kits`)).status).toBe(200);
});

test('settings with such characters do not stop what reads of them', async () => {
  expect((await other.call('PATCH', '/v1/tenant', { settings: { note: 'a\0b' } })).body.settings.note).toBe('a\ufffdb');
  expect((await other.call('GET', '/v1/ai/usage')).status).toBe(200);
});
