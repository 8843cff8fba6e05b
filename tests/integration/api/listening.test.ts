import { expect, test } from 'vitest';
import { smallFlow, twoAccounts } from './api-fixture.ts';

const { one, other } = await twoAccounts();

const make = async (trigger: object): Promise<string> =>
  (await one.call('POST', '/v1/flows', { definition: smallFlow({ trigger }) })).body.id;
const publish = (id: string) => one.call('POST', `/v1/flows/${id}/publish`, {});
const listening = async (id: string) => (await one.call('GET', `/v1/flows/${id}/listening`)).body;

test('a flow says what its published version listens to, and what still runs on which version', async () => {
  const id = await make({ type: 'webhook', config: { path: 'pedidos/novo' } });
  expect(await listening(id)).toMatchObject({ version: null, type: null, state: 'off', openRuns: [] });
  await publish(id);
  for (let n = 0; n < 2; n++) await one.call('POST', `/v1/flows/${id}/runs`, { data: {} });
  await publish(id);
  await one.call('POST', `/v1/flows/${id}/runs`, { data: {} });
  const { webhook, ...rest } = await listening(id);
  expect(webhook).toMatch(new RegExp(`/hooks/${one.slug}/pedidos/novo$`));
  expect(rest).toMatchObject({
    ...{ version: 2, type: 'webhook', state: 'live', why: null },
    openRuns: [
      { version: 2, runs: 1 },
      { version: 1, runs: 2 },
    ],
  });
});

test('who waits for messages and has no account to get them by is told so; a schedule names its next time', async () => {
  const chat = await make({ type: 'message', config: { channel: 'telegram' } });
  await publish(chat);
  expect(await listening(chat)).toMatchObject({ state: 'failed', why: 'no_account' });
  const nightly = await make({ type: 'schedule', config: { every: 'PT1H' } });
  await publish(nightly);
  const { state, nextAt } = await listening(nightly);
  expect([state, Date.parse(nextAt) > Date.now()]).toEqual(['live', true]);
  await one.call('POST', `/v1/flows/${nightly}/schedule/pause`);
  expect((await listening(nightly)).state).toBe('off');
});

test('nobody of another tenant learns of it', async () => {
  const id = await make({ type: 'api', config: {} });
  expect((await other.call('GET', `/v1/flows/${id}/listening`)).status).toBe(404);
});
