import { afterAll, expect, test } from 'vitest';
import { exampleOf } from '#api/frame/example-of.ts';
import { openApi } from '#api/frame/openapi.ts';
import { adminBillingRoutes } from '#api/routes/admin/billing/routes.ts';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { ensureSubscription } from '#domain/billing/subscription/hold-subscription.ts';
import { parseId } from '#domain/ids.ts';
import { ensurePlatform } from '#domain/platform/platform.ts';
import { apiFixture } from './api-fixture.ts';

const brl = (amount: number) => ({ amount, currency: 'BRL' });

const TOKEN = 'an-operator-token-for-tests-of-billing-32';
const fixture = await apiFixture({ operators: { token: TOKEN, emails: [] } });
afterAll(() => fixture.close());
const { database } = fixture.deps;
await ensurePlatform(database);
await seedPlans(database);

const operate = (method: string, path: string, body?: unknown, seen?: number) =>
  fixture.fetch(`/v1/admin/billing${path}`, {
    method,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(seen === undefined ? {} : { 'if-match': `"${seen}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const reason = 'as talked about';
const lastDeed = async () => {
  const [row] = await database.admin.sql<{ action: string; target: string }>`
    select action, target from operator_log order by seq desc limit 1`;
  return [row?.action, row?.target];
};

interface Plan {
  tier: string;
  revision: number;
  live: Record<string, unknown> | null;
  draft: { id: string } | null;
  versions: { number: number; tenants: number }[];
}
const planNamed = async (tier: string): Promise<Plan | undefined> =>
  (await operate('GET', '/plans')).body.data.find((one: Plan) => one.tier === tier);

/** The body of a draft, made of a version as it is shown. */
const bodyOf = (shown: Record<string, unknown>, prices: unknown) => {
  const { name, description, limits, features, modules, marketplaces, usagePrices, taxNote } = shown;
  const { trial, trialReminders, renewalReminders, dunning, grace, tolerance } = shown;
  const terms = { trial, trialReminders, renewalReminders, dunning, grace, tolerance };
  return { name, description, limits, features, modules, marketplaces, usagePrices, taxNote, terms, prices };
};

interface Documented {
  parameters?: { name: string; in: string; schema: Record<string, unknown> }[];
  requestBody?: { content: Record<string, { example?: unknown }> };
}

test('each call of it is refused to a key that may do all in its tenant, and changes nothing', async () => {
  const account = await fixture.account();
  const known: Record<string, string> = { tenant: account.tenantId, tier: 'STARTER', feature: 'runs', code: 'FESTA' };
  const { paths } = openApi(adminBillingRoutes, '0') as { paths: Record<string, Record<string, Documented>> };
  const before = await lastDeed();
  const answers: string[] = [];
  for (const [path, methods] of Object.entries(paths))
    for (const [method, { parameters = [], requestBody }] of Object.entries(methods)) {
      const address = parameters
        .filter((one) => one.in === 'path')
        .reduce(
          (url, { name, schema }) => url.replace(`{${name}}`, known[name] ?? String(exampleOf(schema, name))),
          path,
        );
      const body = requestBody?.content['application/json']?.example;
      const { status } = await account.call(method.toUpperCase(), address, body);
      if (status !== 401) answers.push(`${method} ${address} ${status}`);
    }
  expect(answers).toEqual([]);
  expect(Object.keys(paths).length).toBeGreaterThan(25);
  expect(await lastDeed()).toEqual(before);
});

test('nobody but operators sees anything of it', async () => {
  const account = await fixture.account();
  for (const path of ['/plans', '/figures', '/subscriptions', '/events', '/lifetime-licences', '/notices'])
    expect((await account.call('GET', `/v1/admin/billing${path}`)).status).toBe(401);
  expect(
    (
      await account.call('PUT', `/v1/admin/billing/subscriptions/${account.tenantId}/overrides/runs`, {
        ...{ limit: 1, value: null, expiresAt: null, reason },
      })
    ).status,
  ).toBe(401);
});

test('a plan gets a draft, which is published as its next version; what others wrote is not written over', async () => {
  const before = await planNamed('STARTER');
  const { revision = 0 } = before ?? {};
  const plan = bodyOf(before?.live ?? {}, [{ interval: 'month', price: brl(10_700) }]);
  const made = await operate('PUT', '/plans/STARTER/draft', { plan, reason }, revision);
  expect([made.status, made.headers.get('etag')]).toEqual([200, `"${revision + 1}"`]);
  expect((await operate('PUT', '/plans/STARTER/draft', { plan, reason }, revision)).status).toBe(412);
  expect((await operate('POST', '/plans/STARTER/publish', { reason }, revision)).status).toBe(412);
  const published = await operate('POST', '/plans/STARTER/publish', { reason }, revision + 1);
  expect(published.body).toMatchObject({ id: made.body.id, number: 2 });
  expect(await lastDeed()).toEqual(['plan.publish', 'STARTER']);
  const after = await planNamed('STARTER');
  expect(after).toMatchObject({
    ...{ draft: null, live: { number: 2, prices: [{ interval: 'month', price: brl(10_700), onRequest: false }] } },
    versions: [{ number: 2 }, { number: 1 }],
  });
  expect((await operate('POST', '/plans/STARTER/publish', { reason })).status).toBe(409);
});

test('a plan is taken out of what is sold and put back, but for FREE', async () => {
  expect((await operate('POST', '/plans/MESSAGING_TEAM/retire', { retired: true, reason })).status).toBe(204);
  expect(await planNamed('MESSAGING_TEAM')).toMatchObject({ archivedAt: expect.any(String) });
  expect((await operate('POST', '/plans/MESSAGING_TEAM/retire', { retired: false, reason })).status).toBe(204);
  expect((await operate('POST', '/plans/FREE/retire', { retired: true, reason })).status).toBe(409);
  expect((await operate('POST', '/plans/NOTHING/retire', { retired: true, reason })).status).toBe(404);
});

test('a coupon is made once, ends, and never takes off anything else than it said', async () => {
  const coupon = {
    ...{ code: 'natal-26', percent: 20, amount: null, periods: 3, tiers: [], intervals: ['month'] },
    ...{ maxRedemptions: 10, expiresAt: '2027-01-01T00:00:00-03:00', note: null, reason },
  };
  expect((await operate('POST', '/coupons', coupon)).body).toEqual({ code: 'NATAL-26' });
  expect((await operate('POST', '/coupons', coupon)).status).toBe(409);
  expect((await operate('POST', '/coupons', { ...coupon, code: 'BOTH', amount: brl(100) })).status).toBe(422);
  const ended = { active: false, maxRedemptions: 1, expiresAt: null, note: 'over', reason };
  expect((await operate('PATCH', '/coupons/natal-26', ended)).status).toBe(204);
  const [shown] = (await operate('GET', '/coupons')).body.data;
  expect(shown).toMatchObject({
    code: 'NATAL-26',
    percent: 20,
    periods: 3,
    active: false,
    expiresAt: null,
    redeemed: 0,
  });
  expect((await operate('PATCH', '/coupons/NONE', ended)).status).toBe(404);
});

test('what a tenant is given apart from its plan counts, stands in its audit, and is taken back', async () => {
  const account = await fixture.account();
  const path = `/subscriptions/${account.tenantId}/overrides`;
  const limit = { limit: 7, value: null, expiresAt: null, reason };
  expect((await operate('PUT', `${path}/machines`, limit)).status).toBe(204);
  expect((await operate('PUT', `${path}/offline`, { ...limit, limit: null, value: 'full' })).status).toBe(204);
  expect((await operate('PUT', `${path}/machines`, { ...limit, limit: null, value: true })).status).toBe(422);
  expect((await operate('PUT', `${path}/nothing_at_all`, limit)).status).toBe(422);
  // It would bound nothing: no calls at all is said of the feature.
  expect((await operate('PUT', `${path}/api_per_minute`, { ...limit, limit: 0 })).status).toBe(422);
  expect((await account.call('GET', '/v1/licences')).body.machines).toBe(7);
  const given = (await operate('GET', path)).body.data;
  expect(given.map(({ feature, limit: n, value }: Record<string, unknown>) => [feature, n, value])).toEqual([
    ['machines', 7, null],
    ['offline', null, 'full'],
  ]);
  expect((await operate('POST', `${path}/machines/end`, { reason })).status).toBe(204);
  expect((await account.call('GET', '/v1/licences')).body.machines).toBe(-1);
  const { body } = await account.call('GET', '/v1/audit');
  expect(body.data.map(({ action }: { action: string }) => action)).toEqual([
    ...['plan.override_end', 'plan.override', 'plan.override', 'api_key.create'],
  ]);
});

test('tenants are found by name, plan and state, with what they pay; one of them with all that was done', async () => {
  const account = await fixture.account();
  const found = (await operate('GET', `/subscriptions?q=${account.tenantId}`)).body.data;
  expect(found).toEqual([
    expect.objectContaining({ state: 'free', access: 'full', mrr: brl(0), plan: { tier: 'ENTERPRISE', number: null } }),
  ]);
  expect((await operate('GET', `/subscriptions?q=${account.tenantId}&state=past_due`)).body.data).toEqual([]);
  expect((await operate('GET', '/subscriptions?q=trama')).body.data).toEqual([]);
  const { body } = await operate('GET', `/subscriptions/${account.tenantId}`);
  expect(body).toMatchObject({
    tenant: { id: account.tenantId },
    facts: null,
    credit: brl(0),
    requests: [],
    payments: [],
    changes: [],
  });
  expect((await operate('GET', `/subscriptions/${account.tenantId}/run`)).body).toEqual({
    run: null,
    document: null,
    steps: [],
    types: [],
    temporalUrl: null,
  });
  expect((await operate('GET', `/subscriptions/ten_${'0'.repeat(32)}`)).status).toBe(404);
});

test('a list of licences that were sold for life is taken in once, and none of it where a line is wrong', async () => {
  const csv = 'email,key,product\nana@padaria.example,AB12-CD34-EF56,Ouro\nbia@oficina.example,GH78-IJ90-KL12,Prata';
  expect((await operate('POST', '/lifetime-licences', { csv, reason, dryRun: true })).body).toEqual({
    added: 2,
    known: 0,
    problems: [],
  });
  expect((await operate('POST', '/lifetime-licences', { csv: `${csv}\nnobody`, reason })).body).toEqual({
    ...{ added: 0, known: 0, problems: [{ line: 4, problem: 'columns' }] },
  });
  expect((await operate('POST', '/lifetime-licences', { csv, reason })).body).toEqual({
    added: 2,
    known: 0,
    problems: [],
  });
  expect((await operate('POST', '/lifetime-licences', { csv, reason })).body).toEqual({
    added: 0,
    known: 2,
    problems: [],
  });
  const all = (await operate('GET', '/lifetime-licences')).body;
  expect([all.open, all.claimed, all.data.length]).toEqual([2, 0, 2]);
  const one = (await operate('GET', '/lifetime-licences?q=Ana@Padaria.example')).body.data;
  expect(one).toEqual([expect.objectContaining({ email: 'a•••@padaria.example', product: 'Ouro', claimedAt: null })]);
  expect((await operate('GET', '/lifetime-licences?q=gh78ij90kl12')).body.data).toHaveLength(1);
});

test('deliveries that were given up are listed with nothing of them lost, and begun again', async () => {
  const uuid = crypto.randomUUID();
  await database.admin.sql`
    insert into billing_events (id, provider, event_id, trust, type, hint, state, processed_at, attempts, problem)
    values (${uuid}, 'stripe', 'evt_dead', 'signed', 'invoice.paid',
      '{"subscription":"sub_1","payment":null,"customer":null,"request":null}', 'dead', now(), 40, 'internal')`;
  const [dead] = (await operate('GET', '/events')).body.data;
  expect(dead).toMatchObject({
    eventId: 'evt_dead',
    state: 'dead',
    attempts: 40,
    problem: 'internal',
    hint: { subscription: 'sub_1' },
  });
  expect((await operate('GET', `/events/${dead.id}`)).body).toMatchObject({ id: dead.id, raw: null });
  expect((await operate('POST', `/events/${dead.id}/retry`, { reason })).status).toBe(204);
  expect(await lastDeed()).toEqual(['billing_event.retry', dead.id]);
  expect((await operate('GET', '/events')).body.data).toEqual([]);
  expect((await operate('GET', `/events/${dead.id}`)).body).toMatchObject({ state: 'open', attempts: 0 });
});

test('comparisons with the providers are shown with each difference', async () => {
  const { tenantId } = await fixture.account();
  const [pass, drift] = [crypto.randomUUID(), crypto.randomUUID()];
  const subject = (
    await database.admin.sql<{
      id: string;
    }>`select id from tenants where 'ten_' || replace(id::text, '-', '') = ${tenantId}`
  )[0]?.id;
  await database.admin.sql`
    insert into billing_reconciliations (id, provider, slot, since, state, seen, drifted, mended, ended_at)
    values (${pass}, 'stripe', '2026-11-22T03:00:00Z', '2026-11-21T03:00:00Z', 'done', 12, 1, 1, now())`;
  await database.admin.sql`
    insert into billing_drifts (id, reconciliation, subject, subscription, what, ours, theirs, mended)
    values (${drift}, ${pass}, ${subject}, 'sub_1', array['status'], '{"status":"active"}', '{"status":"past_due"}', true)`;
  const [shown] = (await operate('GET', '/reconciliations')).body.data;
  expect(shown).toMatchObject({ provider: 'stripe', state: 'done', seen: 12, drifted: 1, mended: 1, failed: 0 });
  const { body } = await operate('GET', `/reconciliations/${shown.id}`);
  expect(body.drifts).toEqual([
    expect.objectContaining({
      tenant: { id: tenantId, name: 'T' },
      what: ['status'],
      ours: { status: 'active' },
      mended: true,
    }),
  ]);
});

test('words of notices are changed, previewed, mailed to oneself and given back', async () => {
  const about = '/notices/payment_failed/pt-BR';
  const words = { subject: 'Ops, {{account}}', body: 'Não deu.', button: 'Ver', short: 'Não deu.' };
  const preview = await operate('POST', `${about}/preview`, { words });
  expect([preview.status, preview.body.subject]).toEqual([200, 'Ops, Oficina do Zé']);
  expect((await operate('PUT', about, { words }, 0)).status).toBe(422);
  const edited = await operate('PUT', about, { words, reason }, 0);
  expect(edited.body).toMatchObject({ isEdited: true, revision: 1, words });
  expect((await operate('PUT', about, { words, reason }, 0)).status).toBe(412);
  expect((await operate('POST', `${about}/test`, { to: 'ops@example.com' })).status).toBe(204);
  expect(fixture.letters.at(-1)).toMatchObject({ to: 'ops@example.com', subject: '[Teste] Ops, Oficina do Zé' });
  expect((await operate('POST', `${about}/reset`, { reason }, 1)).body).toMatchObject({ isEdited: false, revision: 2 });
  // What is wrong with the words is no fault of a mail server.
  const bare = { to: 'ops@example.com', words: { ...words, button: '' } };
  expect((await operate('POST', `${about}/test`, bare)).body.errors).toMatchObject([{ code: 'missing' }]);
  expect((await operate('POST', '/notices/nothing/pt-BR/preview', {})).status).toBe(404);
  expect((await operate('POST', '/notices/nothing/pt-BR/test', bare)).status).toBe(404);
});

test('time of a plan that does not exist is refused before anybody carries it out', async () => {
  const { tenantId } = await fixture.account();
  await database.admin.sql`update tenants set plan = 'FREE' where id = ${parseId('ten', tenantId)}`;
  const refused = await operate('POST', `/subscriptions/${tenantId}/comp`, {
    tier: 'NOWHERE',
    duration: 'P1D',
    reason,
  });
  expect([refused.status, refused.body]).toMatchObject([409, { reason: 'no_such_plan' }]);
  expect(
    (await operate('POST', `/subscriptions/${tenantId}/comp`, { tier: 'FREE', duration: 'P1D', reason })).status,
  ).toBe(202);
});

test('a tenant that is not there is told of by every deed, and nothing is written', async () => {
  const before = await lastDeed();
  const gone = '/subscriptions/ten_00000000000000000000000000000001';
  const deeds: [string, unknown][] = [
    ['cancel', { when: 'now', reason }],
    ['comp', { duration: 'P1M', reason }],
    ['extend-trial', { duration: 'P7D', reason }],
    ['refund', { payment: 'pay_00000000000000000000000000000001', reason }],
    ['sync', { reason }],
  ];
  const answers = await Promise.all(deeds.map(([deed, body]) => operate('POST', `${gone}/${deed}`, body)));
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(deeds.map(() => [404, 'not_found']));
  expect(await lastDeed()).toEqual(before);
});

test('figures of an installation without sales are zero, month by month', async () => {
  const { body } = await operate('GET', '/figures?months=3');
  expect(body.months).toHaveLength(3);
  expect(body.months.at(-1)).toMatchObject({ mrr: brl(0), payers: 0, churn: null, paid: brl(0) });
});

test('what was before the months that are shown counts in them: who came back is not new, and income goes on', async () => {
  const { tenantId } = await fixture.account();
  await database.withTenant(tenantId, ensureSubscription);
  const monthsAgo = (n: number) => new Date(Date.now() - n * 30.5 * 86_400_000);
  const LIFE = [
    ['a', 20, 'free', 'active', 0, 9_700],
    ['b', 18, 'active', 'free', 9_700, 0],
    ['c', 9, 'free', 'active', 0, 29_700],
  ] as const;
  await database.withTenant(tenantId, async (db) => {
    for (const [source, ago, from, to, before, after] of LIFE)
      await db.sql`
        insert into subscription_changes (tenant_id, source, at, kind, from_tier, to_tier, from_state, to_state, cycle,
          mrr_before, mrr_after, actor)
        values (${db.tenant}, ${source}, ${monthsAgo(ago)}, 'start', 'FREE', 'STARTER', ${from}, ${to}, 'month', ${before},
          ${after}, 'system')`;
  });
  const sums = async (months: number) => {
    const { body } = await operate('GET', `/figures?months=${months}`);
    const add = (name: string) =>
      body.months.reduce((sum: number, one: Record<string, { amount: number }>) => sum + (one[name]?.amount ?? 0), 0);
    return [add('fresh'), add('back'), body.months.at(-1).mrr.amount, body.months.at(-1).payers];
  };
  expect(await sums(24)).toEqual([9_700, 29_700, 29_700, 1]);
  expect(await sums(12)).toEqual([0, 29_700, 29_700, 1]);
  expect(await sums(3)).toEqual([0, 0, 29_700, 1]);
});

test('a revision that no flag can have is refused', async () => {
  const { status, body } = await operate('POST', '/flags/nada/roll-back', { revision: 2 ** 31, reason });
  expect([status, body.code]).toEqual([422, 'invalid']);
});

test('a flag is made, changed by those who saw it as it is, and rolled back, each with its reason', async () => {
  const rule = { on: true, percentage: 10, plans: ['ENTERPRISE'], tenants: [], except: [] };
  const made = await operate('PUT', '/flags/new-search', { rule, description: 'The new search', reason }, 0);
  expect(made.body).toEqual({ revision: 1 });
  expect((await operate('PUT', '/flags/new-search', { rule, reason }, 0)).status).toBe(412);
  expect((await operate('PUT', '/flags/new-search', { rule: { ...rule, percentage: 50 }, reason }, 1)).status).toBe(
    200,
  );
  expect((await operate('POST', '/flags/new-search/roll-back', { revision: 1, reason: 'slow' })).body).toEqual({
    revision: 3,
  });
  const [flag] = (await operate('GET', '/flags')).body.data;
  expect(flag).toMatchObject({
    key: 'new-search',
    description: 'The new search',
    revision: 3,
    rule: { percentage: 10 },
  });
  const changes = (await operate('GET', '/flags/new-search/changes')).body.data;
  expect(changes.map((one: { revision: number; reason: string }) => [one.revision, one.reason])).toEqual([
    ...[
      [3, 'slow'],
      [2, reason],
      [1, reason],
    ],
  ]);
  expect(await lastDeed()).toEqual(['flag.roll_back', 'new-search']);
  expect((await operate('POST', '/flags/new-search/roll-back', { revision: 9, reason })).status).toBe(404);
});
