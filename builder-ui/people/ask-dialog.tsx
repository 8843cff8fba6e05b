import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';

interface AskDialogProps {
  opened: boolean;
  title: string;
  text: string;
  confirm: string;
  /** What is done; the dialog closes once it is. */
  act: () => Promise<void>;
  onClose: () => void;
}

/** What cannot be taken back is asked about. */
export const AskDialog = ({ opened, title, text, confirm, act, onClose }: AskDialogProps) => {
  const texts = useTexts();
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      await act();
      onClose();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Stack>
        <Text size="sm">{text}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {texts.common.cancel}
          </Button>
          <Button color="red" loading={busy} onClick={() => void go()}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
