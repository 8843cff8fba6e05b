import { expect, test } from 'vitest';
import { brl } from '../../plan/money.ts';
import type { PlanVersion } from './catalogue-api.ts';
import { bodyOf, EMPTY_FORM, formOf, readReais } from './plan-form.ts';

const VERSION: PlanVersion = {
  ...{ id: 'x', tier: 'STARTER', number: 1, publishedAt: null },
  name: { pt: 'Início', en: 'Starter' },
  description: { pt: 'Para começar', en: 'To begin with' },
  taxNote: { pt: 'Impostos inclusos.', en: 'Taxes included.' },
  limits: { runs: 5_000, users: 3 },
  features: { offline: 'basic', export: true, execution_modes: ['web', 'hybrid'] },
  modules: ['flows', 'api'],
  marketplaces: { choose: 3, fixed: ['tiktok_shop'] },
  prices: [
    { interval: 'month', price: brl(9_750) },
    { interval: 'year', price: null },
  ],
  usagePrices: [{ feature: 'runs', per: 1_000, price: brl(500) }],
  ...{ trial: 'P14D', trialReminders: ['-P3D', '-P1D'], renewalReminders: ['-P3D'], grace: 'P3D', tolerance: 'PT2H' },
  dunning: [
    { after: 'P0D', notice: 'payment_failed', access: 'full' },
    { after: 'P7D', notice: null, access: 'read_only' },
  ],
};

test('what is shown of a version says the same when it is sent back', () => {
  const { trial, trialReminders, renewalReminders, dunning, grace, tolerance, ...rest } = VERSION;
  const { id: _id, tier: _tier, number: _number, publishedAt: _at, ...said } = rest;
  expect(bodyOf(formOf(VERSION))).toEqual({
    ...said,
    terms: { trial, trialReminders, renewalReminders, dunning, grace, tolerance },
  });
});

test('what is empty is without limit, on request, without trial; all marketplaces', () => {
  const body = bodyOf({ ...formOf(VERSION), month: ' ', year: null, limits: { runs: '' }, choose: '', trial: '' });
  expect(body).toMatchObject({
    ...{ prices: [{ interval: 'month', price: null }], limits: {}, marketplaces: { choose: 'all' } },
    terms: { trial: null },
  });
});

test('a feature that is switched off is left out', () => {
  const features = { export: false, offline: 'full', execution_modes: [], nothing: true };
  expect(bodyOf({ ...EMPTY_FORM, features })?.features).toEqual({ offline: 'full' });
});

const STEP = { after: 'P3D', access: 'full' as const };

test.each([
  ['a price', { month: '97,5,0' }],
  ['a limit', { limits: { runs: '5 mil' } }],
  ['a step without a time', { dunning: [{ after: ' ', notice: null, access: 'full' as const }] }],
  ['a step that tells what there is not', { dunning: [{ ...STEP, notice: 'payment_failed_agian' }] }],
  ['a step whose notice needs more than the facts', { dunning: [{ ...STEP, notice: 'usage_full' }] }],
  ['a price of use', { usagePrices: 'runs 1000' }],
])('%s that is none is not sent', (_, wrong) => {
  expect(bodyOf({ ...EMPTY_FORM, ...wrong })).toBeNull();
});

test('reais are read with a comma or a point, to the cent', () => {
  expect([readReais('97'), readReais('97,5'), readReais('0.29'), readReais('1.000')]).toEqual([9_700, 9_750, 29, null]);
});
