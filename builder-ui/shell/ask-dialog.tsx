import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTexts } from '../texts/texts.ts';
import { toastError } from './toasts.tsx';

interface Answer {
  label: string;
  /** There is no way back, or something is lost. */
  danger?: boolean;
  /** The lesser one of two. */
  quiet?: boolean;
  /** What is done; the dialog closes once it is, and stays open where it fails, which is said. */
  act: () => Promise<unknown>;
}

/** A question with one answer or two, beside that nothing be done. */
export interface Question {
  title: string;
  text: string;
  answers: Answer[];
}

/** Asks before something is done. Null: closed. */
export const AskDialog = ({ question, onClose }: { question: Question | null; onClose: () => void }) => {
  const texts = useTexts();
  const [busy, setBusy] = useState<string | null>(null);
  // While the dialog goes it still says what it asked.
  const last = useRef<Question | null>(null);
  if (question) last.current = question;
  const asked = last.current;
  const go = async ({ label, act }: Answer) => {
    setBusy(label);
    try {
      await act();
      onClose();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(null);
    }
  };
  return (
    <Modal opened={question !== null} onClose={onClose} title={asked?.title}>
      <Stack>
        <Text size="sm">{asked?.text}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {texts.common.cancel}
          </Button>
          {asked?.answers.map((one) => (
            <Button
              key={one.label}
              variant={one.quiet ? 'light' : 'filled'}
              {...(one.danger ? { color: 'red' } : {})}
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
