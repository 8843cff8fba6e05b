import { Button, Stack, Text } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import type { Editing } from './use-editing.ts';

export const ManyInspector = ({ count, editing }: { count: number; editing: Editing }) => {
  const t = useTexts();
  return (
    <Stack p="md" gap="sm">
      <Text fw={600}>{t.editor.selected(count)}</Text>
      <Button variant="default" leftSection={<Icon name="copy" />} onClick={editing.duplicate}>
        {t.common.duplicate}
      </Button>
      <Button variant="default" color="red" leftSection={<Icon name="trash" />} onClick={editing.remove}>
        {t.common.delete}
      </Button>
    </Stack>
  );
};
