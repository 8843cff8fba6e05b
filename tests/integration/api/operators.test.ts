import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import { afterAll, expect, test } from 'vitest';
import { postgresObjects } from '#domain/payloads/object-store.ts';
import { createPayloadCodec } from '#domain/payloads/payload-codec.ts';
import { hashOf } from '#domain/payloads/payloads.ts';
import { type Account, apiFixture } from './api-fixture.ts';

const TOKEN = 'an operator token, 32 characters +';
const UI = 'http://localhost:8233';
const operators = { token: TOKEN.replaceAll(' ', '-'), emails: [] as string[] };
const fixture = await apiFixture({ operators, temporalUiOrigins: [UI] });
afterAll(() => fixture.close());
const [one, other] = [await fixture.account(), await fixture.account()];
const { keys } = fixture.deps.operations;
const bearer = { authorization: `Bearer ${operators.token}` };

// CommonJS without names that Node can see: only its default export is to be had.
const { Payload: PayloadType } = proto.temporal.api.common.v1;
const bytesOf = (text: string | undefined) => new Uint8Array(Buffer.from(text ?? '', 'base64'));
const base64 = (bytes: Uint8Array | undefined | null) => Buffer.from(bytes ?? []).toString('base64');
/** As Temporal's pages send it. */
const written = ({ metadata, data }: Payload) => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
  data: base64(data),
});
const sealed = async ({ tenantId }: Account, value: unknown) => {
  const context = { type: 'workflow' as const, namespace: 'default', workflowId: `${tenantId}/run/1` };
  const [payload] = await createPayloadCodec(keys).encode([defaultPayloadConverter.toPayload(value)], context);
  return written(payload as Payload);
};
const post = (path: string, headers: Record<string, string>, body: unknown = {}) =>
  fixture.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const decode = async (headers: Record<string, string>, ...payloads: unknown[]) =>
  post('/codec/decode', { 'x-namespace': 'default', ...headers }, { payloads });
const dataOf = (payload: { data: string }) => Buffer.from(payload.data, 'base64').toString();

const cookieOf = async ({ email, password }: Account): Promise<string> => {
  const { headers } = await post('/v1/session', {}, { email, password });
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
};

test('an operator reads values of any tenant; what is not closed comes back as it is', async () => {
  const plain = written(defaultPayloadConverter.toPayload('plain') as Payload);
  const answer = await decode(bearer, await sealed(one, { a: 'um' }), await sealed(other, 'dois'), plain);
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(answer.body.payloads.map(dataOf)).toEqual(['{"a":"um"}', '"dois"', '"plain"']);
  expect(answer.body.payloads[2]).toEqual(plain);
});

test('without a token, with a wrong one, and with a key of a tenant with every scope it is 401', async () => {
  const value = await sealed(one, 'x');
  const wrong: Record<string, string>[] = [
    {},
    { authorization: `Bearer ${operators.token}x` },
    { authorization: `Bearer ${one.key}` },
  ];
  for (const headers of wrong) {
    const answer = await decode(headers, value);
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthorized']);
  }
});

test('the owner of a tenant is no operator: 403; an address of the list is one, and reads both tenants', async () => {
  const cookie = await cookieOf(one);
  const value = await sealed(other, 'x');
  const asked = { cookie, origin: UI, 'sec-fetch-site': 'same-site' };
  expect((await decode(asked, value)).status).toBe(403);
  operators.emails = [one.email];
  const answer = await decode(asked, value);
  expect([answer.status, answer.body.payloads.map(dataOf)]).toEqual([200, ['"x"']]);
  const elsewhere = { ...asked, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await decode(elsewhere, value)).status).toBe(403);
  operators.emails = [];
});

test('a browser may read the answer on Temporal’s pages, and on no other', async () => {
  const ask = (origin: string) =>
    fixture.fetch('/codec/decode', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-namespace' },
    });
  const { status, headers } = await ask(UI);
  expect([status, headers.get('access-control-allow-origin')]).toEqual([204, UI]);
  expect(headers.get('access-control-allow-credentials')).toBe('true');
  expect(headers.get('access-control-allow-headers')?.toLowerCase()).toContain('x-namespace');
  expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  expect((await decode({ ...bearer, origin: UI })).headers.get('access-control-allow-origin')).toBe(UI);
});

