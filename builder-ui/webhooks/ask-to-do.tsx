import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';

/** A question with one answer or two. */
export interface Asking {
  title: string;
  text: string;
  acts: { label: string; quiet?: boolean; color?: string; act: () => Promise<unknown> }[];
}

export const AskToDo = ({
  asking,
  onClose,
  onDone,
}: {
  asking: Asking | null;
  onClose: () => void;
  onDone: () => void;
}) => {
  const texts = useTexts();
  const [busy, setBusy] = useState<string | null>(null);
  const go = async ({ label, act }: Asking['acts'][number]) => {
    setBusy(label);
    try {
      await act();
      onClose();
      onDone();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(null);
    }
  };
  return (
    <Modal opened={asking !== null} onClose={onClose} title={asking?.title}>
      <Stack>
        <Text size="sm">{asking?.text}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {texts.common.cancel}
          </Button>
          {asking?.acts.map((one) => (
            <Button
              key={one.label}
              variant={one.quiet ? 'light' : 'filled'}
              {...(one.color ? { color: one.color } : {})}
              loading={busy === one.label}
              onClick={() => void go(one)}
            >
              {one.label}
            </Button>
          ))}
        </Group>
      </Stack>
    </Modal>
  );
};
