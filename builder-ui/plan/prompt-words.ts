import { isLimited } from '#flow/contracts/plan-features.ts';
import type { Locale } from '#flow/json.ts';
import type { ProblemDetails } from '../api-types.ts';
import { type FeatureTexts, featureName, limitText, marketplaceName } from './feature-texts.ts';
import { whenText } from './moments.ts';
import { amountOf, money, priceOf } from './money.ts';
import type { Plan } from './plan-api.ts';
import type { PromptTexts } from './prompt-texts.ts';

interface Words {
  t: PromptTexts;
  names: FeatureTexts;
  locale: Locale;
}

/** What is said of something that the plan kept somebody from, and what its button does. */
export interface Prompted {
  title: string;
  texts: string[];
  deed: string;
}

/** Full, whatever the code: what there is some of is no part that the plan lacks. */
const isFull = ({ code, limit = 0 }: ProblemDetails): boolean =>
  code === 'limit_exceeded' || (code === 'plan_required' && limit > 0);

/** @param plan the one that would do; null: none would, or none is sold */
export const promptWords = (problem: ProblemDetails, plan: Plan | null, words: Words): Prompted => {
  const { t, names } = words;
  const what = featureName(names, problem.feature ?? '');
  const deed = plan ? t.upgrade(plan.name) : t.see;
  const isPaused = problem.state === 'paused';
  switch (isFull(problem) ? 'limit_exceeded' : problem.code) {
    case 'payment_due':
      return isPaused
        ? { title: t.paused, texts: [t.pausedText], deed: t.goOn }
        : { title: t.due, texts: [t.dueText], deed: t.pay };
    case 'flow_frozen':
    case 'connection_frozen':
      return { title: t.frozen, texts: [t.frozenText], deed };
    case 'marketplace_not_allowed':
      return { title: t.shop(marketplaceName(names, problem.marketplace ?? '')), texts: [t.shopText], deed };
    case 'limit_exceeded':
      return isPaused
        ? { title: t.full(what), texts: [t.fullPaused], deed: t.goOn }
        : { title: t.full(what), texts: fullTexts(problem, plan, words), deed };
    default: {
      const texts = [plan ? t.lacksText(plan.name, priceText(plan, words)) : t.lacksAny];
      return { title: what === '' ? problem.title || t.see : t.lacks(what), texts, deed };
    }
  }
};

const fullTexts = (
  { feature = '', current = 0, limit = 0, resetsAt }: ProblemDetails,
  plan: Plan | null,
  { t, names, locale }: Words,
): string[] => [
  ...(limit > 0 ? [] : [t.fullText(amountOf(feature, current, locale), amountOf(feature, limit, locale))]),
  resetsAt ? t.resets(whenText(resetsAt, locale)) : t.room,
  // What a plan could name and does not, it does not limit; of what is not the plan's to name nothing is known here.
  ...(plan && isLimited(feature)
    ? [t.more(plan.name, limitText(names, feature, plan.limits[feature] ?? -1, locale))]
    : []),
];

const priceText = (plan: Plan, { locale }: Words): string => {
  const price = priceOf(plan, 'month')?.price;
  return price && price.amount > 0 ? money(price, locale) : '';
};
