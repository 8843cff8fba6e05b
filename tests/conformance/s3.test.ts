import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freeSettings, Product } from '#tests/running-product.ts';
import { type S3Server, startS3 } from '#tests/simulators/s3-server.ts';
import { Client, send } from './client.ts';
import { flowOf, get, stop, waitFor } from './flow-of.ts';
import { type Stub, startStub } from './stub.ts';

// A product of its own, whose large values and files lie in a bucket.
const home = mkdtempSync(path.join(tmpdir(), 'trama-s3-'));
const data = path.join(home, 'data');
const account = { bucket: 'trama', region: 'sa-east-1', key: 'CHAVE', secret: 'segredo' };
let product: Product;
let api: Client;
let stub: Stub;
let s3: S3Server;

beforeAll(async () => {
  s3 = await startS3(account);
  product = new Product(data, {
    ...(await freeSettings()),
    TRAMA_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
    TRAMA_S3_ENDPOINT: s3.url,
    TRAMA_S3_BUCKET: account.bucket,
    TRAMA_S3_REGION: account.region,
    TRAMA_S3_KEY: account.key,
    TRAMA_S3_SECRET: account.secret,
  });
  stub = await startStub();
  api = new Client(await product.start());
});
afterAll(async () => {
  await product.stop();
  await Promise.all([stub.close(), s3.close()]);
  rmSync(home, { recursive: true, force: true });
});

// Two megabytes that do not pack well, with a word to look for.
const text = Array.from(
  { length: 20_000 },
  (_, n) => `CANARIO${Math.sin(n).toString(36)}${Math.cos(n).toString(36)}`,
).join();

test('large values and files go to the bucket, closed, and come back though the service fails now and then', async () => {
  stub.on('/grande', { body: { text } });
  stub.on('/foto.png', { raw: Buffer.from(`PNG CANARIO ${text}`), headers: { 'content-type': 'image/png' } });
  s3.faults.push('fail', 'drop');
  const run = await api.start(
    await api.deploy(
      flowOf({
        nodes: {
          g: get(`${stub.url}/grande`),
          f: { type: 'files.store', config: { from: 'url', content: `${stub.url}/foto.png` } },
          l: { type: 'files.link', config: { file: '{{ steps.f }}' } },
          e: waitFor('segue'),
          fim: stop('{{ { size: len(steps.g.body.text), url: steps.l.url, file: steps.f.file } }}'),
        },
        edges: 'trigger > g > f > l > e.ok > fim',
      }),
    ),
  );
  await api.waiting(run);
  expect(s3.objects.size).toBeGreaterThanOrEqual(2);
  s3.faults.push('truncate', 'fail');
  await api.event(run, 'segue');
  const { output } = await api.ended(run);
  expect(output.size).toBe(text.length);
  expect((await send(output.url, 'GET')).text).toContain('PNG CANARIO');
  expect((await api.get(`/v1/files/${output.file}`)).status).toBe(200);
  expect(s3.refused).toBe(0);
  const temporal = path.join(data, 'temporal');
  const kept = [
    ...s3.objects.values(),
    ...readdirSync(temporal).map((file) => readFileSync(path.join(temporal, file))),
  ];
  expect(Buffer.concat(kept).includes('CANARIO')).toBe(false);
});

test('while the service is away a run with a large value stands still, and goes on after it', async () => {
  stub.on('/outra', { body: { text: `${text}!` } });
  const flow = await api.deploy(
    flowOf({
      nodes: { g: get(`${stub.url}/outra`), fim: stop('{{ len(steps.g.body.text) }}') },
      edges: 'trigger > g > fim',
    }),
  );
  s3.faults.push(...Array.from({ length: 7 }, () => 'fail' as const));
  expect(await api.through(flow)).toMatchObject({ status: 'succeeded', output: text.length + 1 });
});
