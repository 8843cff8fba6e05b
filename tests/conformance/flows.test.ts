import { expect } from 'vitest';
import { demo, unique } from './client.ts';
import { flowOf, set, stop, waitFor } from './flow-of.ts';
import { test } from './stub.ts';

const byValue = (a: unknown, b: unknown): number => Number(a) - Number(b);

const api = demo();
const small = (v: unknown = 1, more: Record<string, unknown> = {}) =>
  flowOf({ nodes: { a: set({ v }), fim: stop('{{ steps.a.v }}') }, edges: 'trigger > a > fim', ...more });
const codes = (problems: { code: string }[]) => problems.map((one) => one.code);

test('a flow is made with its draft, an ETag and an address', async () => {
  const made = await api.post('/v1/flows', { definition: small() });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ draft: small(), problems: [], publishedVersion: null, archivedAt: null });
  expect(made.body.id).toMatch(/^flw_/);
  expect(made.headers.get('location')).toBe(`/v1/flows/${made.body.id}`);
  const read = await api.get(`/v1/flows/${made.body.id}`);
  expect(read.headers.get('etag')).toBe(made.headers.get('etag'));
  expect(read.body).toEqual(made.body);
});

test('a draft with problems is saved, and they come back; publishing it is 422 with them', async () => {
  const wrong = flowOf({ nodes: { a: set({ v: '{{ nada }}' }) }, edges: 'trigger > a' });
  const flow = await api.create(wrong);
  expect(flow.problems).toMatchObject([{ code: 'unknown_name', severity: 'error', node: 'a' }]);
  const saved = await api.put(`/v1/flows/${flow.id}/draft`, { definition: { ...wrong, edges: 7 } });
  expect([saved.status, codes(saved.body.problems)]).toEqual([200, expect.arrayContaining(['bad_document'])]);
  const refused = await api.post(`/v1/flows/${flow.id}/publish`);
  expect([refused.status, refused.body.code]).toEqual([422, 'flow_has_problems']);
  expect(refused.headers.get('content-type')).toContain('application/problem+json');
  expect(codes(refused.body.problems)).toContain('bad_document');
});

test('warnings do not stop a flow from being published', async () => {
  const definition = small(1, { trigger: { type: 'webhook', config: { path: unique('aberto') } } });
  const flow = await api.create(definition);
  expect(codes(flow.problems)).toEqual(['open_webhook']);
  expect((await api.post(`/v1/flows/${flow.id}/publish`)).status).toBe(200);
});

test('If-Match: a stale ETag is 412 and changes nothing, the current one saves and gives a new one', async () => {
  const made = await api.post('/v1/flows', { definition: small(1) });
  const { id } = made.body;
  const first = made.headers.get('etag') ?? '';
  const saved = await api.put(`/v1/flows/${id}/draft`, { definition: small(2) }, { 'if-match': first });
  expect(saved.status).toBe(200);
  expect(saved.headers.get('etag')).not.toBe(first);
  const stale = await api.put(`/v1/flows/${id}/draft`, { definition: small(3) }, { 'if-match': first });
  expect([stale.status, stale.body.code]).toEqual([412, 'stale']);
  expect((await api.get(`/v1/flows/${id}`)).body.draft).toEqual(small(2));
  const garbage = await api.put(`/v1/flows/${id}/draft`, { definition: small(3) }, { 'if-match': '"never-given"' });
  expect(garbage.status).toBe(412);
  const any = await api.put(`/v1/flows/${id}/draft`, { definition: small(4) }, { 'if-match': '*' });
  expect(any.status).toBe(200);
});

test('of ten saves with one ETag exactly one wins', async () => {
  const made = await api.post('/v1/flows', { definition: small(0) });
  const etag = made.headers.get('etag') ?? '';
  const saves = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      api.put(`/v1/flows/${made.body.id}/draft`, { definition: small(i + 1) }, { 'if-match': etag }),
    ),
  );
  expect(saves.map((one) => one.status).toSorted(byValue)).toEqual([200, ...Array(9).fill(412)]);
});

