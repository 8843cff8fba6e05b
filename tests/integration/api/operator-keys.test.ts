import { afterAll, expect, test } from 'vitest';
import { apiFixture } from './api-fixture.ts';

const token = 'an-operator-token-of-32-characters';
const fixture = await apiFixture({ operators: { token, emails: [] } });
afterAll(() => fixture.close());
const ask = (method: string, path: string, authorization: string, body?: string) =>
  fixture.fetch(`/operator/keys${path}`, { method, headers: { authorization }, ...(body !== undefined && { body }) });
const operator = `Bearer ${token}`;

test('keys are for operators alone: a key of a tenant with every scope changes nothing', async () => {
  const { key } = await fixture.account();
  for (const [method, path] of [
    ['GET', ''],
    ['POST', '/rotate-master'],
    ['POST', '/rotate-tenants'],
    ['POST', '/cancel-rotation'],
    ['POST', '/drop-master'],
  ] as const)
    for (const authorization of [`Bearer ${key}`, `Bearer ${token}x`])
      expect((await ask(method, path, authorization, method === 'GET' ? undefined : '{}')).status, path).toBe(401);
  expect((await ask('GET', '', operator)).body.rotation).toBeNull();
});

test('an operator sees what is under way, begins one at a time, and is told what does not go', async () => {
  const begun = await ask('POST', '/rotate-tenants', operator);
  expect([begun.status, begun.body.rotation]).toEqual([
    200,
    expect.objectContaining({ kind: 'tenants', done: 0, endedAt: null, startedBy: 'operator:token' }),
  ]);
  expect((await ask('POST', '/rotate-master', operator, '{}')).body.code).toBe('conflict');
  expect((await ask('POST', '/rotate-master', operator, '{"to":"nowhere"}')).status).toBe(404);
  expect((await ask('POST', '/cancel-rotation', operator)).body.code).toBe('conflict');
  expect((await ask('POST', '/drop-master', operator, '{}')).status).toBe(422);
  expect((await ask('POST', '/drop-master', operator, 'no json')).status).toBe(400);
});
