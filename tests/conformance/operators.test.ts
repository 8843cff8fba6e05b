import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEnv } from '#config/env.ts';
import { temporalProgram } from '#scripts/embedded/temporal-program.ts';
import type { Demo } from '#scripts/run.ts';
import { freeSettings, Product } from '#tests/running-product.ts';
import { Client, send, until } from './client.ts';
import { flowOf, get, set, waitFor } from './flow-of.ts';
import { type Stub, startStub } from './stub.ts';

// A product of its own: its tenant is erased.
const TOKEN = 'operator-token-for-tests-0123456789';
const bearer = { authorization: `Bearer ${TOKEN}` };
const home = mkdtempSync(path.join(tmpdir(), 'trama-operators-'));
const data = path.join(home, 'data');
let product: Product;
let demo: Demo;
let api: Client;
let stub: Stub;

beforeAll(async () => {
  const more = { TRAMA_ALLOW_PRIVATE_HOSTS: '127.0.0.1', TRAMA_OPERATOR_TOKEN: TOKEN };
  product = new Product(data, { ...(await freeSettings()), ...more });
  stub = await startStub();
  demo = await product.start();
  api = new Client(demo);
});
afterAll(async () => {
  await product.stop();
  await stub.close();
  rmSync(home, { recursive: true, force: true });
});

const temporal = async (...args: string[]): Promise<string> => {
  const program = await temporalProgram({ given: readEnv().TEMPORAL_CLI_PATH, log: () => {} });
  const address = ['--address', `127.0.0.1:${product.settings.TRAMA_TEMPORAL_PORT}`, '--output', 'json'];
  const { stdout } = await promisify(execFile)(program, [...args, ...address], { maxBuffer: 256 * 1024 * 1024 });
  return stdout;
};
const workflowOf = async (run: string): Promise<string> => {
  const found = await until(async () => {
    const [one] = JSON.parse(await temporal('workflow', 'list', '--query', `TramaRun = "${run}"`));
    return one?.execution?.workflowId as string | undefined;
  }, 'the workflow is listed');
  return found;
};
/** A history as an operator reads it at the command line; its values are JSON in base64 or plain. */
const history = async (run: string, ...more: string[]): Promise<string> => {
  const text = await temporal('workflow', 'show', '--workflow-id', await workflowOf(run), ...more);
  return text.replace(/"data": ?"([A-Za-z0-9+/=]+)"/g, (_, value: string) => Buffer.from(value, 'base64').toString());
};
const codec = ['--codec-endpoint', '', '--codec-auth', `Bearer ${TOKEN}`];

test('Temporal’s pages are told where to have values opened', async () => {
  const settings = await send(`${demo.temporalUi}/api/v1/settings`, 'GET');
  expect(settings.body.Codec.Endpoint).toBe(`http://localhost:${product.settings.PORT}/codec`);
});

test('an operator reads a history, values in storage too; without the token nobody does; erased, nobody ever', async () => {
  codec[1] = `${demo.url}/codec`;
  stub.on('/grande', { body: { text: 'GRANDE '.repeat(40_000) } });
  const flow = await api.deploy(
    flowOf({
      nodes: { a: set({ v: '{{ trigger.data.name }}' }), g: get(`${stub.url}/grande`), e: waitFor('nunca') },
      edges: 'trigger > a > g > e',
    }),
  );
  const run = await api.start(flow, { name: 'CANARIO' });
  await api.waiting(run);
  expect(await history(run)).not.toContain('CANARIO');
  const read = await history(run, ...codec);
  expect(read).toContain('CANARIO');
  expect(read).toContain('GRANDE GRANDE');
  expect((await send(`${api.url}/codec/decode`, 'POST', { payloads: [] })).status).toBe(401);

  const erase = () => send(`${api.url}/operator/tenants/${api.tenant}/erase`, 'POST', undefined, bearer);
  expect((await erase()).body).toMatchObject({ runs: 1, workflows: 1 });
  expect((await erase()).body).toMatchObject({ runs: 0, workflows: 0 });
  expect((await api.get(`/v1/runs/${run}`)).status).toBe(401);
  expect(await history(run, ...codec)).not.toContain('CANARIO');
  const [one] = JSON.parse(await temporal('workflow', 'list', '--query', `TramaRun = "${run}"`));
  expect(one.status).toBe('WORKFLOW_EXECUTION_STATUS_TERMINATED');
  const kept = readdirSync(path.join(data, 'temporal')).map((file) => readFileSync(path.join(data, 'temporal', file)));
  expect(Buffer.concat(kept).includes('CANARIO')).toBe(false);
});
