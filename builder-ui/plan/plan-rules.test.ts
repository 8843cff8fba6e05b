import { expect, test } from 'vitest';
import type { ProblemDetails } from '../api-types.ts';
import { offersOf } from './add-on-offers.ts';
import { lastsUntil, overOf } from './lasts-until.ts';
import { brl } from './money.ts';
import { netLines } from './net-lines.ts';
import { nextSentences } from './next-sentences.ts';
import type { AddOn, Current, Plan, Usage } from './plan-api.ts';
import { barOf, deedOf, mayPause, trialOf } from './plan-deed.ts';
import { planFor } from './plan-for.ts';
import { planTexts } from './plan-texts.ts';

const t = planTexts('pt-BR');
const plan = (tier: string, month: number | null, more: Partial<Plan> = {}): Plan => ({
  ...{ tier, family: 'comparison', name: tier, description: '', limits: {}, features: {}, modules: ['flows'] },
  ...{ marketplaces: { choose: 0, fixed: [] }, trial: null, taxNote: '', public: true, sort: 1 },
  prices: (['month', 'year'] as const).map((interval) => ({
    ...{ interval, onRequest: month === null },
    price: month === null ? null : brl(month * (interval === 'year' ? 10 : 1)),
  })),
  ...more,
});
const FREE = plan('FREE', 0);
const SMALL = plan('SMALL', 100, { trial: 'P14D' });
const LARGE = plan('LARGE', 300, { trial: 'P14D', modules: ['flows', 'ai'] });
const PLANS = [FREE, SMALL, LARGE, plan('HUGE', null, { modules: ['flows', 'ai'] })];

const current = (more: Partial<Current> = {}): Current => ({
  ...{
    state: 'free',
    access: 'full',
    plan: { tier: 'FREE', name: 'Grátis', number: 1 },
    interval: null,
    amount: brl(0),
  },
  ...{
    items: [],
    credit: brl(0),
    provider: null,
    method: null,
    trialEndsAt: null,
    trialAvailable: true,
    periodStart: null,
  },
  ...{ periodEnd: null, paidThrough: null, failedAt: null, nextAttemptAt: null, readOnlyAt: null, downgradeAt: null },
  ...{ pausedUntil: null, compUntil: null, pending: null, renewal: null, requests: [], portal: false, providers: [] },
  next: null,
  granted: null,
  ...more,
});
const NEXT = { at: 'fim', amount: brl(100), full: brl(100), coupon: brl(0), code: null, credit: brl(0) };
const paying = (more: Partial<Current> = {}) =>
  current({
    next: more.pending || more.state || (more.compUntil ?? '') > '2026' ? null : NEXT,
    ...{
      state: 'active',
      provider: 'stripe',
      interval: 'month',
      amount: brl(100),
      periodEnd: 'fim',
      trialAvailable: false,
    },
    plan: { tier: 'SMALL', name: 'SMALL', number: 1 },
    ...more,
  });
const deeds = (now: Current, interval: 'month' | 'year' = 'month') =>
  PLANS.map((one) => deedOf(one, { own: PLANS.find(({ tier }) => tier === now.plan.tier), current: now, interval }, t));

test('the button of a plan says what choosing it is to who has another', () => {
  expect(deeds(current())).toEqual([null, 'Escolher SMALL', 'Escolher LARGE', 'Escolher HUGE']);
  expect(deeds(paying())).toEqual([null, null, 'Subir para LARGE', 'Subir para HUGE']);
  expect(deeds(paying({ plan: { tier: 'LARGE', name: '', number: 1 } }))[1]).toBe('Descer para SMALL');
  // The same plan by the year is a change, too.
  expect(deeds(paying(), 'year')[1]).toBe('Passar para anual');
  expect(deeds(paying({ interval: 'year' }))[1]).toBe('Passar para mensal');
  // A trial without a way to pay is subscribed to.
  const trial = current({ state: 'trialing', plan: { tier: 'SMALL', name: '', number: 1 }, trialEndsAt: 'fim' });
  expect(deeds(trial)).toEqual([null, 'Assinar SMALL', 'Escolher LARGE', 'Escolher HUGE']);
});

