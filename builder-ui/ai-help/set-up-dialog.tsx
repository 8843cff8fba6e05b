import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/session.ts';
import { useTexts } from '../texts/texts.ts';
import { useHelpTexts } from './help-texts.ts';

/** Where there is no model yet: what the help would do, and where one is connected. */
export const SetUpDialog = ({ gone, onClose }: { gone: boolean; onClose: () => void }) => {
  const t = useHelpTexts();
  const { common } = useTexts();
  const mayChoose = useMay('tenant:write');
  return (
    <Modal opened onClose={onClose} title={t.title} closeButtonProps={{ 'aria-label': common.close }}>
      <Stack gap="md">
        <Text>{gone ? t.goneText : t.missingText}</Text>
        {mayChoose ? (
          <Group justify="flex-end">
            <Button
              component={Link}
              href="/settings/ai"
              leftSection={<Icon name="sparkles" size={15} />}
              data-autofocus
            >
              {gone ? t.chooseModel : t.connectModel}
            </Button>
          </Group>
        ) : (
          <Text c="dimmed">{t.askAdmin}</Text>
        )}
      </Stack>
    </Modal>
  );
};
