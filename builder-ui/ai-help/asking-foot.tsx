import { Alert, Button, Group, Text } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useHelpTexts } from './help-texts.ts';
import type { Asking } from './use-asking.ts';

const useSeconds = (busy: boolean): number => {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!busy) return;
    setSeconds(0);
    const timer = setInterval(() => setSeconds((now) => now + 1), 1_000);
    return () => clearInterval(timer);
  }, [busy]);
  return seconds;
};

const SLOW_S = 20;

interface AskingFootProps {
  asking: Asking;
  /** The buttons stand where a form's do. */
  atStart?: boolean;
  children: ReactNode;
}

/** How a question goes: for how long, the way to give it up, and why it has no answer; beside it the button that asks. */
export const AskingFoot = ({ asking, atStart = false, children }: AskingFootProps) => {
  const t = useHelpTexts();
  const { busy, fault, stop } = asking;
  const seconds = useSeconds(busy);
  return (
    <>
      {fault && (
        <Alert color="red" role="alert" title={t.noAnswer}>
          {fault}
        </Alert>
      )}
      <Group justify="space-between" gap="xs" style={{ flexDirection: atStart ? 'row-reverse' : 'row' }}>
        <Text size="sm" c="dimmed" style={{ flex: 1 }}>
          {/* What is read aloud does not change with each second. */}
          <span role="status">{busy ? (seconds < SLOW_S ? t.writing : t.slow) : ''}</span>
          {busy && <span aria-hidden="true"> {seconds} s</span>}
        </Text>
        <Group gap="xs">
          {busy && (
            <Button variant="subtle" color="gray" onClick={stop}>
              {t.stop}
            </Button>
          )}
          {children}
        </Group>
      </Group>
    </>
  );
};