test('what a history only names is fetched where it is asked for, and left where pages say so', async () => {
  const closed = await sealed(one, 'grande');
  const bytes = PayloadType.encode({
    metadata: {
      encoding: bytesOf(closed.metadata.encoding),
      'encryption-key-id': bytesOf(closed.metadata['encryption-key-id']),
    },
    data: bytesOf(closed.data),
  }).finish();
  const hash = hashOf(bytes);
  await postgresObjects(fixture.data.database).put(one.tenantId, hash, bytes);
  const reference = (tenant: string) => ({
    metadata: {
      encoding: base64(Buffer.from('json/protobuf')),
      messageType: base64(Buffer.from('temporal.api.sdk.v1.ExternalStorageReference')),
    },
    data: base64(Buffer.from(JSON.stringify({ driverName: 'postgres', claimData: { tenant, hash } }))),
  });
  const named = reference(one.tenantId);
  for (const path of ['/codec/decode', '/codec/download'])
    expect((await post(path, bearer, { payloads: [named] })).body.payloads.map(dataOf)).toEqual(['"grande"']);
  const kept = await post('/codec/decode?preserveStorageRefs=true', bearer, { payloads: [named] });
  expect(kept.body.payloads).toEqual([named]);
  const missing = reference(other.tenantId);
  expect((await post('/codec/download', bearer, { payloads: [missing] })).body.payloads).toEqual([missing]);
  expect((await post('/codec/download', {}, { payloads: [named] })).status).toBe(401);
});

test('what is written for a tenant is closed with its key; without a tenant it is refused', async () => {
  const plain = written(defaultPayloadConverter.toPayload('novo') as Payload);
  expect((await post('/codec/encode', bearer, { payloads: [plain] })).status).toBe(400);
  const answer = await post('/codec/encode', { ...bearer, 'x-trama-tenant': one.tenantId }, { payloads: [plain] });
  const [closed] = answer.body.payloads;
  expect(Buffer.from(closed.metadata['encryption-key-id'], 'base64').toString()).toBe(`${one.tenantId}:1`);
  expect((await decode(bearer, closed)).body.payloads).toEqual([plain]);
});

test('a body that is none of Temporal’s is refused', async () => {
  const wrong = [{ payloads: 1 }, { payloads: [{ data: '%%%' }] }];
  for (const body of wrong) expect((await post('/codec/decode', bearer, body)).status).toBe(422);
  const headers = { ...bearer, 'content-type': 'application/json' };
  expect((await fixture.fetch('/codec/decode', { method: 'POST', headers, body: '{' })).status).toBe(400);
});

test('keys are rotated, and erased, by operators alone; an erased tenant’s values stay closed, others open', async () => {
  const gone = await fixture.account();
  const [value, kept] = [await sealed(gone, 'x'), await sealed(one, 'y')];
  const secret = { connector: 'http', name: 'ERP', auth: 'bearer', token: 'um-segredo', hosts: ['erp.example'] };
  expect((await gone.call('POST', '/v1/connections', secret)).status).toBe(201);
  const of = (what: string) => `/operator/tenants/${gone.slug}/${what}`;
  for (const what of ['rotate-keys', 'erase'])
    expect((await post(of(what), { authorization: `Bearer ${gone.key}` })).status).toBe(401);
  expect((await post(of('rotate-keys'), bearer)).body).toMatchObject({ key: `${gone.tenantId}:2` });
  expect(dataOf((await decode(bearer, value)).body.payloads[0])).toBe('"x"');
  expect((await post(of('erase'), bearer)).body).toEqual({ tenantId: gone.tenantId, runs: 0, workflows: 0 });
  const answer = await decode(bearer, value, kept);
  expect(answer.body.payloads[0]).toEqual(value);
  expect(dataOf(answer.body.payloads[1])).toBe('"y"');
  expect((await gone.call('GET', '/v1/me')).status).toBe(401);
  const left = await fixture.data.database.withTenant(gone.tenantId, (db) => db.sql`select 1 from connections`);
  expect(left).toEqual([]);
  expect((await post(of('rotate-keys'), bearer)).body.code).toBe('erased');
  expect((await post('/operator/tenants/nobody/erase', bearer)).status).toBe(404);
});