test('nothing is chosen while a charge is open, a pause lasts or a change is scheduled; a trial only once', () => {
  expect(barOf(paying(), t)).toBeNull();
  expect(barOf(paying({ state: 'past_due' }), t)).toBe(t.firstPay);
  expect(barOf(paying({ state: 'grace', access: 'read_only' }), t)).toBe(t.firstPay);
  expect(barOf(paying({ state: 'paused' }), t)).toBe(t.firstResume);
  expect(barOf(paying({ pending: { kind: 'cancel', at: 'x' } }), t)).toBe(t.firstKeep);
  // Time that was given ends by itself: who has it may subscribe, to that plan as well.
  const given = paying({ provider: null, compUntil: '2099-01-01', pending: { kind: 'cancel', at: '2099-01-01' } });
  expect(barOf(given, t)).toBeNull();
  expect(deedOf(SMALL, { own: SMALL, current: given, interval: 'month' }, t)).toBe(t.subscribe('SMALL'));
  const smaller = { pending: { kind: 'change' as const, at: '2027-02-01T00:00:00Z' } };
  expect(barOf(paying({ ...smaller, paidThrough: '2027-02-01T00:00:00Z' }), t)).toBe(t.firstKeep);
  expect(barOf(paying({ ...smaller, paidThrough: '2027-03-01T00:00:00Z' }), t)).toBe(t.firstBegins);
  expect([trialOf(SMALL, current()), trialOf(FREE, current()), trialOf(SMALL, paying())]).toEqual(['P14D', null, null]);
  expect(trialOf(SMALL, current({ trialAvailable: false }))).toBeNull();
});

test('what happens next is said in the order in which it matters, and nothing that will not happen', () => {
  const said = (now: Current) =>
    nextSentences(now, PLANS, t, { day: (iso) => iso, money: ({ amount }) => `R$ ${amount}` });
  expect(said(current())).toEqual([t.freeText]);
  const less = { ...NEXT, amount: brl(20), coupon: brl(50), code: 'METADE', credit: brl(30) };
  expect(said(paying({ next: less, credit: brl(50) }))).toEqual([
    'Próxima cobrança: R$ 20 em fim: R$ 100 menos R$ 50 do cupom METADE e R$ 30 de crédito da conta.',
    t.credit('R$ 20'),
  ]);
  expect(said(paying({ next: { ...NEXT, amount: brl(50), credit: brl(50) }, credit: brl(50) }))).toEqual([
    'Próxima cobrança: R$ 50 em fim: R$ 100 menos R$ 50 de crédito da conta.',
  ]);
  const failed = { state: 'past_due' as const, nextAttemptAt: 'n', readOnlyAt: 'r', downgradeAt: 'd' };
  expect(said(paying(failed))).toEqual([
    t.failed,
    t.failedNext('n'),
    t.readOnlyFrom('r'),
    t.downgradeFrom('d', 'o grátis'),
  ]);
  // What has come already is not announced.
  expect(said(paying({ ...failed, access: 'read_only', nextAttemptAt: null }))).toEqual([
    t.failed,
    t.downgradeFrom('d', 'o grátis'),
  ]);
  // A provider's next try that comes when the plan has fallen never comes.
  const [falls, late] = ['2026-12-01T00:00:00.000Z', '2026-12-01T00:00:01.000Z'];
  expect(said(paying({ state: 'grace', access: 'read_only', nextAttemptAt: late, downgradeAt: falls }))).toEqual([
    t.failed,
    t.downgradeFrom(falls, 'o grátis'),
  ]);
  expect(said(paying({ pending: { kind: 'cancel', at: 'c' } }))).toEqual([t.pendingCancel('c', 'o grátis')]);
  expect(said(paying({ state: 'paused', access: 'read_only' }))).toEqual([t.paused, t.pausedReadOnly]);
  // With an end it is over by itself, and is charged by itself.
  const paused = { state: 'paused' as const, pausedUntil: '2099-03-01T00:00:00.000Z' };
  const ends = [t.pausedUntil(paused.pausedUntil), t.pausedThen(paused.pausedUntil, 'R$ 100')];
  expect(said(paying(paused))).toEqual(ends);
  expect(said(paying({ ...paused, access: 'read_only' }))).toEqual([...ends, t.pausedReadOnlyUntil]);
  // What is left of the period by then, where that is known.
  const rest = { ...NEXT, at: paused.pausedUntil, amount: brl(40) };
  expect(said(paying({ ...paused, next: rest }))[1]).toBe(t.pausedThen(paused.pausedUntil, 'R$ 40'));
  expect(said(paying({ ...paused, paidThrough: '2099-03-02T00:00:00.000Z' }))[1]).toBe(
    t.pausedThenPaid(paused.pausedUntil),
  );
  // What is due is done within seconds: no day of the past is promised.
  expect(said(paying({ pending: { kind: 'cancel', at: '2020-01-01T00:00:00.000Z' } }))).toEqual([
    t.pendingCancelNow('o grátis'),
  ]);
  expect(said(paying({ pending: { kind: 'change', at: 'c', tier: 'FREE' } }))).toEqual([t.pendingChange('FREE', 'c')]);
  expect(said(paying({ pending: { kind: 'provider', at: 'c', provider: 'mercado_pago' } }))).toEqual([
    t.pendingProvider('Mercado Pago', 'c'),
  ]);
  const own = paying().plan.tier;
  expect(said(paying({ pending: { kind: 'change', at: 'c', tier: own, interval: 'year' } }))).toEqual([
    t.pendingInterval('por ano', 'c'),
  ]);
  expect(said(paying({ compUntil: 'g' }))).toEqual([t.comp('g')]);
  // A gift that is over stays in the facts, and hides no charge.
  expect(said(paying({ compUntil: '2020-01-01T00:00:00.000Z' }))).toEqual([t.nextCharge('R$ 100', 'fim')]);
});