test('publishing makes numbered versions with a hash; the same content has the same hash', async () => {
  const id = await api.deploy(small(1));
  const { version } = await api.redeploy(id, small(2), { note: 'dois' });
  const back = await api.made('POST', `/v1/flows/${id}/rollback`, { version: 1 });
  expect([version, back.version]).toEqual([2, 3]);
  const { data } = await api.made('GET', `/v1/flows/${id}/versions`);
  expect(data.map((one: { version: number }) => one.version)).toEqual([3, 2, 1]);
  expect(data[1]).toMatchObject({ version: 2, note: 'dois', flowId: id });
  expect(data[0].hash).toBe(data[2].hash);
  expect(data[0].hash).not.toBe(data[1].hash);
  const first = await api.made('GET', `/v1/flows/${id}/versions/1`);
  expect(first).toMatchObject({ version: 1, definition: small(1) });
  expect((await api.get(`/v1/flows/${id}`)).body.publishedVersion).toBe(3);
  expect((await api.runOnce(small(7))).output).toBe(7);
  expect((await api.through(id)).output).toBe(1);
  expect((await api.get(`/v1/flows/${id}/versions/9`)).status).toBe(404);
  expect((await api.post(`/v1/flows/${id}/rollback`, { version: 9 })).status).toBe(404);
});

test('a diff names what changed between versions, and against the draft', async () => {
  const id = await api.deploy(small(1));
  const changed = flowOf({
    nodes: { a: set({ v: 2 }), b: set({ w: 1 }), fim: stop('{{ steps.a.v }}') },
    edges: 'trigger > a > b > fim',
  });
  await api.redeploy(id, changed);
  const diff = await api.made('GET', `/v1/flows/${id}/diff?from=1&to=2`);
  expect(diff.nodes.added).toEqual(['b']);
  expect(diff.nodes.changed[0].id).toBe('a');
  const same = await api.made('GET', `/v1/flows/${id}/diff?from=2&to=draft`);
  expect(same.nodes).toEqual({ added: [], removed: [], changed: [] });
  expect((await api.get(`/v1/flows/${id}/diff?from=1&to=77`)).status).toBe(404);
  expect((await api.get(`/v1/flows/${id}/diff?from=um&to=2`)).status).toBe(422);
});

test('an archived flow starts no more, keeps its runs, and leaves the list', async () => {
  const id = await api.deploy(small(1, { name: unique('arquivo') }));
  const run = await api.through(id);
  expect((await api.delete(`/v1/flows/${id}`)).status).toBe(200);
  expect((await api.post(`/v1/flows/${id}/runs`, { data: {} })).status).toBe(409);
  expect((await api.run(run.id)).output).toBe(1);
  const read = await api.get(`/v1/flows/${id}`);
  expect([read.status, read.body.archivedAt === null]).toEqual([200, false]);
  const { data } = await api.made('GET', '/v1/flows?limit=100');
  expect(data.map((one: { id: string }) => one.id)).not.toContain(id);
  expect((await api.delete(`/v1/flows/${id}`)).status).toBe(200);
});

test('archiving leaves open runs alone', async () => {
  const id = await api.deploy(
    flowOf({ nodes: { w: waitFor('vai'), fim: stop('foi') }, edges: 'trigger > w.ok > fim' }),
  );
  const run = await api.start(id);
  await api.waiting(run);
  await api.delete(`/v1/flows/${id}`);
  await api.event(run, 'vai');
  expect((await api.ended(run)).output).toBe('foi');
});

test('a flow is found by its slug, and two flows of one name have two', async () => {
  const name = unique('Ordem de Serviço');
  const [one, two] = [await api.create(small(1, { name })), await api.create(small(2, { name }))];
  expect(one.slug).toMatch(/^ordem-de-servico/);
  expect(one.slug).not.toBe(two.slug);
  await api.made('POST', `/v1/flows/${two.slug}/publish`);
  expect((await api.through(two.slug)).output).toBe(2);
  expect((await api.get(`/v1/flows/${one.slug}`)).body.id).toBe(one.id);
});

test('what is not published cannot be started but for a test of its draft', async () => {
  const { id } = await api.create(small(5));
  const refused = await api.post(`/v1/flows/${id}/runs`, { data: {} });
  expect([refused.status, refused.body.code]).toEqual([409, 'not_published']);
  expect((await api.through(id, {}, { version: 'draft', test: true })).output).toBe(5);
});

