import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { afterAll, expect, test } from 'vitest';
import { createDatabase } from '#prisma/with-tenant.ts';
import { dataFixture, SECRET } from '#tests/integration/data/data-fixture.ts';
import { createPayloadCodec } from './payload-codec.ts';
import { createPayloadKeys } from './payload-keys.ts';
import { isShared, sharedPayload } from './shared-payload.ts';

const fixture = await dataFixture();
afterAll(() => fixture.close());

const process = (now?: () => number) => {
  const keys = createPayloadKeys(fixture.database, now);
  return { keys, codec: createPayloadCodec(keys) };
};
const here = process();
const of = (tenantId: string) => ({ type: 'workflow' as const, namespace: 'default', workflowId: `${tenantId}/run/1` });
const payload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const valueOf = (one: Payload | undefined): unknown => defaultPayloadConverter.fromPayload(one as Payload);
const keyIdOf = (one: Payload | undefined) => Buffer.from(one?.metadata?.['encryption-key-id'] ?? []).toString();

const seal = async (tenantId: string, value: unknown, { codec } = here): Promise<Payload> => {
  const [sealed] = await codec.encode([payload(value)], of(tenantId));
  return sealed as Payload;
};
const open = async (sealed: Payload, tenantId?: string, { codec } = here): Promise<unknown> =>
  valueOf((await codec.decode([sealed], tenantId === undefined ? undefined : of(tenantId)))[0]);

test('a value comes back whole, with or without the workflow; nothing of it stands in what is kept', async () => {
  const tenant = await fixture.tenant();
  const value = { customer: 'Maria canário', list: [1, null, 'é'] };
  const sealed = await seal(tenant, value);
  expect(await open(sealed, tenant)).toEqual(value);
  expect(await open(sealed)).toEqual(value);
  expect(keyIdOf(sealed)).toBe(`${tenant}:1`);
  expect(Buffer.from(sealed.data ?? []).includes('Maria')).toBe(false);
});

test('an empty value stays empty, a closed one is not closed again, and an old plain one is still read', async () => {
  const tenant = await fixture.tenant();
  const plain = payload({ before: true });
  expect(await open(plain, tenant)).toEqual({ before: true });
  const sealed = await seal(tenant, 1);
  const [empty, again] = await here.codec.encode([payload(undefined), sealed], of(tenant));
  expect(empty).toEqual(payload(undefined));
  expect(again).toBe(sealed);
});

test('what is shared is the same closed, in any process, says so, and opens like the rest', async () => {
  const tenant = await fixture.tenant();
  const plan = { nodes: ['Avisa Maria canário'] };
  const sealWith = async ({ codec }: typeof here): Promise<Payload> =>
    (await codec.encode([sharedPayload(JSON.stringify(plan))], of(tenant)))[0] as Payload;
  const [one, other] = [await sealWith(here), await sealWith(process())];
  expect(one).toEqual(other);
  expect([isShared(one), await open(one, tenant), await open(other)]).toEqual([true, plan, plan]);
  expect(Buffer.from(one.data ?? []).includes('Maria')).toBe(false);
  expect(isShared(await seal(tenant, plan))).toBe(false);
});

test('what belongs to no tenant is withheld: it never leaves in clear', async () => {
  const failure = payload({ message: 'canário', stack_trace: 'at canário' });
  const [sealed] = await here.codec.encode([failure], undefined);
  expect(JSON.stringify(valueOf(sealed))).not.toContain('canário');
  await expect(here.codec.encode([payload({ message: 'canário' })], undefined)).rejects.toThrow('no tenant');
});

test('a value of one tenant does not open in a workflow of another', async () => {
  const [one, other] = [await fixture.tenant(), await fixture.tenant()];
  const sealed = await seal(one, 'x');
  await expect(open(sealed, other)).rejects.toMatchObject({ code: 'internal' });
  const renamed = { ...sealed, metadata: { ...sealed.metadata, 'encryption-key-id': Buffer.from(`${other}:1`) } };
  await here.keys.newest(other);
  await expect(open(renamed, other)).rejects.toMatchObject({ code: 'internal' });
});

