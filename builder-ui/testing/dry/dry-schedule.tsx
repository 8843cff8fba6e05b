import { Text } from '@mantine/core';
import type { JsonObject } from '#flow/json.ts';
import { useLocale } from '../../texts/texts.ts';
import { scheduleWords } from './schedule-words.ts';

export const DrySchedule = ({ config }: { config: JsonObject }) => {
  const words = scheduleWords(config, useLocale());
  return words && <Text size="sm">{words}</Text>;
};
