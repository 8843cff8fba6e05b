import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { isStatus } from '../api-error.ts';
import { useTexts } from '../texts/texts.ts';
import { errorWords } from './error-words.ts';
import { signIn } from './session.ts';

export const SignIn = () => {
  const t = useTexts();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await signIn(email, password);
    } catch (failure) {
      const { title, detail } = errorWords(failure, t);
      setError(isStatus(failure, 401) ? t.signIn.wrong : [title, detail].filter(Boolean).join(' '));
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <Paper
        withBorder
        p={28}
        radius={14}
        w={380}
        maw="92vw"
        component="form"
        onSubmit={(event) => void submit(event)}
        shadow="sm"
      >
        <Stack gap="md">
          <Stack gap={6} align="center">
            <img src="/icon.svg" alt="" width={44} height={44} />
            <Title order={1}>{t.signIn.title}</Title>
            <Text c="dimmed" size="sm" ta="center">
              {t.signIn.text}
            </Text>
          </Stack>
          {error && (
            <Alert color="red" role="alert">
              {error}
            </Alert>
          )}
          <TextInput
            label={t.signIn.email}
            type="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t.signIn.password}
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={busy} size="md" fullWidth>
            {t.signIn.enter}
          </Button>
        </Stack>
      </Paper>
    </main>
  );
};
