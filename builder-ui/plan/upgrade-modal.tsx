import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { planPlaceOf } from '../api-error.ts';
import type { ProblemDetails } from '../api-types.ts';
import { navigate } from '../router.ts';
import { useLocale } from '../texts/texts.ts';
import { useEntitled } from './entitled.ts';
import { useFeatureTexts } from './feature-texts.ts';
import { planFor } from './plan-for.ts';
import { useMayPay } from './plan-frame.tsx';
import { usePromptTexts } from './prompt-texts.ts';
import { promptWords } from './prompt-words.ts';
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
  const entitled = useEntitled();
  const own = plans?.find(({ tier }) => tier === entitled?.plan);
  const plan = plans && planFor(problem, plans, own);
  const { title, texts, deed } = promptWords(problem, plan ?? null, { t, names, locale });
  const { feature, current, limit } = problem;
  const go = () => {
    closeUpgradePrompt();
    navigate(plan ? `/plan?choose=${plan.tier}` : planPlaceOf(problem));
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
              {deed}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
};
