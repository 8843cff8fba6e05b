import { expect, test } from 'vitest';
import { twoAccounts } from './api-fixture.ts';

const { one, other } = await twoAccounts();
const body = { connector: 'ai', name: 'IA', provider: 'openai', apiKey: 'sk-segredo', model: 'gpt-5-mini' };

test('the budget is set for one tenant, shown with what was used, and taken away again', async () => {
  const set = await one.call('PUT', '/v1/ai/budget', { tokens: 1_000_000, costUsd: 12.5 });
  expect(set.status).toBe(200);
  const shown = await one.call('GET', '/v1/ai/usage');
  expect(shown.body).toMatchObject({
    ...{ calls: 0, inputTokens: 0, costUsd: 0, reservedTokens: 0, models: [] },
    budget: { tokens: 1_000_000, costUsd: 12.5 },
  });
  expect((await other.call('GET', '/v1/ai/usage')).body.budget).toEqual({ tokens: null, costUsd: null });
  await one.call('PUT', '/v1/ai/budget', { tokens: null, costUsd: null });
  expect((await one.call('GET', '/v1/ai/usage')).body.budget).toEqual({ tokens: null, costUsd: null });
});

test.each([{ tokens: -1, costUsd: null }, { tokens: 1.5, costUsd: null }, { tokens: 5 }, {}])(
  'the budget %j is 422',
  async (budget) => {
    expect((await one.call('PUT', '/v1/ai/budget', budget)).status).toBe(422);
  },
);

test('a key that may read runs sees what was used, and sets no budget', async () => {
  const { key } = (await one.call('POST', '/v1/api-keys', { name: 'k', scopes: ['runs:read'] })).body;
  const auth = { authorization: `Bearer ${key}` };
  expect((await one.call('GET', '/v1/ai/usage?month=2026-01', undefined, auth)).body.month).toBe('2026-01');
  expect((await one.call('GET', '/v1/ai/usage?month=26-1', undefined, auth)).status).toBe(422);
  expect((await one.call('PUT', '/v1/ai/budget', { tokens: 1, costUsd: null }, auth)).status).toBe(403);
});

test('an AI connection never shows its key, and goes elsewhere only with a new one', async () => {
  const made = await one.call('POST', '/v1/connections', body);
  expect(made.body).toMatchObject({
    config: { provider: 'openai', model: 'gpt-5-mini' },
    hosts: ['api.openai.com:443'],
  });
  expect(made.text).not.toContain('segredo');
  const path = `/v1/connections/${made.body.id}`;
  const baseUrl = 'https://llm.example/v1';
  expect((await one.call('PATCH', path, { baseUrl })).status).toBe(422);
  expect((await one.call('PATCH', path, { baseUrl, apiKey: 'outra' })).body.hosts).toEqual(['llm.example:443']);
  expect((await one.call('PATCH', path, { fallbackModel: 'gpt-5-nano' })).body.config).toMatchObject({
    fallbackModel: 'gpt-5-nano',
  });
});

test('of a connection with two secrets, both must come with another host', async () => {
  const oauth = {
    ...{ connector: 'http', name: 'ERP', auth: 'oauth2', grant: 'refresh_token', hosts: ['erp.example'] },
    ...{ tokenUrl: 'https://erp.example/token', clientId: 'loja', clientSecret: 's3', refreshToken: 'r' },
  };
  const made = await one.call('POST', '/v1/connections', oauth);
  expect(made.body).toMatchObject({ tokenExpiresAt: null });
  const path = `/v1/connections/${made.body.id}`;
  const elsewhere = { hosts: ['evil.example'], tokenUrl: 'https://evil.example/token' };
  expect((await one.call('PATCH', path, { ...elsewhere, refreshToken: 'x' })).status).toBe(422);
  expect((await one.call('PATCH', path, { refreshToken: 'novo' })).status).toBe(200);
  const both = { ...elsewhere, refreshToken: 'x', clientSecret: 'y' };
  expect((await one.call('PATCH', path, both)).body.hosts).toEqual(['evil.example']);
});
