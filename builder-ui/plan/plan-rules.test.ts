import { expect, test } from 'vitest';
import type { ProblemDetails } from '../api-types.ts';
import { netLines } from './net-lines.ts';
import { nextSentences } from './next-sentences.ts';
import type { Current, Plan } from './plan-api.ts';
import { barOf, deedOf, trialOf } from './plan-deed.ts';
import { planFor } from './plan-for.ts';
import { planTexts } from './plan-texts.ts';

const t = planTexts('pt-BR');
const plan = (tier: string, month: number | null, more: Partial<Plan> = {}): Plan => ({
  ...{ tier, family: 'comparison', name: tier, description: '', limits: {}, features: {}, modules: ['flows'] },
  ...{ marketplaces: { choose: 0, fixed: [] }, trial: null, taxNote: '', public: true },
  prices: (['month', 'year'] as const).map((interval) => ({
    ...{ interval, onRequest: month === null },
    amount: month === null ? null : month * (interval === 'year' ? 10 : 1),
  })),
  ...more,
});
const FREE = plan('FREE', 0);
const SMALL = plan('SMALL', 100, { trial: 'P14D' });
const LARGE = plan('LARGE', 300, { trial: 'P14D', modules: ['flows', 'ai'] });
const PLANS = [FREE, SMALL, LARGE, plan('HUGE', null, { modules: ['flows', 'ai'] })];

const current = (more: Partial<Current> = {}): Current => ({
  ...{ state: 'free', access: 'full', plan: { tier: 'FREE', name: 'Grátis', number: 1 }, interval: null, amount: 0 },
  ...{ items: [], credit: 0, provider: null, method: null, trialEndsAt: null, trialAvailable: true, periodStart: null },
  ...{ periodEnd: null, paidThrough: null, failedAt: null, nextAttemptAt: null, readOnlyAt: null, downgradeAt: null },
  ...{ pausedUntil: null, compUntil: null, pending: null, renewal: null, requests: [], portal: false, providers: [] },
  ...more,
});
const paying = (more: Partial<Current> = {}) =>
  current({
    ...{ state: 'active', provider: 'stripe', interval: 'month', amount: 100, periodEnd: 'fim', trialAvailable: false },
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
  expect([trialOf(SMALL, current()), trialOf(FREE, current()), trialOf(SMALL, paying())]).toEqual(['P14D', null, null]);
  expect(trialOf(SMALL, current({ trialAvailable: false }))).toBeNull();
});

test('what happens next is said in the order in which it matters, and nothing that will not happen', () => {
  const said = (now: Current) => nextSentences(now, PLANS, t, { day: (iso) => iso, money: (cents) => `R$ ${cents}` });
  expect(said(current())).toEqual([t.freeText]);
  expect(said(paying({ credit: 50 }))).toEqual([t.nextCharge('R$ 100', 'fim'), t.credit('R$ 50')]);
  const failed = { state: 'past_due' as const, nextAttemptAt: 'n', readOnlyAt: 'r', downgradeAt: 'd' };
  expect(said(paying(failed))).toEqual([t.failed, t.failedNext('n'), t.readOnlyFrom('r'), t.downgradeFrom('d')]);
  // What has come already is not announced.
  expect(said(paying({ ...failed, access: 'read_only', nextAttemptAt: null }))).toEqual([
    t.failed,
    t.downgradeFrom('d'),
  ]);
  expect(said(paying({ pending: { kind: 'cancel', at: 'c' } }))).toEqual([t.pendingCancel('c')]);
  expect(said(paying({ pending: { kind: 'change', at: 'c', tier: 'FREE' } }))).toEqual([t.pendingChange('FREE', 'c')]);
  expect(said(paying({ pending: { kind: 'change', at: 'c', interval: 'year' } }))).toEqual([
    t.pendingInterval('por ano', 'c'),
  ]);
  expect(said(paying({ compUntil: 'g' }))).toEqual([t.comp('g')]);
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

test('of a change only what differs is read, and it still sums to the total', () => {
  const line = (kind: string, key: string | null, amount: number) => ({ kind, key, name: '', amount });
  const added = [line('debit', 'LARGE', 300), line('debit', 'addon:x', 29), line('credit', 'LARGE', -300)];
  expect(netLines(added)).toEqual([added[1]]);
  const changed = [line('debit', 'LARGE', 300), line('credit', 'SMALL', -100), line('account_credit', null, -50)];
  expect(netLines(changed)).toEqual(changed);
  // By the year the same plan costs something else.
  const yearly = [line('debit', 'LARGE', 3000), line('credit', 'LARGE', -120)];
  expect(netLines(yearly)).toEqual(yearly);
});
