import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { Locale } from '#flow/json.ts';
import type { ProblemDetails } from '../api-types.ts';
import { navigate } from '../router.ts';
import { useLocale } from '../texts/texts.ts';
import { type FeatureTexts, featureName, limitText, marketplaceName, useFeatureTexts } from './feature-texts.ts';
import { whenText } from './moments.ts';
import { amountOf, money, priceOf } from './money.ts';
import type { Plan } from './plan-api.ts';
import { planFor } from './plan-for.ts';
import { useMayPay } from './plan-frame.tsx';
import { type PromptTexts, usePromptTexts } from './prompt-texts.ts';
import { closeUpgradePrompt, useUpgradePrompt } from './upgrade-prompt.ts';
import { UsageBar } from './usage-bars.tsx';
import { useCatalogueOfPlans } from './use-plan.ts';

/** Over whatever page the plan kept somebody from something: what is missing, which plan has it, and the way there. */
export const UpgradeModal = () => {
  const problem = useUpgradePrompt();
  return problem === null ? null : <Prompt problem={problem} />;
};

const Prompt = ({ problem }: { problem: ProblemDetails }) => {
  const t = usePromptTexts();
  const names = useFeatureTexts();
  const locale = useLocale();
  const mayPay = useMayPay();
  const plans = useCatalogueOfPlans().data?.plans;
  const plan = plans && planFor(problem, plans);
  const { title, texts } = wordsOf(problem, plan ?? null, { t, names, locale });
  const { feature, current, limit, code } = problem;
  const due = code === 'payment_due';
  const go = () => {
    closeUpgradePrompt();
    navigate(plan && !due ? `/plan?choose=${plan.tier}` : (problem.upgradeUrl ?? '/plan'));
  };
  return (
    <Modal opened onClose={closeUpgradePrompt} title={title} size={440}>
      <Stack gap="md">
        {feature !== undefined && typeof current === 'number' && typeof limit === 'number' && limit > 0 && (
          <ul className="usage">
            <UsageBar
              one={{
                ...{ feature, current, limit, kind: 'metered', resetsAt: problem.resetsAt ?? null },
                ...{ percentage: (current / limit) * 100, warning: 'full' },
              }}
            />
          </ul>
        )}
        {texts.map((text) => (
          <Text key={text} size="sm">
            {text}
          </Text>
        ))}
        {!mayPay && (
          <Text size="sm" c="dimmed">
            {t.askOwner}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={closeUpgradePrompt}>
            {t.later}
          </Button>
          {mayPay && (
            <Button onClick={go} data-autofocus>
              {due ? t.pay : plan ? t.upgrade(plan.name) : t.see}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
};

interface Words {
  t: PromptTexts;
  names: FeatureTexts;
  locale: Locale;
}

const wordsOf = (problem: ProblemDetails, plan: Plan | null, words: Words): { title: string; texts: string[] } => {
  const { t, names } = words;
  const what = featureName(names, problem.feature ?? '');
  switch (problem.code) {
    case 'payment_due':
      return { title: t.due, texts: [t.dueText] };
    case 'flow_frozen':
      return { title: t.frozen, texts: [t.frozenText] };
    case 'marketplace_not_allowed':
      return { title: t.shop(marketplaceName(names, problem.marketplace ?? '')), texts: [t.shopText] };
    case 'limit_exceeded':
      return { title: t.full(what), texts: fullTexts(problem, plan, words) };
    default:
      return {
        title: what === '' ? problem.title || t.see : t.lacks(what),
        texts: [plan ? t.lacksText(plan.name, priceText(plan, words)) : t.lacksAny],
      };
  }
};

const fullTexts = (
  { feature = '', current = 0, limit = 0, resetsAt }: ProblemDetails,
  plan: Plan | null,
  { t, names, locale }: Words,
): string[] => [
  ...(limit > 0 ? [] : [t.fullText(amountOf(feature, current, locale), amountOf(feature, limit, locale))]),
  resetsAt ? t.resets(whenText(resetsAt, locale)) : t.room,
  // What a plan does not name, it does not limit; tests go with its runs, and are named by none.
  ...(plan && feature !== 'test_runs'
    ? [t.more(plan.name, limitText(names, feature, plan.limits[feature] ?? -1, locale))]
    : []),
];

const priceText = (plan: Plan, { locale }: Words): string => {
  const price = priceOf(plan, 'month')?.price;
  return price && price.amount > 0 ? money(price, locale) : '';
};
