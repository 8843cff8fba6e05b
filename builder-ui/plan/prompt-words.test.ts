import { expect, test } from 'vitest';
import { planPlaceOf } from '../api-error.ts';
import type { ProblemDetails } from '../api-types.ts';
import { featureTexts } from './feature-texts.ts';
import { promptTexts } from './prompt-texts.ts';
import { promptWords } from './prompt-words.ts';

const t = promptTexts('pt-BR');
const said = (more: Partial<ProblemDetails>) =>
  promptWords({ type: '', title: '', status: 402, detail: '', code: 'payment_due', ...more }, null, {
    ...{ t, names: featureTexts('pt-BR'), locale: 'pt-BR' },
  });

test('who paused owes nothing: they are told to go on, and not to pay', () => {
  expect(said({ state: 'past_due' })).toEqual({ title: t.due, texts: [t.dueText], deed: t.pay });
  expect(said({ state: 'paused' })).toEqual({ title: t.paused, texts: [t.pausedText], deed: t.goOn });
  const full = { code: 'limit_exceeded', feature: 'messages', limit: 100, current: 100, resetsAt: null };
  expect(said({ ...full, state: 'paused' })).toMatchObject({ texts: [t.fullPaused], deed: t.goOn });
  expect(said(full)).toMatchObject({ texts: [t.room], deed: t.see });
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
