import { expect, test } from 'vitest';
import { twoAccounts } from './api-fixture.ts';

const { one, other } = await twoAccounts();

const NAMING = ['tenant', 'tenant-id', 'x-tenant', 'x-tenant-id', 'x-tenant-slug', 'x-trama-tenant'];
const KIN = ['x-organization-id', 'organization', 'x-workspace', 'x-workspace-slug', 'x-workspace-name'];

test.each([...NAMING, ...KIN])('%s may repeat the own tenant, and name no other', async (header) => {
  for (const value of [other.tenantId, other.slug, '', `${one.slug}, ${other.slug}`]) {
    const answer = await one.call('GET', '/v1/me', undefined, { [header]: value });
    expect([value, answer.status, answer.body.code]).toEqual([value, 403, 'forbidden']);
  }
  for (const value of [one.tenantId, one.slug])
    expect((await one.call('GET', '/v1/me', undefined, { [header]: value })).status).toBe(200);
});

test.each([
  ...['forwarded', 'x-forwarded-host', 'x-forwarded-prefix', 'x-forwarded-user', 'x-forwarded-for', 'x-user-id'],
  ...['x-original-url', 'x-rewrite-url', 'x-real-ip', 'referer', 'x-request-id', 'from', 'prefer'],
])('%s chooses no tenant', async (header) => {
  for (const value of [other.tenantId, other.slug, `host=${other.slug}`, `/v1/tenants/${other.slug}`]) {
    const answer = await one.call('GET', '/v1/me', undefined, { [header]: value });
    expect([header, value, answer.status, answer.body.tenant?.id]).toEqual([header, value, 200, one.tenantId]);
    expect(answer.text).not.toContain(other.tenantId);
  }
});

test.each(['x-http-method-override', 'x-http-method', 'x-method-override'])(
  '%s makes no other call of a call',
  async (header) => {
    const made = await one.call('POST', '/v1/saved-views', {}, { [header]: 'GET' });
    expect(made.status).not.toBe(200);
    const { id } = (await one.call('POST', '/v1/api-keys', { name: header, scopes: ['runs:read'] })).body;
    await one.call('GET', `/v1/api-keys/${id}`, undefined, { [header]: 'DELETE' });
    const keys = (await one.call('GET', '/v1/api-keys?limit=100')).body.data as { id: string }[];
    expect(keys.map((key) => key.id)).toContain(id);
  },
);

test('what the address asks for beside its own parameters chooses no tenant', async () => {
  for (const name of ['tenant', 'tenantId', 'tenant_id', 'workspace', 'organization']) {
    const answer = await one.call('GET', `/v1/me?${name}=${other.tenantId}`);
    if (answer.status === 200) expect(answer.body.tenant.id).toBe(one.tenantId);
    else expect(answer.status).toBe(422);
  }
});
