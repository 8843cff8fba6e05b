import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';

interface AskDialogProps<T> {
  /** What it is about; null: nothing is asked. */
  thing: T | null;
  words: (thing: T) => { title: string; text: string; act: string; done: string };
  act: (thing: T) => Promise<unknown>;
  onClose: () => void;
  onDone: () => void;
}

/** There is no way back: so it is asked. */
export const AskDialog = <T,>({ thing, words, act, onClose, onDone }: AskDialogProps<T>) => {
  const texts = useTexts();
  const [busy, setBusy] = useState(false);
  const said = thing === null ? null : words(thing);
  const go = async (of: T) => {
    setBusy(true);
    try {
      await act(of);
      toastDone(words(of).done);
      onClose();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
      onDone();
    }
  };
  return (
    <Modal opened={thing !== null} onClose={onClose} title={said?.title}>
      <Stack>
        <Text size="sm">{said?.text}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {texts.common.cancel}
          </Button>
          <Button color="red" loading={busy} onClick={() => thing !== null && void go(thing)}>
            {said?.act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