test('beside a plan that was granted only what is more is sold or tried, and what ends leads back to it', () => {
  const granted = { tier: 'SMALL', name: 'Pequeno', monthly: brl(100) };
  const own = { granted, plan: { tier: 'SMALL', name: 'Pequeno', number: 1 } };
  const said = (now: Current) =>
    nextSentences(now, PLANS, t, { day: (iso) => iso, money: ({ amount }) => `R$ ${amount}` });
  const small = current(own);
  expect(deeds(small)).toEqual([null, null, 'Escolher LARGE', 'Escolher HUGE']);
  expect(deeds(small, 'year')[1]).toBeNull();
  expect(PLANS.map((plan) => trialOf(plan, small))).toEqual([null, null, 'P14D', null]);
  expect(said(small)).toEqual([t.grantedText]);
  // One whose price is talked about is the dearest.
  const huge = current({ granted: { tier: 'HUGE', name: 'HUGE', monthly: null }, plan: { ...own.plan, tier: 'HUGE' } });
  expect(deeds(huge)).toEqual([null, null, null, null]);
  const large = { granted, plan: { tier: 'LARGE', name: 'LARGE', number: 1 } };
  expect(deeds(paying(large))).toEqual([null, null, null, 'Subir para HUGE']);
  expect(said(paying({ ...large, pending: { kind: 'cancel', at: 'c' } }))).toEqual([t.pendingCancel('c', 'Pequeno')]);
  expect(said(paying({ ...large, state: 'past_due', downgradeAt: 'd' }))).toEqual([
    t.failed,
    t.downgradeFrom('d', 'Pequeno'),
  ]);
});

test('the plan that would do is the one that the API names, else the smallest that has the part and a price', () => {
  const problem = (more: Partial<ProblemDetails>): ProblemDetails => ({
    ...{ type: '', title: '', status: 402, detail: '', code: 'plan_required' },
    ...more,
  });
  expect(planFor(problem({ requiredPlan: 'LARGE', feature: 'flows' }), PLANS)).toBe(LARGE);
  expect(planFor(problem({ feature: 'module:ai' }), PLANS)).toBe(LARGE);
  expect(planFor(problem({ feature: 'module:scraper' }), PLANS)).toBeUndefined();
  expect(planFor(problem({ requiredPlan: null, feature: 'flows' }), PLANS)).toBeUndefined();
});

test('of a part that a plan lacks its own larger one is told, and another kind of plan only at a higher price', () => {
  const sold = (tier: string, sort: number, month: number | null, has: boolean, more: Partial<Plan> = {}) =>
    plan(tier, month, { sort, features: { export: has }, modules: has ? ['api'] : [], ...more });
  const talk = { family: 'messaging' } as const;
  const free = sold('FREE', 1, 0, false);
  const starter = sold('STARTER', 2, 97, false);
  const business = sold('BUSINESS', 3, 297, true);
  const messaging = [sold('TALK_START', 1, 97, true, talk), sold('TALK_MORE', 2, 247, true, talk)];
  const plans = [free, starter, business, ...messaging];
  for (const feature of ['feature:export', 'module:api']) {
    const lacks = { type: '', title: '', status: 402, detail: '', code: 'plan_required', feature };
    expect(planFor(lacks, plans, starter)).toBe(business);
    expect(planFor(lacks, plans, free)).toBe(business);
    const others = plans.filter((one) => one !== business);
    expect(planFor(lacks, others, starter)).toBe(messaging[1]);
    expect(planFor(lacks, others.slice(0, 3), starter)).toBeUndefined();
    // What it costs is talked about: nobody knows whether that is more.
    const huge = sold('HUGE', 4, null, true);
    expect(planFor(lacks, [starter, huge, ...messaging], starter)).toBe(huge);
    expect(planFor(lacks, [...messaging, sold('OWN', 5, null, false)], sold('OWN', 5, null, false))).toBeUndefined();
  }
});

