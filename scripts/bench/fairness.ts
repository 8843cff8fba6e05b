import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnv } from '#config/env.ts';
import { masterKeys } from '#config/master-secret.ts';
import { createApiKey } from '#domain/identity/api-keys.ts';
import { newId, parseId } from '#domain/ids.ts';
import { openRoot } from '#prisma/root-key.ts';
import { createDatabase } from '#prisma/with-tenant.ts';
import { databaseUrls } from '../databases.ts';
import type { Product } from './servers.ts';

export interface FairnessFigures {
  /** Actions of the other tenant that waited when the measure began, and when it ended. */
  queued: number;
  left: number;
  aloneMs: number;
  besideMs: number;
}

interface Account {
  url: string;
  key: string;
  slug: string;
}

/** Long enough that a run is more than our own work: what a call to another system takes. */
const ACTION_MS = 300;
const LOOKS = 15;
const ROUND = 100;

const call = async <T>({ url, key }: Account, where: string, body: object): Promise<T> => {
  const answer = await fetch(url + where, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${where} answered ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
};

/** There is no call that makes tenants: it is made where the product keeps them. */
async function neighbour({ url, data, databaseUrl }: Product): Promise<Account> {
  const password = new URL(databaseUrl).password;
  const urls = await databaseUrls(readEnv({}), databaseUrl, password);
  const masters = await masterKeys({ TRAMA_DATA: data });
  const secret = await openRoot(urls.admin, masters);
  const database = createDatabase({ appUrl: urls.app, adminUrl: urls.admin, secret, masters, poolMax: 1 });
  const [id, slug] = [
    newId('ten'),
    `vizinho-${path
      .basename(data)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '')}`,
  ];
  await database.admin.sql`
    insert into tenants (id, slug, name, plan) values (${parseId('ten', id)}, ${slug}, 'Vizinho', 'ENTERPRISE')`;
  const { key } = await database.withTenant(id, (db) => createApiKey(db, { name: 'b', scopes: ['*'], by: 'bench' }));
  await database.close();
  return { url, key, slug };
}

async function deploy(account: Account, definition: object): Promise<string> {
  const { id } = await call<{ id: string }>(account, '/v1/flows', { definition });
  await call(account, `/v1/flows/${id}/publish`, {});
  return id;
}

const flowOf = (url: string, items: number | null) => {
  const request = {
    id: 'h',
    type: 'http.request',
    config: { method: 'POST', url: `${url}?ms=${ACTION_MS}`, body: {} },
  };
  const each = { id: 'cada', type: 'forEach', config: { items: `{{ range(${items}) }}`, concurrency: 10 } };
  return {
    language: 'trama/1',
    name: items === null ? 'um' : 'muitos',
    trigger: { type: 'api', config: {} },
    nodes: items === null ? [request] : [each, { ...request, parent: 'cada' }],
    edges:
      items === null
        ? [{ from: 'trigger', to: 'h' }]
        : [
            { from: 'trigger', to: 'cada' },
            { from: 'cada.each', to: 'h' },
          ],
  };
};

/** Median of runs in a row, from the call to the end, as the tenant's own program would see it. */
async function medianOf(account: Account, flow: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < LOOKS; i++) {
    const began = performance.now();
    const { runId } = await call<{ runId: string }>(account, `/v1/flows/${flow}/runs`, { data: {} });
    for (;;) {
      const run = await fetch(`${account.url}/v1/runs/${runId}`, {
        headers: { authorization: `Bearer ${account.key}` },
      });
      const { status } = (await run.json()) as { status: string };
      if (status === 'succeeded') break;
      if (status === 'failed') throw new Error('a run failed');
      await sleep(20);
    }
    times.push(performance.now() - began);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(LOOKS / 2)] ?? 0;
}

/** How long a tenant's runs take alone, and beside another with thousands of queued actions. */
export async function fairnessFigures(
  product: Product,
  stub: { url: string; hits(): number },
  queued: number,
): Promise<FairnessFigures> {
  const many: Account = { url: product.url, key: product.apiKey, slug: 'demo' };
  const one = await neighbour(product);
  const [flood, single] = [await deploy(many, flowOf(stub.url, ROUND)), await deploy(one, flowOf(stub.url, null))];
  await medianOf(one, single);
  const aloneMs = await medianOf(one, single);
  const before = stub.hits();
  await Promise.all(
    Array.from({ length: Math.ceil(queued / ROUND) }, () => call(many, `/v1/flows/${flood}/runs`, { data: {} })),
  );
  await sleep(3_000);
  const besideMs = await medianOf(one, single);
  return { queued, left: queued - (stub.hits() - before - LOOKS), aloneMs, besideMs };
}
