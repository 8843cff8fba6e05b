import { afterAll, expect, test } from 'vitest';
import { moveTenants } from '#domain/placement/move-tenant.ts';
import { apiFixture, deploy, smallFlow } from './api-fixture.ts';

const TOKEN = 'an-operator-token-of-32-characters';
const fixture = await apiFixture({ operators: { token: TOKEN, emails: [] } });
afterAll(() => fixture.close());

const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
const place = (tenantId: string, to: string, by: Record<string, string> = headers) =>
  fixture.fetch(`/v1/admin/tenants/${tenantId}/placement`, {
    method: 'POST',
    headers: by,
    body: JSON.stringify({ place: to, reason: 'contrato' }),
  });
const listed = async (tenantId: string) => {
  const { body } = await fixture.fetch(`/v1/admin/tenants?q=${tenantId}`, { headers });
  return (body as { data: { place: string; move: { step: string; done: number; of: number } | null }[] }).data[0];
};

test('an operator gives a tenant a schema of its own: its calls wait while it moves, then all is as before', async () => {
  const account = await fixture.account();
  await deploy(account, smallFlow({ trigger: { type: 'webhook', config: { path: 'pedidos' } } }));
  const before = (await account.call('GET', '/v1/flows')).body.data;
  const keyed = { authorization: `Bearer ${account.key}`, 'content-type': 'application/json' };
  expect((await place(account.tenantId, 'own', keyed)).status).toBe(401);
  expect((await place('ten_00000000000000000000000000000001', 'own')).status).toBe(404);
  expect((await place(account.tenantId, 'own')).status).toBe(204);

  const answers: string[] = [];
  await moveTenants(fixture.data.database.admin, async ({ step }) => {
    if (step === 'emptied') return;
    const call = await fixture.fetch('/v1/flows', { headers: keyed });
    const hook = await fixture.fetch(`/hooks/${account.slug}/pedidos`, { method: 'POST', body: '{}' });
    for (const { status, headers: said } of [call, hook])
      answers.push(`${status} ${Number(said.get('retry-after')) > 0}`);
    const { move } = (await listed(account.tenantId)) ?? {};
    expect(move?.of).toBeGreaterThan(40);
    if (step === 'made') expect(move?.done).toBe(move?.of);
  });
  expect([answers.length, new Set(answers)]).toEqual([12, new Set(['503 true'])]);
  expect(await listed(account.tenantId)).toMatchObject({ place: 'own', move: null });
  // Taken back on its way, it is where it was.
  expect((await place(account.tenantId, 'shared')).status).toBe(204);
  await moveTenants(fixture.data.database.admin, async ({ step, target }) => {
    if (target === 'shared' && step === 'back') expect((await place(account.tenantId, 'own')).status).toBe(204);
  });
  expect(await listed(account.tenantId)).toMatchObject({ place: 'own', move: null });
  expect((await account.call('GET', '/v1/flows')).body.data).toEqual(before);
  expect((await fixture.fetch(`/hooks/${account.slug}/pedidos`, { method: 'POST', body: '{}' })).status).toBe(202);
  expect((await account.call('GET', '/v1/runs')).body.data).toHaveLength(1);
  const deeds = (await account.call('GET', '/v1/audit')).body.data.map(({ action }: { action: string }) => action);
  expect(deeds).toContain('tenant.place');
});

test('an operator makes a tenant in a schema of its own; its owner is told to come back, then is in', async () => {
  const { email } = await fixture.account();
  const make = async (body: object, by: Record<string, string> = headers) =>
    await fixture.fetch('/v1/admin/tenants', { method: 'POST', headers: by, body: JSON.stringify(body) });
  const given = { name: 'Padaria', owner: email, plan: 'ENTERPRISE', reason: 'contrato' };
  const { status, body } = await make({ ...given, place: 'own' });
  expect([status, body]).toMatchObject([201, { plan: 'ENTERPRISE', place: 'shared', move: { to: 'own', done: 0 } }]);
  const { id } = body as { id: string };
  const { admin, withTenant } = fixture.data.database;
  await expect(withTenant(id, () => Promise.resolve('in'))).rejects.toMatchObject({ code: 'unavailable' });
  await moveTenants(admin);
  expect(await listed(id)).toMatchObject({ place: 'own', move: null, members: 1 });
  expect(await withTenant(id, () => Promise.resolve('in'))).toBe('in');
  // Where nobody says, the plan does: of this one the settings say nothing.
  expect((await make(given)).body).toMatchObject({ place: 'shared', move: null });
  expect((await make({ ...given, owner: 'nobody@example.com' })).status).toBe(404);
  expect((await make({ name: 'Padaria', reason: 'contrato' })).status).toBe(422);
  const keyed = { authorization: `Bearer ${(await fixture.account()).key}`, 'content-type': 'application/json' };
  expect((await make(given, keyed)).status).toBe(401);
});
