import { expect, test } from 'vitest';
import { type Account, deploy, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();

const start = async (account: Account, flow: string, more = {}): Promise<string> =>
  (await account.call('POST', `/v1/flows/${flow}/runs`, { data: {}, ...more })).body.id;

/** Calls as a person with a browser's session. */
const signedIn = async ({ email, password }: Account) => {
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ email, password });
  const answer = await fixture.fetch('/v1/session', { method: 'POST', headers: json, body });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return (method: string, path: string, given?: unknown) =>
    fixture.fetch(`/v1${path}`, {
      method,
      headers: { cookie, ...(given === undefined ? {} : json) },
      ...(given === undefined ? {} : { body: JSON.stringify(given) }),
    });
};

const ana = await signedIn(one);
const bia = await signedIn(other);
const sums = ({ buckets }: { buckets: { byStatus: Record<string, number> }[] }): Record<string, number> => {
  const all: Record<string, number> = {};
  for (const { byStatus } of buckets) for (const [key, n] of Object.entries(byStatus)) all[key] = (all[key] ?? 0) + n;
  return all;
};
const HOUR = 3_600_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

test('runs are counted by hour and status without gaps, those of tests apart, and only one’s own', async () => {
  const flow = await deploy(one);
  const [good, bad] = [await start(one, flow), await start(one, flow)];
  await start(one, flow);
  await start(one, flow, { test: true });
  await fixture.end(one, good, { output: 1 });
  await fixture.end(one, bad, { status: 'failed', error: { code: 'x', message: 'x' } });
  const ask = `/v1/runs/summary?flow=${flow}&by=hour&from=${ago(5 * HOUR)}`;
  const { body } = await one.call('GET', `${ask}&test=false`);
  expect(body.buckets[0]).toEqual({ from: expect.any(String), byStatus: {} });
  // The hour may turn meanwhile.
  expect([6, 7]).toContain(body.buckets.length);
  expect(sums(body)).toEqual({ succeeded: 1, failed: 1, running: 1 });
  expect([body.p50Ms, body.p95Ms]).toEqual([expect.any(Number), expect.any(Number)]);
  expect(sums((await one.call('GET', ask)).body).running).toBe(2);
  const empty = (await other.call('GET', ask)).body;
  expect(empty).toMatchObject({ p50Ms: null, p95Ms: null });
  expect(sums(empty)).toEqual({});
  expect((await one.call('GET', `/v1/runs/summary?by=hour&from=${ago(900 * HOUR)}`)).status).toBe(400);
  const days = (await one.call('GET', `/v1/runs/summary?by=day&from=${ago(240 * HOUR)}`)).body.buckets;
  expect(days).toHaveLength(11);
});

test('lists take several statuses, a period, tests or not, and the tries of a run', async () => {
  const flow = await deploy(one);
  const [real, tried] = [await start(one, flow), await start(one, flow, { test: true })];
  const ids = async (more: string) =>
    (await one.call('GET', `/v1/runs?flow=${flow}${more}`)).body.data.map(({ id }: { id: string }) => id);
  expect(await ids('&test=true')).toEqual([tried]);
  expect(await ids('&test=false&status=running,failed')).toEqual([real]);
  expect(await ids(`&from=${ago(HOUR)}`)).toEqual([tried, real]);
  expect(await ids(`&to=${ago(HOUR)}`)).toEqual([]);
  await fixture.end(one, real, { output: 1 });
  const { id: again } = (await one.call('POST', `/v1/runs/${real}/retry`, {})).body;
  expect(await ids(`&retryOf=${real}`)).toEqual([again]);
  expect((await other.call('GET', `/v1/runs?retryOf=${real}`)).body.data).toEqual([]);
  expect((await one.call('GET', '/v1/runs?test=perhaps')).status).toBe(422);
});

test('a person’s views are kept, changed and forgotten; they are nobody else’s, and no key has any', async () => {
  const view = { page: 'runs', name: 'Falhas de hoje', query: 'status=failed&period=day' };
  const made = await ana('POST', '/saved-views', view);
  expect([made.status, made.body]).toEqual([201, expect.objectContaining(view)]);
  const changed = await ana('POST', '/saved-views', { ...view, query: 'status=failed' });
  expect(changed.body.id).toBe(made.body.id);
  expect((await ana('GET', '/saved-views?page=runs')).body.data).toMatchObject([{ query: 'status=failed' }]);
  expect((await ana('GET', '/saved-views?page=flows')).body.data).toEqual([]);
  expect((await bia('GET', '/saved-views?page=runs')).body.data).toEqual([]);
  expect((await bia('DELETE', `/saved-views/${made.body.id}`)).status).toBe(404);
  expect((await one.call('GET', '/v1/saved-views?page=runs')).status).toBe(403);
  expect((await ana('DELETE', `/saved-views/${made.body.id}`)).status).toBe(204);
  expect((await ana('GET', '/saved-views?page=runs')).body.data).toEqual([]);
});

test('owners find a run in Temporal’s pages; keys, other tenants, and houses without pages do not', async () => {
  const id = await start(one, await deploy(one));
  expect((await ana('GET', `/runs/${id}/temporal`)).status).toBe(404);
  fixture.deps.settings.temporalPages = { url: 'http://ui:8233', namespace: 'default' };
  const { status, body } = await ana('GET', `/runs/${id}/temporal`);
  const workflow = encodeURIComponent(`${one.tenantId}/run/${id}`);
  expect([status, body]).toEqual([200, { url: `http://ui:8233/namespaces/default/workflows/${workflow}` }]);
  expect((await bia('GET', `/runs/${id}/temporal`)).status).toBe(404);
  expect((await one.call('GET', `/v1/runs/${id}/temporal`)).status).toBe(403);
});
