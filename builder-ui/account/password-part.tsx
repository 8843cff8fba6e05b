import { Alert, Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { toastDone } from '../shell/toasts.tsx';
import { useAttempt } from '../sign-in/use-attempt.ts';
import { forgetQueries } from '../use-query.ts';
import { changePassword } from './account-api.ts';
import { useAccountTexts } from './account-texts.ts';

/** Another password; other sessions end with it. */
export const PasswordPart = ({ email }: { email: string }) => {
  const t = useAccountTexts();
  const { busy, error, attempt } = useAttempt();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = async () => {
    if (!(await attempt(() => changePassword(current, next)))) return;
    setCurrent('');
    setNext('');
    forgetQueries();
    toastDone(t.changed);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void change();
      }}
    >
      <Stack gap="md">
        {error && (
          <Alert color="red" role="alert">
            {error}
          </Alert>
        )}
        {/* For password managers: whose it is. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label={t.current}
          required
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={t.next}
          description={t.nextHelp}
          required
          minLength={10}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" variant="default" loading={busy} disabled={current === '' || next === ''}>
            {t.change}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
