import { Alert, Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useAttempt } from '../sign-in/use-attempt.ts';
import { useTexts } from '../texts/texts.ts';
import { useAccountTexts } from './account-texts.ts';

interface QuestionProps {
  text?: string;
  confirm: string;
  danger?: boolean;
  onPassword: (password: string) => Promise<unknown>;
  onCancel: () => void;
}

/** The password again, before something that guards the account changes. */
export const PasswordQuestion = ({ text, confirm, danger, onPassword, onCancel }: QuestionProps) => {
  const t = useAccountTexts();
  const texts = useTexts();
  const { busy, error, attempt } = useAttempt();
  const [password, setPassword] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(() => onPassword(password));
      }}
    >
      <Stack>
        {text && <Text size="sm">{text}</Text>}
        {error && (
          <Alert color="red" role="alert">
            {error}
          </Alert>
        )}
        <PasswordInput
          label={t.askPassword}
          required
          data-autofocus
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={busy} {...(danger ? { color: 'red' } : {})}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