test('runs go on with their version while another is published', async () => {
  const waiting = (v: number) =>
    flowOf({
      nodes: { w: waitFor('vai'), a: set({ v }), fim: stop('{{ steps.a.v }}') },
      edges: 'trigger > w.ok > a > fim',
    });
  const id = await api.deploy(waiting(1));
  const [kept, later] = [await api.start(id), await api.start(id)];
  await Promise.all([api.waiting(kept), api.waiting(later)]);
  expect((await api.redeploy(id, waiting(2))).version).toBe(2);
  const fresh = await api.start(id);
  await api.waiting(fresh);
  await Promise.all([kept, fresh].map((run) => api.event(run, 'vai')));
  expect(await api.ended(kept)).toMatchObject({ output: 1, flowVersion: 1 });
  expect(await api.ended(fresh)).toMatchObject({ output: 2, flowVersion: 2 });
  await api.made('POST', `/v1/flows/${id}/publish`, { openRuns: 'cancel' });
  expect((await api.ended(later)).status).toBe('cancelled');
});

test('openRuns restart: cancelled, and begun again with the same trigger on the new version', async () => {
  const waiting = (v: number) =>
    flowOf({
      nodes: { w: waitFor('vai'), fim: stop({ v, data: '{{ trigger.data.n }}' }) },
      edges: 'trigger > w.ok > fim',
    });
  const id = await api.deploy(waiting(1));
  const old = await api.start(id, { n: 42 });
  await api.waiting(old);
  await api.redeploy(id, waiting(2), { openRuns: 'restart' });
  expect((await api.ended(old)).status).toBe('cancelled');
  const fresh = (await api.runsOf(id)).find((run) => run.id !== old);
  await api.waiting(fresh.id);
  await api.event(fresh.id, 'vai');
  expect(await api.ended(fresh.id)).toMatchObject({ flowVersion: 2, output: { v: 2, data: 42 } });
});

test('two flows that share a path: the second cannot be published, and says so while drawn', async () => {
  const trigger = { type: 'webhook', config: { path: unique('mesmo') } };
  await api.deploy(small(1, { trigger }));
  const second = await api.create(small(2, { trigger }));
  expect(codes(second.problems)).toContain('duplicate_path');
  expect((await api.post(`/v1/flows/${second.id}/publish`)).status).toBe(422);
});

const BODIES = [[], 'texto', 7, null, true, {}, { definition: null }, { definition: [] }, { definition: 'x' }];
test.each([...BODIES, { definition: { nodes: { a: 1 } } }, { definition: small(), x: 1 }].map((body) => [body]))(
  'validate answers 200 to %j',
  async (body) => {
    const answer = await api.post('/v1/flows/validate', JSON.stringify(body));
    expect(answer.status).toBe(200);
    expect(Array.isArray(answer.body.problems)).toBe(true);
    expect(answer.body.plan === null).toBe(
      answer.body.problems.some((p: { severity: string }) => p.severity === 'error'),
    );
  },
);

test('validate tells the size of the plan and writes nothing', async () => {
  const name = unique('só olhando');
  const answer = await api.made('POST', '/v1/flows/validate', { definition: small(1, { name }) });
  expect(answer.plan).toMatchObject({ nodes: 2, hash: expect.any(String) });
  const { data } = await api.made('GET', `/v1/flows?q=${encodeURIComponent(name)}`);
  expect(data).toEqual([]);
});

test('fields that begin with x- are kept, others are problems', async () => {
  const flow = await api.create(small(1, { 'x-cor': { a: 1 } }));
  expect(flow.problems).toEqual([]);
  expect(flow.draft['x-cor']).toEqual({ a: 1 });
  expect(codes((await api.create(small(1, { cor: 1 }))).problems)).toEqual(['unknown_field']);
});

test('a field too many hides no other problem', async () => {
  const nodes = { a: set({ v: '{{ nada }}' }, { cor: 1 }) };
  const flow = await api.create(flowOf({ nodes, edges: 'trigger > a', tamanho: 2 }));
  expect(codes(flow.problems).sort()).toEqual(['unknown_field', 'unknown_field', 'unknown_name']);
});

test('the code of a flow, from the product as it is started, is whole and names no place of this machine', async () => {
  const flow = await api.deploy(flowOf({ nodes: { a: set({ v: 1 }) }, edges: 'trigger > a' }));
  const { files } = await api.made('GET', `/v1/flows/${flow}/code`);
  const texts = new Map<string, string>(
    files.map(({ path, content }: { path: string; content: string }) => [path, content]),
  );
  expect(texts.get('src/worker.ts')).toContain("new URL('./workflow.ts', import.meta.url)");
  for (const [path, text] of texts) expect(text, path).not.toMatch(/file:\/\/|\/node_modules\//);
});
