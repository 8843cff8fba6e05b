import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { isStatus } from '../api-error.ts';
import { Icon } from '../icons/icon.tsx';
import { setLocale, useLocale, useTexts } from '../texts/texts.ts';
import { errorWords } from './error-words.ts';
import { signIn } from './session.ts';

export const SignIn = () => {
  const t = useTexts();
  const locale = useLocale();
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
      <Picture />
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
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<Icon name="language" size={15} />}
            onClick={() => setLocale(locale === 'en' ? 'pt-BR' : 'en')}
          >
            {locale === 'en' ? 'Português' : 'English'}
          </Button>
        </Stack>
      </Paper>
    </main>
  );
};

/** A flow that runs, behind the form: what this is, without a word. */
const Picture = () => (
  <svg className="sign-in-picture" viewBox="0 0 1200 700" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
    <path d="M-40 190H180c70 0 60 130 130 130h160c80 0 70-150 150-150h180c80 0 80 190 160 190h480" />
    <path d="M310 320c80 0 60 200 140 200h330c90 0 70-110 160-110h300" />
    {[
      [180, 190],
      [310, 320],
      [620, 170],
      [780, 520],
      [960, 360],
    ].map(([x = 0, y = 0]) => (
      <rect key={x} x={x - 46} y={y - 24} width={92} height={48} rx={12} />
    ))}
  </svg>
);
