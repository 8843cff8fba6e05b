import { expect, test } from 'vitest';
import { featureTexts } from './feature-texts.ts';
import type { Plan } from './plan-api.ts';
import { planContents } from './plan-contents.ts';
import { planFor } from './plan-for.ts';

const plan = (tier: string, cents: number, more: Partial<Plan> = {}): Plan => ({
  ...{ tier, family: 'comparison', name: tier, description: '', limits: {}, features: {}, modules: [] },
  ...{ marketplaces: { choose: 'all', fixed: [] }, trial: null, taxNote: '', public: true, sort: 1 },
  prices: [{ interval: 'month', onRequest: false, price: { amount: cents, currency: 'BRL' } }],
  ...more,
});

test('a card says what a plan has of what there is, and promises nothing that does not exist', () => {
  const rows = planContents(
    plan('BUSINESS', 29_700, {
      limits: { runs: 50_000, searches: -1, machines: 0 },
      features: { ai: true, white_label: true, analytics: 'bi', api: 'none' },
      modules: ['flows', 'webhooks', 'crm', 'white_label'],
    }),
    featureTexts('pt-BR'),
    'pt-BR',
  );
  const said = Object.fromEntries(rows.map(({ key, value }) => [key, value]));
  expect(said).toMatchObject({ runs: '50.000 por mês', flows: 'sem limite', machines: null, ai: true, api: null });
  expect(said).toMatchObject({ 'module:webhooks': true, 'module:telegram': null });
  for (const none of ['searches', 'crm_leads', 'white_label', 'analytics', 'module:crm', 'shops'])
    expect(said).not.toHaveProperty([none]);
  expect(rows.filter(({ first }) => first)[0]?.key).toBe('runs');
});

test('of a feature that somebody points at, the smallest plan with a price that has it is named', () => {
  const plans = [plan('FREE', 0), plan('BUSINESS', 300, { features: { export: true } }), plan('SMALL', 100)];
  const problem = { type: '', title: '', status: 402, detail: '', code: 'plan_required' };
  expect(planFor({ ...problem, feature: 'feature:export' }, plans)?.tier).toBe('BUSINESS');
  expect(planFor({ ...problem, feature: 'feature:ai' }, plans)).toBeUndefined();
});
