import { Text } from '@mantine/core';
import { writeAmount } from '../ai/usage-numbers.ts';
import { useLocale } from '../texts/texts.ts';
import type { HelpUsage } from './help-api.ts';
import { useHelpTexts } from './help-texts.ts';

/** What a question took: `gpt-5-mini · 2 respostas · 3.210 tokens · US$ 0,0021`. */
export const UsageLine = ({ usage, answers }: { usage: HelpUsage; answers?: number }) => {
  const t = useHelpTexts();
  const locale = useLocale();
  const { model, inputTokens, outputTokens, costUsd } = usage;
  return (
    <Text size="xs" c="dimmed" className="help-usage">
      {[
        model,
        answers !== undefined && answers > 1 ? t.answers(answers) : null,
        t.tokens(writeAmount(inputTokens + outputTokens, 'tokens', locale)),
        costUsd === null ? t.noPrice : writeAmount(costUsd, 'cost', locale),
      ]
        .filter(Boolean)
        .join(' · ')}
    </Text>
  );
};
