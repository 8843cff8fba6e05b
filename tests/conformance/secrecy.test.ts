import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, inject } from 'vitest';
import { demo, unique, until } from './client.ts';
import { flowOf, get, once, post, set, stop, wait, waitFor } from './flow-of.ts';
import { test } from './stub.ts';

// What Temporal keeps of a tenant is closed (docs/decisions/210). Here is looked at its files, byte by byte.
const api = demo();

/** All that Temporal has written: the database and its log. */
const kept = (): Buffer => {
  const folder = path.join(inject('data'), 'temporal');
  return Buffer.concat(readdirSync(folder).map((file) => readFileSync(path.join(folder, file))));
};

test('of a value that goes every way through a run, nothing stands in what Temporal keeps', async ({ stub }) => {
  const canary = unique('CANARIO')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  const event = `pago-${canary}`;
  stub.on('/eco', { body: { seen: canary } });
  stub.on('/grande', { body: { text: `${canary} `.repeat(20_000) } });
  stub.on('/falha', { status: 422, body: { reason: canary } });
  const child = await api.deploy(flowOf({ nodes: { fim: stop('{{ trigger.data }}') }, edges: 'trigger > fim' }));
  const flow = await api.deploy(
    flowOf({
      name: `Fluxo ${canary}`,
      nodes: {
        a: set({ v: canary, w: '{{ trigger.data.customer }}' }, { label: canary }),
        h: post(`${stub.url}/eco?q=${canary}`, { v: '{{ trigger.data.customer }}' }, { label: `Chamar ${canary}` }),
        g: get(`${stub.url}/grande`),
        f: get(`${stub.url}/falha`, once),
        c: { type: 'code', config: { source: `throw new Error('${canary}')` }, ...once },
        sub: { type: 'flow', config: { flow: child, input: { c: canary } } },
        e: waitFor(event, {}, { key: '{{ trigger.data.customer }}' }),
        ap: { type: 'approval', config: { title: `Aprovar ${canary}?` } },
        w: wait('PT1S'),
        fim: stop('{{ { a: steps.a, h: steps.h.body, e: steps.e, g: steps.g.body } }}'),
        ruim: { type: 'fail', config: { code: 'recusado', message: `Falhou ${canary}` } },
      },
      edges:
        'trigger > a > h > g > f.out > fim, c.out > fim, f.error > c.error > sub > e.ok > ap.approved > w > fim, ap.rejected > ruim',
      settings: { key: '{{ trigger.data.customer }}' },
    }),
  );
  const through = async (decision: string, customer: string) => {
    const run = await api.start(flow, { customer });
    await api.waiting(run);
    await api.steps(run);
    expect((await api.publishEvent(event, { paid: canary }, { key: customer })).status).toBe(202);
    const approval = await until(
      async () => (await api.made('GET', `/v1/approvals?run=${run}&status=open`)).data[0],
      'the approval',
    );
    await api.made('POST', `/v1/approvals/${approval.id}`, { decision, comment: canary });
    return await api.ended(run);
  };
  expect(await through('approved', `Cliente ${canary} 1`)).toMatchObject({ status: 'succeeded' });
  const failed = await through('rejected', `Cliente ${canary} 2`);
  expect(failed.error.message).toContain(canary);

  const bytes = kept();
  // The search finds what is there: ids, names of actions, and that values are closed.
  for (const there of [failed.id, 'http.request', 'encryption-key-id', 'trama.openApproval'])
    expect(bytes.includes(there), there).toBe(true);
  for (const secret of [canary, canary.toLowerCase(), Buffer.from(canary).toString('base64').slice(4, 16)])
    expect(bytes.includes(secret), secret).toBe(false);
});