test('a pause is offered to who may have it: who pays, owes nothing and has scheduled nothing', () => {
  expect(mayPause(paying())).toBe(true);
  for (const kind of ['change', 'cancel', 'provider'] as const)
    expect(mayPause(paying({ pending: { kind, at: '2099-01-01T00:00:00Z' } }))).toBe(false);
  expect(mayPause(paying({ provider: null, compUntil: '2099-01-01T00:00:00Z' }))).toBe(false);
  expect(mayPause(paying({ failedAt: '2026-01-01T00:00:00Z' }))).toBe(false);
  expect(mayPause(paying({ state: 'trialing' }))).toBe(false);
});

test('of a change only what differs is read, and it still sums to the total', () => {
  const line = (kind: string, key: string | null, amount: number) => ({ kind, key, name: '', amount: brl(amount) });
  const added = [line('debit', 'LARGE', 300), line('debit', 'addon:x', 29), line('credit', 'LARGE', -300)];
  expect(netLines(added)).toEqual([added[1]]);
  const changed = [line('debit', 'LARGE', 300), line('credit', 'SMALL', -100), line('account_credit', null, -50)];
  expect(netLines(changed)).toEqual(changed);
  // By the year the same plan costs something else.
  const yearly = [line('debit', 'LARGE', 3000), line('credit', 'LARGE', -120)];
  expect(netLines(yearly)).toEqual(yearly);
});

test('what is paid, given or tried lasts as long as the server lets it: no period that nobody has paid', () => {
  const at = (day: number) => `2027-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
  const until = (more: Partial<Current>) => lastsUntil(paying({ periodEnd: at(30), ...more }), Date.parse(at(10)));
  expect(until({ paidThrough: at(30) })).toBe(at(30));
  // The charge of the period that runs failed; so was that of a pause never made.
  expect(until({ state: 'past_due', paidThrough: at(9) })).toBeNull();
  expect(until({ state: 'paused', access: 'read_only', paidThrough: at(9) })).toBeNull();
  expect(until({ state: 'paused', paidThrough: at(12) })).toBe(at(12));
  expect(until({ paidThrough: at(30), compUntil: '2027-05-01T12:00:00.000Z' })).toBe('2027-05-01T12:00:00.000Z');
  // A trial that is over keeps nothing open, and one that was is no word about what is paid.
  expect(until({ state: 'trialing', trialEndsAt: at(14) })).toBe(at(14));
  expect(until({ state: 'past_due', trialEndsAt: at(14), paidThrough: null })).toBeNull();
});

test('of what stands still for want of room a plan is asked, and only of what is more than it holds', () => {
  const use = (feature: string, now: number): Usage => ({
    ...{ feature, kind: 'standing', current: now, limit: -1, percentage: 0, resetsAt: null, warning: 'none' },
  });
  const small = plan('FREE', 0, { limits: { flows: 3, users: 2, runs: 10, connections: -1 } });
  const all = [use('flows', 5), use('users', 2), use('runs', 900), use('connections', 40), use('storage_bytes', 9)];
  expect(overOf(small, all)).toEqual([{ feature: 'flows', current: 5, limit: 3 }]);
  expect(overOf(undefined, all)).toEqual([]);
});

test('of the add-ons that one has none is left out, sold or not', () => {
  const addOn = (key: string, more: Partial<AddOn> = {}): AddOn => ({
    ...{ key, name: key, description: '', month: brl(10), year: brl(100), tiers: ['SMALL', 'LARGE'], maxQuantity: 3 },
    ...more,
  });
  const item = (key: string, quantity: number) => ({ key: `addon:${key}`, name: key, quantity, unit: brl(7) });
  const has = paying({ items: [{ ...item('', 1), key: 'SMALL' }, item('a', 1), item('old', 2), item('large', 1)] });
  const offers = offersOf(
    [addOn('a'), addOn('b', { maxQuantity: 1 }), addOn('large', { tiers: ['LARGE'] })],
    has,
    true,
  );
  expect(offers.map(({ key, most, unit, isSold }) => [key, most, unit.amount, isSold])).toEqual([
    ['a', 3, 10, true],
    ['b', 1, 10, true],
    ['old', 2, 7, false],
    ['large', 1, 7, false],
  ]);
});
