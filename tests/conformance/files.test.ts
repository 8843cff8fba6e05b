import { expect } from 'vitest';
import { demo, send } from './client.ts';
import { flowOf, stop } from './flow-of.ts';
import { secondTenant } from './second-tenant.ts';
import { test } from './stub.ts';

const api = demo();
const store = (config: Record<string, unknown>) => ({ type: 'files.store', config });
const link = (file: string) => ({ type: 'files.link', config: { file, expiresIn: 'PT1H' } });
const fetched = (file: string, more: Record<string, unknown> = {}) => ({
  type: 'files.fetch',
  config: { file, ...more },
});

test('what a flow keeps is read by it, behind its link, and at the API; by no other tenant', async ({ stub }) => {
  stub.on('/logo.png', { raw: Buffer.from([137, 80, 78, 71]), headers: { 'content-type': 'image/png' } });
  const run = await api.runOnce(
    flowOf({
      nodes: {
        a: store({ content: '{{ trigger.data.text }}', name: 'recibo.txt' }),
        b: store({ from: 'url', content: `${stub.url}/logo.png` }),
        ra: fetched('{{ steps.a }}'),
        rb: fetched('{{ steps.b }}', { as: 'base64' }),
        l: link('{{ steps.a }}'),
        fim: stop('{{ { a: steps.a, ra: steps.ra.content, rb: steps.rb, l: steps.l } }}'),
      },
      edges: 'trigger > a > b > ra > rb > l > fim',
    }),
    { text: 'Recibo de João' },
  );
  const { a, ra, rb, l } = run.output;
  expect([ra, rb]).toMatchObject(['Recibo de João', { content: 'iVBORw==', type: 'image/png', name: 'logo.png' }]);
  const answer = await send(l.url, 'GET');
  expect([answer.status, answer.text]).toEqual([200, 'Recibo de João']);
  expect(answer.headers.get('content-disposition')).toContain('recibo.txt');
  expect((await api.get(`/v1/files/${a.file}`)).text).toBe('Recibo de João');

  const other = await secondTenant(['events:write']);
  expect((await other.client.get(`/v1/files/${a.file}`)).status).toBe(404);
  expect((await other.withScopes.get(`/v1/files/${a.file}`)).status).toBe(403);
  const stolen = await other.client.runOnce(
    flowOf({
      nodes: { r: fetched('{{ trigger.data }}'), fim: stop('{{ steps.r }}'), nao: stop('{{ error.code }}') },
      edges: 'trigger > r > fim, r.error > nao',
    }),
    a,
  );
  expect(stolen.output).toBe('not_found');
});
