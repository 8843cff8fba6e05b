import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Me } from '../api-types.ts';
import { loadSession } from '../shell/session.ts';
import { toastDone } from '../shell/toasts.tsx';
import { useAttempt } from '../sign-in/use-attempt.ts';
import { useTexts } from '../texts/texts.ts';
import { rename } from './account-api.ts';
import { useAccountTexts } from './account-texts.ts';

/** The name that others see. */
export const ProfilePart = ({ user }: { user: NonNullable<Me['user']> }) => {
  const t = useAccountTexts();
  const texts = useTexts();
  const { busy, error, attempt } = useAttempt();
  const [name, setName] = useState(user.name ?? '');
  const save = async () => {
    const saved = await attempt(async () => {
      await rename(name.trim());
      await loadSession();
    });
    if (saved) toastDone(t.saved);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="md">
        {error && (
          <Alert color="red" role="alert">
            {error}
          </Alert>
        )}
        <TextInput
          label={t.name}
          required
          maxLength={100}
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t.email}
          description={t.emailHelp}
          value={user.email}
          readOnly
          variant="filled"
          autoComplete="off"
        />
        <Group>
          <Button type="submit" loading={busy} disabled={name.trim() === '' || name === user.name}>
            {texts.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
