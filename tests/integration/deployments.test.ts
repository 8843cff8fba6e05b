import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { clusterMember } from '../cluster-member.ts';
import { Client, until } from '../conformance/client.ts';
import { flowOf, post, set, stop } from '../conformance/flow-of.ts';
import { type Stub, startStub } from '../conformance/stub.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';
import { makeNamespace } from '../fresh-namespace.ts';
import type { Product } from '../running-product.ts';

// Workers of two versions side by side (docs/decisions/015), over one PostgreSQL and one Temporal.
const NAMESPACE = 'deployments';
const home = mkdtempSync(path.join(tmpdir(), 'trama-deployments-'));
let database: FreshDatabase;
let stub: Stub;
let connection: Connection;
let api: Client;
let blue: Product;
let green: Product;
const members: Product[] = [];

beforeAll(async () => {
  [database, stub, connection] = await Promise.all([
    freshDatabase(),
    startStub(),
    Connection.connect({ address: inject('temporalAddress') }),
    makeNamespace(NAMESPACE),
  ]);
  const first = await member('api', {});
  api = new Client(await first.start(undefined, '/healthz'));
  blue = await member('worker', { TRAMA_DEPLOYMENT_VERSION: 'blue' });
});
afterAll(async () => {
  await Promise.all(members.map((one) => one.stop()));
  await Promise.all([database.drop(), stub.close(), connection.close()]);
  rmSync(home, { recursive: true, force: true });
});

async function member(role: 'api' | 'worker', more: Record<string, string>): Promise<Product> {
  const folder = path.join(home, `${role}-${members.length}`);
  const product = await clusterMember({ role, folder, database, namespace: NAMESPACE }, more);
  members.push(product);
  return product;
}

/** The server tells of its versions, and finds runs by them, a moment after it has changed them. */
const PATIENCE = { timeout: 20_000, interval: 100 };

const STATUSES = ['', 'inactive', 'current', 'ramping', 'draining', 'drained', 'created'];

/** Versions as Temporal knows them, each with its status. */
async function versions(): Promise<Record<string, string | undefined>> {
  const { workerDeploymentInfo: info } = await connection.workflowService.describeWorkerDeployment({
    namespace: NAMESPACE,
    deploymentName: 'trama',
  });
  const found = (info?.versionSummaries ?? []).map(
    ({ deploymentVersion, status }) => [deploymentVersion?.buildId ?? '', STATUSES[status ?? 0]] as const,
  );
  return Object.fromEntries(found);
}

const isCurrent = (version: string) =>
  until(async () => (await versions().catch(() => ({}) as Record<string, string>))[version] === 'current', version);

async function openOf(version: string): Promise<number> {
  const query = `TemporalWorkerDeploymentVersion = 'trama:${version}' and ExecutionStatus = 'Running'`;
  const { count } = await connection.workflowService.countWorkflowExecutions({ namespace: NAMESPACE, query });
  return Number(count);
}

const waits = () =>
  flowOf({
    nodes: {
      e: { type: 'waitForEvent', config: { events: [{ port: 'ok', name: 'vai', key: '{{ trigger.data.n }}' }] } },
      h: post(`${stub.url}/depois`),
      fim: stop('{{ trigger.data.n }}'),
    },
    edges: 'trigger > e, e.ok > h > fim',
  });
const go = (n: string) => api.post('/v1/events', { name: 'vai', key: n });

test('a run of workers without a version goes on in the first version', { timeout: 240_000 }, async () => {
  const plain = await member('worker', {});
  await plain.start(undefined, '/healthz');
  const run = await api.start(await api.deploy(waits()), { n: 'z' });
  await api.waiting(run);
  await blue.start(undefined, '/healthz');
  await isCurrent('blue');
  await plain.stop();
  await go('z');
  expect(await api.ended(run)).toMatchObject({ status: 'succeeded', output: 'z' });
});

test('runs that wait stay with the version they began with, new ones go to the new version, and the old one drains', {
  timeout: 240_000,
}, async () => {
  const flow = await api.deploy(waits());
  const old = await api.start(flow, { n: 'a' });
  await api.waiting(old);

  green = await member('worker', { TRAMA_DEPLOYMENT_VERSION: 'green' });
  await green.start(undefined, '/healthz');
  await isCurrent('green');
  await expect.poll(async () => (await versions()).blue, PATIENCE).toBe('draining');
  const fresh = await api.start(flow, { n: 'b' });
  await api.waiting(fresh);
  await expect.poll(() => Promise.all([openOf('blue'), openOf('green')]), PATIENCE).toEqual([1, 1]);

  // Each goes on where it began, and only there.
  await blue.stop();
  await go('a');
  await go('b');
  expect(await api.ended(fresh)).toMatchObject({ status: 'succeeded', output: 'b' });
  expect((await api.get(`/v1/runs/${old}`)).body.status).not.toBe('succeeded');
  await blue.start(undefined, '/healthz');
  expect(await api.ended(old)).toMatchObject({ status: 'succeeded', output: 'a' });
  await until(async () => (await openOf('blue')) === 0, 'nothing is left of the old version');
});

test('a process of an older version that comes back takes nothing over, and what an operator decides holds', {
  timeout: 120_000,
}, async () => {
  expect(await versions()).toMatchObject({ green: 'current' });
  await connection.workflowService.setWorkerDeploymentCurrentVersion({
    namespace: NAMESPACE,
    deploymentName: 'trama',
    buildId: 'blue',
  });
  await green.stop();
  await green.start(undefined, '/healthz');
  const flow = await api.deploy(flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' }));
  expect(await api.ended(await api.start(flow))).toMatchObject({ status: 'succeeded' });
  expect((await versions()).blue).toBe('current');
});

test('what a caller waits for, and goes on in the process where it was begun, is found there', async () => {
  stub.on('/devagar', { delayMs: 1_500 });
  await api.deploy(
    flowOf({
      trigger: { type: 'webhook', config: { path: 'espera', respond: 'atEnd' } },
      nodes: {
        h: post(`${stub.url}/devagar`),
        s: set({ status: '{{ steps.h.status }}' }),
        r: { type: 'respond', config: { body: '{{ steps.s }}' } },
      },
      edges: 'trigger > h > s > r',
    }),
  );
  expect((await api.hook('espera')).body).toEqual({ status: 200 });
  expect(stub.hits('/devagar')).toHaveLength(1);
});
