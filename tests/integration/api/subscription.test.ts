import { beforeAll, expect, test } from 'vitest';
import { readFacts } from '#domain/billing/desk/read-facts.ts';
import { askOperatorWish } from '#domain/billing/operators/ask-wish.ts';
import { syncFacts } from '#domain/billing/subscription/sync-facts.ts';
import { type BillingFixture, billingFixture } from '#tests/billing/billing-fixture.ts';
import { type Account, twoAccounts } from './api-fixture.ts';

const brl = (amount: number) => ({ amount, currency: 'BRL' });

const { fixture, one, other } = await twoAccounts();
const { database } = fixture.data;
let billing: BillingFixture;

beforeAll(async () => {
  billing = await billingFixture(database);
  fixture.deps.billing = billing.deps;
  // FREE has no API of its own, by which these tests call.
  await database.admin.sql`update tenants set plan = 'FREE'`;
  await database.admin.sql`
    insert into entitlement_overrides (tenant_id, feature, value, reason, by)
    select id, 'api', '"full"', 'tests', 'test' from tenants`;
  await database.admin.sql`select pg_notify('trama_entitlements', '*')`;
  for (const { tenantId } of [one, other]) billing.hands.cards.set(tenantId, true);
});

/** What the lifecycle's run does about wishes, as long as the call lasts. */
const carried = async <T>({ tenantId }: Account, work: Promise<T>): Promise<T> => {
  let isOver = false;
  const done = work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const { requests } = await database.withTenant(tenantId, (db) => readFacts(billing.deps, db));
    for (const { id } of requests) await billing.desk.carryOut(tenantId, id, 'k');
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
  return await done;
};
const post = (account: Account, path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  carried(account, account.call('POST', `/v1/subscription/${path}`, body, headers));
const current = async (account: Account) => (await account.call('GET', '/v1/subscription/current')).body;
const sync = ({ tenantId }: Account) => syncFacts(billing.deps, tenantId, null, AbortSignal.timeout(10_000));

test('subscribing gives a page; the same choice has the same page, and another one closes it', async () => {
  expect(await current(one)).toMatchObject({ status: 'active', state: 'free', trialAvailable: true, requests: [] });
  const asked = { planTier: 'STARTER', billingCycle: 'monthly', provider: 'stripe' };
  // A letter that folds into those of a code is none of it.
  const folded = await post(one, 'create', { ...asked, coupon: 'ﬁrst50' });
  expect([folded.status, folded.body.code]).toEqual([422, 'invalid']);
  const first = await post(one, 'create', asked, { 'idempotency-key': 'k1' });
  expect([first.status, first.body.request.status]).toEqual([200, 'waiting']);
  expect(first.body.checkoutUrl).toMatch(/^https:\/\/pay\.example\.test\//);
  expect((await post(one, 'create', asked, { 'idempotency-key': 'k1' })).body).toEqual(first.body);
  expect((await post(one, 'create', asked)).body.checkoutUrl).toBe(first.body.checkoutUrl);
  const second = await post(one, 'create', { ...asked, planTier: 'BUSINESS' });
  expect(second.body.checkoutUrl).not.toBe(first.body.checkoutUrl);
  const closed = await one.call('GET', `/v1/subscription/requests/${first.body.request.id}`);
  expect(closed.body).toMatchObject({ status: 'expired', asked: null });
  billing.stripe.pay(new URL(second.body.checkoutUrl).pathname.slice(1));
  await sync(one);
  expect((await one.call('GET', `/v1/subscription/requests/${second.body.request.id}`)).body.status).toBe('done');
  expect(await current(one)).toMatchObject({
    ...{
      status: 'active',
      access: 'full',
      amount: brl(29_700),
      provider: 'stripe',
      portal: true,
      trialAvailable: false,
    },
    plan: { tier: 'BUSINESS' },
  });
});

test('a change is shown before it is asked for, and one that is less can be taken back', async () => {
  const shown = await one.call('POST', '/v1/subscription/preview', { planTier: 'STARTER' });
  expect(shown.body).toMatchObject({ when: 'period_end', total: brl(0), lines: [], next: { amount: brl(9_700) } });
  // The same words for a cycle as where one subscribes.
  const [word, other] = await Promise.all(
    ['yearly', 'year'].map((billingCycle) => one.call('POST', '/v1/subscription/preview', { billingCycle })),
  );
  expect([word?.status, word?.body.next.amount, other?.body.next.amount]).toEqual([200, brl(297_000), brl(297_000)]);
  expect((await post(one, 'change', { billingCycle: 'monthly' })).body.reason).toBe('same_plan');
  // A coupon is for beginning: none is taken and left out.
  const coupon = await one.call('POST', '/v1/subscription/preview', { planTier: 'STARTER', coupon: 'METADE' });
  expect([coupon.status, coupon.body.code]).toEqual([422, 'invalid']);
  const changed = await post(one, 'change', { preview: shown.body.id });
  expect(changed.body.request).toMatchObject({ kind: 'change', status: 'done' });
  expect((await current(one)).pending).toMatchObject({ kind: 'change', tier: 'STARTER' });
  const second = await post(one, 'upgrade', { newPlanTier: 'ENTERPRISE' });
  expect([second.status, second.body.code]).toEqual([409, 'conflict']);
  expect((await post(one, 'revoke')).status).toBe(200);
  const portal = await one.call('POST', '/v1/subscription/portal', {});
  expect(portal.body.url).toMatch(/^https:/);
});

test('a price that is asked for again under its key is the one that was shown', async () => {
  const ask = (planTier: string) =>
    one.call('POST', '/v1/subscription/preview', { planTier }, { 'idempotency-key': 'shown' });
  const [first, again] = [await ask('STARTER'), await ask('STARTER')];
  expect([again.status, again.body.id]).toEqual([200, first.body.id]);
  expect((await ask('ENTERPRISE')).body.code).toBe('idempotency_mismatch');
});

test('a plan or an add-on that there is not is a mistake in the body; what there is and cannot be had is a state', async () => {
  const plan = { planTier: 'NOTHING', billingCycle: 'monthly' };
  const addOns = [
    { key: 'users-5', quantity: 1 },
    { key: 'nothing-at-all', quantity: 1 },
  ];
  const wrong: [string, object, string][] = [
    ['create', plan, '/planTier'],
    ['trial', { planTier: 'NOTHING' }, '/planTier'],
    ['change', { planTier: 'NOTHING' }, '/planTier'],
    ['change', { addOns }, '/addOns/1/key'],
    ['upgrade', { newPlanTier: 'NOTHING' }, '/newPlanTier'],
    ['preview', { planTier: 'NOTHING' }, '/planTier'],
    ['preview', { addOns }, '/addOns/1/key'],
  ];
  for (const [path, body, pointer] of wrong) {
    const { status, body: said } = await post(one, path, body);
    expect([path, status, said.code, said.errors]).toMatchObject([
      path,
      422,
      'invalid',
      [{ pointer, code: 'unknown' }],
    ]);
  }
  const retired = await one.call('POST', '/v1/subscription/preview', { planTier: 'MESSAGING_USAGE' });
  expect([retired.status, retired.body.reason]).toEqual([409, 'no_such_plan']);
});

test('a pause ends after it has begun, in a year that there is', async () => {
  for (const until of ['2020-01-01T00:00:00Z', new Date(billing.clock.ms).toISOString(), '9999-12-31T23:59:59-01:00']) {
    const { status, body } = await post(one, 'pause', { until });
    expect([status, body.code, body.errors?.[0]?.pointer]).toEqual([422, 'invalid', '/until']);
  }
});

test('cancelling says when it ends, and why it cannot be asked again', async () => {
  const { periodEnd } = await current(one);
  const canceled = await post(one, 'cancel', { reason: 'price', comment: 'too much' });
  expect([canceled.status, canceled.body.canceledAt]).toEqual([200, periodEnd]);
  const again = await post(one, 'cancel', {});
  expect([again.status, again.body.reason ?? again.body.details?.reason]).toEqual([409, 'cancel_pending']);
  const audit = (await one.call('GET', '/v1/audit?action=subscription.cancel')).body.data;
  expect(audit).toHaveLength(1);
});

test('nobody sees or changes what another tenant pays for', async () => {
  const [wish] = (await one.call('GET', '/v1/audit?action=subscription.cancel')).body.data;
  expect((await other.call('GET', `/v1/subscription/requests/${wish.target}`)).status).toBe(404);
  expect((await other.call('GET', '/v1/subscription/payments')).body.data).toEqual([]);
  expect(await current(other)).toMatchObject({ state: 'free', provider: null, requests: [] });
  const mine = (await one.call('GET', '/v1/subscription/payments')).body.data;
  expect(mine).toMatchObject([{ amount: brl(29_700), status: 'paid', invoiceId: expect.stringMatching(/^ivc_/) }]);
  // Nobody could ask for it while the cancellation stands.
  const wanted = { planTier: 'STARTER' };
  const barred = await one.call('POST', '/v1/subscription/preview', wanted);
  expect([barred.status, barred.body.reason]).toEqual([409, 'cancel_pending']);
  await post(one, 'revoke');
  const shown = await one.call('POST', '/v1/subscription/preview', wanted);
  expect((await post(other, 'change', { preview: shown.body.id })).status).toBe(409);
});

test('a key without the right may not look, one that may look may not change', async () => {
  const keyOf = async (scopes: string[]) =>
    (await one.call('POST', '/v1/api-keys', { name: 'k', scopes })).body.key as string;
  const ask = async (key: string, method: string, path: string) =>
    (await fixture.fetch(`/v1/subscription/${path}`, { method, headers: { authorization: `Bearer ${key}` } })).status;
  const [none, reading] = [await keyOf(['flows:read']), await keyOf(['billing:read'])];
  expect([await ask(none, 'GET', 'current'), await ask(none, 'POST', 'cancel')]).toEqual([403, 403]);
  expect([await ask(reading, 'GET', 'current'), await ask(reading, 'POST', 'cancel')]).toEqual([200, 403]);
});

test('going on after a pause is shown before it is charged, and is charged as it was shown', async () => {
  const ask = (body: object) => one.call('POST', '/v1/subscription/preview', body);
  expect((await ask({ resume: true })).body).toMatchObject({ code: 'conflict', reason: 'not_paused' });
  expect((await ask({ resume: true, planTier: 'STARTER' })).status).toBe(422);
  await post(one, 'pause');
  expect((await ask({ resume: true })).body).toMatchObject({ total: brl(0), lines: [], next: { amount: brl(29_700) } });
  billing.clock.ms += 45 * 86_400_000;
  billing.stripe.tick();
  // Nobody has told us of the period that began meanwhile: it is read before a price is shown.
  const shown = await ask({ resume: true });
  expect(shown.body).toMatchObject({ when: 'now', total: brl(14_850), next: { amount: brl(29_700) }, freezes: [] });
  expect(await current(one)).toMatchObject({ state: 'paused', access: 'read_only' });
  const resumed = await post(one, 'resume', { preview: shown.body.id });
  expect(resumed.body.request).toMatchObject({ kind: 'resume', amount: brl(14_850) });
  const wish = await one.call('GET', `/v1/subscription/requests/${resumed.body.request.id}`);
  expect(wish.body.status).toBe('done');
  expect(await current(one)).toMatchObject({ state: 'active', access: 'full' });
  const [paid] = (await one.call('GET', '/v1/subscription/payments')).body.data;
  expect(paid).toMatchObject({ amount: brl(14_850), status: 'paid' });
});

test('what goes back is money in the request, the payment and the audit', async () => {
  const paid = (await one.call('GET', '/v1/subscription/payments')).body.data.at(-1);
  const wish = { kind: 'refund', payment: paid.id, amount: 500 } as const;
  const request = await askOperatorWish(database, one.tenantId, wish, { by: 'operator:a@b.c', reason: 'kindness' });
  await billing.desk.carryOut(one.tenantId, request, 'k');
  expect((await one.call('GET', `/v1/subscription/requests/${request}`)).body).toMatchObject({
    ...{ status: 'done', input: { amount: brl(500) }, outcome: { refunded: brl(500) } },
  });
  const after = (await one.call('GET', '/v1/subscription/payments')).body.data.at(-1);
  expect(after).toMatchObject({ id: paid.id, amount: brl(29_700), refunded: brl(500) });
  const [entry] = (await one.call('GET', '/v1/audit?action=subscription.refund')).body.data;
  expect(entry.data).toMatchObject({ payment: paid.id, amount: brl(500) });
});
