import { type DunningStep, isDunningNotice } from '#flow/contracts/billing-desk.ts';
import { FEATURES, isFeature, isLimited } from '#flow/contracts/plan-features.ts';
import { brl } from '../../plan/money.ts';
import type { PlanBody, PlanVersion } from './catalogue-api.ts';

/** What is typed of a plan's version: numbers and lists as text, so that half of one may stand there. */
export interface PlanForm {
  texts: { namePt: string; nameEn: string; aboutPt: string; aboutEn: string; taxPt: string; taxEn: string };
  /** Reais; empty: on request; null: not sold by that period. */
  month: string | null;
  year: string | null;
  /** By feature; empty: no limit. */
  limits: Record<string, string>;
  features: PlanVersion['features'];
  modules: string[];
  /** Empty: all. */
  choose: string;
  fixed: string[];
  trial: string;
  trialReminders: string;
  renewalReminders: string;
  dunning: DunningStep[];
  grace: string;
  tolerance: string;
  /** A line each: `runs 1000 5,00`. */
  usagePrices: string;
}

const priceText = ({ prices }: PlanVersion, interval: 'month' | 'year'): string | null => {
  const found = prices.find((one) => one.interval === interval);
  return found ? (found.price === null ? '' : String(found.price.amount / 100)) : null;
};

/** A version as it is typed. */
export const formOf = (version: PlanVersion): PlanForm => ({
  texts: {
    ...{ namePt: version.name.pt, nameEn: version.name.en },
    ...{ aboutPt: version.description.pt, aboutEn: version.description.en },
    ...{ taxPt: version.taxNote.pt, taxEn: version.taxNote.en },
  },
  month: priceText(version, 'month'),
  year: priceText(version, 'year'),
  limits: Object.fromEntries(Object.entries(version.limits).map(([name, n]) => [name, n < 0 ? '' : String(n)])),
  features: version.features,
  modules: version.modules,
  choose: version.marketplaces.choose === 'all' ? '' : String(version.marketplaces.choose),
  fixed: version.marketplaces.fixed,
  trial: version.trial ?? '',
  trialReminders: version.trialReminders.join('\n'),
  renewalReminders: version.renewalReminders.join('\n'),
  dunning: version.dunning,
  grace: version.grace,
  tolerance: version.tolerance,
  usagePrices: version.usagePrices
    .map(({ feature, per, price }) => `${feature} ${per} ${price.amount / 100}`)
    .join('\n'),
});

/** What a plan begins with that there was not before. */
export const EMPTY_FORM: PlanForm = {
  texts: { namePt: '', nameEn: '', aboutPt: '', aboutEn: '', taxPt: 'Impostos inclusos.', taxEn: 'Taxes included.' },
  ...{ month: '', year: null, limits: {}, features: {}, modules: [], choose: '', fixed: [] },
  ...{ trial: 'P14D', trialReminders: '-P3D\n-P1D', renewalReminders: '-P3D' },
  dunning: [
    { after: 'P0D', notice: 'payment_failed', access: 'full' },
    { after: 'P3D', notice: 'payment_failed_again', access: 'full' },
    { after: 'P7D', notice: 'payment_last_call', access: 'read_only' },
  ],
  ...{ grace: 'P3D', tolerance: 'PT2H', usagePrices: '' },
};

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** Whether a step says when, and tells nothing or what there is to tell: a version of before may name what there is not. */
const isStep = ({ after, notice }: DunningStep): boolean =>
  after.trim() !== '' && (notice === null || isDunningNotice(notice));

/** `97,50` and `97.50` are 9,750 cents; null where it is no amount. */
export const readReais = (text: string): number | null => {
  const plain = text.trim().replace(',', '.');
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(plain)) return null;
  return Math.round(Number(plain) * 100);
};

/** `runs 1000 5,00`: so many of a limit for so many reais; null where a line is none. */
export const readUsagePrices = (text: string): PlanVersion['usagePrices'] | null => {
  const prices: PlanVersion['usagePrices'] = [];
  for (const line of lines(text)) {
    const [feature = '', per = '', reais = '', ...more] = line.split(/\s+/);
    const amount = readReais(reais);
    const isTwice = prices.some((one) => one.feature === feature);
    if (isTwice || more.length > 0 || !isLimited(feature) || !/^[1-9]\d{0,8}$/.test(per) || amount === null)
      return null;
    prices.push({ feature, per: Number(per), price: brl(amount) });
  }
  return prices;
};

/** Whether a feature that is typed is one: what is `none`, false or empty is left out, as not there. */
const isThere = ([name, value]: [string, unknown]): boolean => {
  if (!isFeature(name)) return false;
  return FEATURES[name] === null ? value === true : Array.isArray(value) ? value.length > 0 : typeof value === 'string';
};

/** What is sent; null where something that was typed is no number, or a step is none. */
export const bodyOf = (form: PlanForm): PlanBody | null => {
  const usagePrices = readUsagePrices(form.usagePrices);
  const prices = (['month', 'year'] as const).flatMap((interval) => {
    const text = form[interval];
    if (text === null) return [];
    const cents = readReais(text);
    return [{ interval, price: cents === null ? null : brl(cents), bad: text.trim() !== '' && cents === null }];
  });
  const limits = Object.entries(form.limits).filter(([, text]) => text.trim() !== '');
  const counts = [...limits.map(([, text]) => text), ...(form.choose.trim() === '' ? [] : [form.choose])];
  if (
    !form.dunning.every(isStep) ||
    usagePrices === null ||
    prices.some(({ bad }) => bad) ||
    counts.some((text) => !/^\d{1,15}$/.test(text.trim()))
  )
    return null;
  const { texts: t } = form;
  return {
    name: { pt: t.namePt.trim(), en: t.nameEn.trim() },
    description: { pt: t.aboutPt.trim(), en: t.aboutEn.trim() },
    taxNote: { pt: t.taxPt.trim(), en: t.taxEn.trim() },
    prices: prices.map(({ interval, price }) => ({ interval, price })),
    limits: Object.fromEntries(limits.map(([name, text]) => [name, Number(text)])),
    features: Object.fromEntries(Object.entries(form.features).filter(isThere)),
    modules: form.modules,
    marketplaces: { choose: form.choose.trim() === '' ? 'all' : Number(form.choose), fixed: form.fixed },
    terms: {
      trial: form.trial.trim() === '' ? null : form.trial.trim(),
      trialReminders: lines(form.trialReminders),
      renewalReminders: lines(form.renewalReminders),
      dunning: form.dunning.map((step) => ({ ...step, after: step.after.trim() })),
      grace: form.grace.trim(),
      tolerance: form.tolerance.trim(),
    },
    usagePrices,
  };
};
