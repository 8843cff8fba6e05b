import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();

const document = {
  language: 'trama/1',
  name: 'Pedido grande',
  trigger: { type: 'api', config: {} },
  nodes: [
    { id: 'soma', type: 'set', config: { values: { total: '{{ sum(trigger.data.cents) }}' } } },
    { id: 'grande', type: 'if', config: { condition: '{{ steps.soma.total > 10000 }}' } },
    {
      id: 'avisar',
      type: 'http.request',
      label: 'Avisar o ERP',
      config: { method: 'POST', url: 'https://erp.example/n' },
    },
    { id: 'fim', type: 'respond', config: { body: { total: '{{ steps.soma.total }}' } } },
  ],
  edges: [
    { from: 'trigger', to: 'soma' },
    { from: 'soma', to: 'grande' },
    { from: 'grande.true', to: 'avisar' },
    { from: 'grande.false', to: 'fim' },
    { from: 'avisar', to: 'fim' },
  ],
};

const made = await one.call('POST', '/v1/flows', { definition: document });
const code = `/v1/flows/${made.body.id}/code`;

test('a flow comes as a project that reads as if written by hand', async () => {
  const { status, body } = await one.call('GET', code);
  expect([status, body.workflow]).toEqual([200, 'pedidoGrande']);
  const file = (path: string): string => body.files.find((one: { path: string }) => one.path === path)?.content;
  expect(file('src/workflow.ts')).toContain('if (check(');
  expect(file('src/workflow.ts')).toContain('// Avisar o ERP');
  for (const path of [
    'README.md',
    'package.json',
    'tsconfig.json',
    'src/activities.ts',
    'src/worker.ts',
    'src/start.ts',
  ]) {
    expect(file(path), path).toEqual(expect.any(String));
  }
});

test('it comes as an archive for who asks for one', async () => {
  for (const [path, headers] of [
    [`${code}?format=zip`, {}],
    [code, { accept: 'application/zip' }],
  ] as const) {
    const answered = await fetch(`${fixture.url}${path}`, {
      headers: { Authorization: `Bearer ${one.key}`, ...headers },
    });
    expect([answered.status, answered.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const files = unzipSync(new Uint8Array(await answered.arrayBuffer()));
    expect(strFromU8(files['pedidoGrande/src/workflow.ts'] as Uint8Array)).toContain(
      'export async function pedidoGrande',
    );
  }
});

test('versions have their own code; a draft with errors has none', async () => {
  await one.call('POST', `/v1/flows/${made.body.id}/publish`);
  const broken = { ...document, name: 'Outro', edges: [] };
  await one.call('PUT', `/v1/flows/${made.body.id}/draft`, { definition: broken });
  expect((await one.call('GET', code)).body.workflow).toBe('pedidoGrande');
  expect((await one.call('GET', `${code}?version=1`)).body.workflow).toBe('pedidoGrande');
  const refused = await one.call('GET', `${code}?version=draft`);
  expect([refused.status, refused.body.code]).toEqual([422, 'flow_has_problems']);
  expect((await one.call('GET', `${code}?version=9`)).status).toBe(404);
});

test('the code of another tenant is not there', async () => {
  expect((await other.call('GET', code)).status).toBe(404);
});
