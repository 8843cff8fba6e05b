import { afterAll, expect, test } from 'vitest';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { setOverride } from '#domain/billing/operators/overrides.ts';
import { parseId } from '#domain/ids.ts';
import { type Account, apiFixture, deploy, smallFlow } from './api-fixture.ts';

const fixture = await apiFixture();
afterAll(() => fixture.close());
const { database } = fixture.deps;
await seedPlans(database);

const MARKETPLACES = '/v1/subscription/marketplaces';
const FROZEN = '/v1/subscription/frozen';

const onStarter = async (): Promise<Account> => {
  const account = await fixture.account();
  await database.admin.sql`update tenants set plan = 'STARTER' where id = ${parseId('ten', account.tenantId)}`;
  fixture.deps.entitlements.forget(account.tenantId);
  return account;
};
const tagOf = async (account: Account, path: string): Promise<string> =>
  (await account.call('GET', path)).headers.get('etag') ?? '';

test('two owners who choose marketplaces at once: the second is told so, and the first choice stands', async () => {
  const account = await onStarter();
  const tag = await tagOf(account, MARKETPLACES);
  expect(tag).toMatch(/^"[\w-]{22}"$/);
  const choose = (chosen: string[], seen?: string) =>
    account.call('PUT', MARKETPLACES, { chosen }, seen === undefined ? {} : { 'if-match': seen });
  const answers = await Promise.all([choose(['amazon'], tag), choose(['shopee'], tag)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  const saved = answers.find(({ status }) => status === 200);
  expect((await account.call('GET', MARKETPLACES)).body.chosen).toEqual(saved?.body.chosen);
  expect(saved?.headers.get('etag')).toBe(await tagOf(account, MARKETPLACES));
  const [kept = ''] = saved?.body.chosen ?? [];
  expect((await choose([kept, 'hotmart'], 'W/"other", ' + saved?.headers.get('etag'))).status).toBe(200);
  expect((await choose([kept, 'hotmart'], '"nothing of ours"')).body).toMatchObject({ code: 'stale' });
  // Whoever names none has the last word.
  expect((await choose([kept, 'hotmart'])).status).toBe(200);
  expect((await choose([kept, 'hotmart'], '*')).status).toBe(200);
});

test('two owners who choose what works at once: the second is told so; another name of it is no change', async () => {
  const account = await fixture.account();
  for (const name of ['a', 'b', 'c']) await deploy(account, smallFlow({ name }));
  const { data } = (await account.call('GET', '/v1/flows')).body;
  const [a = '', b = ''] = data.map(({ id }: { id: string }) => id);
  await setOverride(database, account.tenantId, {
    ...{ feature: 'flows', limit: 1, value: null, expiresAt: null, by: 'operator:x', reason: 'test', seen: null },
  });
  const tag = await tagOf(account, FROZEN);
  const keep = (flow: string, seen: string) =>
    account.call('PUT', FROZEN, { keep: { flows: [flow] } }, { 'if-match': seen });
  await database.withTenant(
    account.tenantId,
    (db) => db.sql`update flows set name = 'renamed' where tenant_id = ${db.tenant} and id = ${parseId('flw', a)}`,
  );
  expect(await tagOf(account, FROZEN)).toBe(tag);
  const works = async (): Promise<string[]> =>
    (await account.call('GET', FROZEN)).body.data[0].items
      .filter(({ keeps }: { keeps: boolean }) => keeps)
      .map(({ id }: { id: string }) => id);
  // Each wants another than the one that works: whichever comes first counts.
  const [kept] = await works();
  const [one = '', other = ''] = [a, b, ...data.slice(2).map(({ id }: { id: string }) => id)].filter(
    (id) => id !== kept,
  );
  const answers = await Promise.all([keep(one, tag), keep(other, tag)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  const first = answers[0]?.status === 200 ? one : other;
  expect(await works()).toEqual([first]);
  expect((await keep(kept ?? '', answers.find(({ status }) => status === 200)?.headers.get('etag') ?? '')).status).toBe(
    200,
  );
});