test('twenty at once make one key; after a rotation new values have the new one, and old ones are read', async () => {
  const tenant = await fixture.tenant();
  const before = await Promise.all(Array.from({ length: 20 }, (_, n) => seal(tenant, n, n % 2 ? here : process())));
  expect(new Set(before.map(keyIdOf))).toEqual(new Set([`${tenant}:1`]));
  expect(await here.keys.rotate(tenant, 'test')).toBe(`${tenant}:2`);
  const after = await seal(tenant, 'new');
  expect(keyIdOf(after)).toBe(`${tenant}:2`);
  expect(await Promise.all([...before, after].map((one) => open(one, tenant)))).toEqual([
    ...Array.from({ length: 20 }, (_, n) => n),
    'new',
  ]);
});

test('a process reads what another closed with a key that it has not heard of', async () => {
  const tenant = await fixture.tenant();
  const elsewhere = process();
  await seal(tenant, 'warm');
  await elsewhere.keys.rotate(tenant, 'test');
  expect(await open(await seal(tenant, 'y', elsewhere), tenant)).toBe('y');
});

test('erased: nothing of the tenant opens, nothing new is closed, no key is made again; others go on', async () => {
  const [tenant, other] = [await fixture.tenant(), await fixture.tenant()];
  const [sealed, kept] = [await seal(tenant, 'x'), await seal(other, 'y')];
  await here.keys.rotate(tenant, 'test');
  await here.keys.erase(tenant, 'test');
  await expect(open(sealed)).rejects.toMatchObject({ code: 'erased' });
  await expect(seal(tenant, 'z')).rejects.toMatchObject({ code: 'erased' });
  await expect(here.keys.rotate(tenant, 'test')).rejects.toMatchObject({ code: 'erased' });
  expect(await open(kept, other)).toBe('y');
  const [row] = await fixture.database.withTenant(
    tenant,
    (db) => db.sql`
    select count(*)::int as rows, count(wrapped)::int as keys from payload_keys`,
  );
  expect(row).toEqual({ rows: 2, keys: 0 });
});

test('another process forgets an erased key within a minute', async () => {
  const tenant = await fixture.tenant();
  let nowMs = 0;
  const elsewhere = process(() => nowMs);
  const sealed = await seal(tenant, 'x', elsewhere);
  await here.keys.erase(tenant, 'test');
  nowMs = 59_999;
  expect(await open(sealed, tenant, elsewhere)).toBe('x');
  nowMs = 60_000;
  await expect(open(sealed, tenant, elsewhere)).rejects.toMatchObject({ code: 'erased' });
});

test('a tenant that never had a key can be erased, and gets none afterwards', async () => {
  const tenant = await fixture.tenant();
  await here.keys.erase(tenant, 'test');
  await expect(seal(tenant, 'x')).rejects.toMatchObject({ code: 'erased' });
});

test('under another master secret nothing opens, and the error says whose fault it is', async () => {
  const tenant = await fixture.tenant();
  const sealed = await seal(tenant, 'x');
  const { app: appUrl, admin: adminUrl } = fixture.urls;
  const database = createDatabase({ appUrl, adminUrl, secret: `${SECRET} another`, poolMax: 1 });
  const codec = createPayloadCodec(createPayloadKeys(database));
  await expect(codec.decode([sealed])).rejects.toMatchObject({ code: 'internal', retry: 'operator' });
  await database.close();
});

test('while the database is away, keys that are known are used on', async () => {
  const tenant = await fixture.tenant();
  const { app: appUrl, admin: adminUrl } = fixture.urls;
  const database = createDatabase({ appUrl, adminUrl, secret: SECRET, poolMax: 1 });
  let nowMs = 0;
  const codec = createPayloadCodec(createPayloadKeys(database, () => nowMs));
  const [sealed] = await codec.encode([payload('x')], of(tenant));
  await database.close();
  nowMs = 3_000_000;
  expect(valueOf((await codec.decode([sealed as Payload]))[0])).toBe('x');
  nowMs = 3_600_000;
  await expect(codec.decode([sealed as Payload])).rejects.toMatchObject({ code: 'unavailable' });
});
