import { expect, test } from 'vitest';
import { planPlaceOf } from '../api-error.ts';
import type { ProblemDetails } from '../api-types.ts';
import { featureTexts, limitText } from './feature-texts.ts';
import type { Plan } from './plan-api.ts';
import { promptTexts } from './prompt-texts.ts';
import { promptWords } from './prompt-words.ts';

const t = promptTexts('pt-BR');
const names = featureTexts('pt-BR');
const said = (more: Partial<ProblemDetails>, plan: Plan | null = null) =>
  promptWords({ type: '', title: '', status: 402, detail: '', code: 'payment_due', ...more }, plan, {
    ...{ t, names, locale: 'pt-BR' },
  });

test('who paused owes nothing: they are told to go on, and not to pay', () => {
  expect(said({ state: 'past_due' })).toEqual({ title: t.due, texts: [t.dueText], deed: t.pay });
  expect(said({ state: 'paused' })).toEqual({ title: t.paused, texts: [t.pausedText], deed: t.goOn });
  const full = { code: 'limit_exceeded', feature: 'messages', limit: 100, current: 100, resetsAt: null };
  expect(said({ ...full, state: 'paused' })).toMatchObject({ texts: [t.fullPaused], deed: t.goOn });
  expect(said(full)).toMatchObject({ texts: [t.room], deed: t.see });
});

test('one too many of what the plan has is told as a limit, whatever the code, and no other plan as without one', () => {
  const problem = { code: 'plan_required', feature: 'webhook_endpoints', limit: 10, current: 10 };
  expect(said(problem)).toEqual({ title: t.full('Endereços de webhooks'), texts: [t.room], deed: t.see });
  const plan: Plan = {
    ...{ tier: 'BUSINESS', family: 'comparison', name: 'Empresa', description: '', prices: [], features: {} },
    ...{ limits: { flows: 20 }, modules: [], marketplaces: { choose: 0, fixed: [] }, trial: null },
    ...{ taxNote: '', public: true, sort: 3 },
  };
  expect(said(problem, plan)).toMatchObject({ texts: [t.room], deed: t.upgrade('Empresa') });
  const users = { ...problem, code: 'limit_exceeded', feature: 'users' };
  expect(said(users, plan).texts).toEqual([t.room, t.more('Empresa', limitText(names, 'users', -1, 'pt-BR'))]);
  expect(said({ ...problem, limit: 0 })).toMatchObject({ title: t.lacks('Endereços de webhooks') });
});

test('a connection that stands still is frozen, as a flow is; nobody says that no plan has connections', () => {
  for (const code of ['flow_frozen', 'connection_frozen'])
    expect(said({ code, feature: 'connections' })).toMatchObject({ title: t.frozen, texts: [t.frozenText] });
});

test('the page of plans is gone to in here, whatever address the API has for it', () => {
  const at = (upgradeUrl: string) => planPlaceOf({ upgradeUrl });
  expect(at('https://app.example/plan?choose=BUSINESS')).toBe('/plan?choose=BUSINESS');
  expect([at('/plan'), planPlaceOf({})]).toEqual(['/plan', '/plan']);
});
