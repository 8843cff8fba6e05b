import { expect, test } from 'vitest';
import { orders } from '#flow/import/fixtures/activepieces.ts';
import { splitAndGather } from '#flow/import/fixtures/lists.ts';
import { polling } from '#flow/import/fixtures/node-red.ts';
import { leadCapture } from '#flow/import/fixtures/webhooks.ts';
import { twoAccounts } from './api-fixture.ts';

const { one } = await twoAccounts();

test('a workflow of n8n becomes a flow, with a report and the problems that are left', async () => {
  const made = await one.call('POST', '/v1/flows/import', leadCapture);
  expect(made.status).toBe(201);
  expect(made.headers.get('location')).toBe(`/v1/flows/${made.body.flow.id}`);
  expect(made.body.report.counts).toEqual({ mapped: 5, approximated: 0, notMapped: 1 });
  expect(made.body.flow.problems.filter((one: { severity: string }) => one.severity === 'error')).toEqual([]);
  const kept = made.body.flow.draft.nodes.find((node: { id: string }) => node.id === 'appendLead');
  expect(kept).toMatchObject({ disabled: true, 'x-n8n': { type: 'n8n-nodes-base.googleSheets' } });
  const published = await one.call('POST', `/v1/flows/${made.body.flow.id}/publish`);
  expect([published.status, published.body.version]).toEqual([200, 1]);
});

test('a dry run writes nothing', async () => {
  const before = (await one.call('GET', '/v1/flows')).body.data.length;
  const made = await one.call('POST', '/v1/flows/import?dryRun=true', { workflow: splitAndGather });
  expect([made.status, made.body.document.name]).toEqual([200, 'Split and gather']);
  expect((await one.call('GET', '/v1/flows')).body.data).toHaveLength(before);
});

test('flows of Node-RED and Activepieces become flows; of several in one document one is chosen', async () => {
  const pieces = await one.call('POST', '/v1/flows/import', orders);
  expect([pieces.status, pieces.body.report.source]).toEqual([201, 'activepieces']);
  expect((await one.call('POST', `/v1/flows/${pieces.body.flow.id}/publish`)).status).toBe(200);
  const first = await one.call('POST', '/v1/flows/import?dryRun=true', polling);
  expect(first.body.report).toMatchObject({ source: 'node-red', part: 't1' });
  const other = await one.call('POST', '/v1/flows/import?dryRun=true&part=t2', polling);
  expect([other.body.report.part, other.body.document.name]).toEqual(['t2', 'Other']);
});

test('what is no workflow is refused', async () => {
  for (const body of [
    {},
    { workflow: 7 },
    { nodes: [] },
    [],
    [{ id: 'a', type: 'b' }],
    { language: 'trama/1', nodes: [{ id: 'a', type: 'set' }] },
  ]) {
    const refused = await one.call('POST', '/v1/flows/import', body);
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid']);
  }
});
