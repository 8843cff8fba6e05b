import { Alert, Button, Paper, Stack, Text, Title } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { Icon } from '../icons/icon.tsx';
import { setLocale, useLocale } from '../texts/texts.ts';
import './sign-in.css';
import { useSignInTexts } from './sign-in-texts.ts';

interface FrameProps {
  title: string;
  text: string;
  error?: string | null;
  /** What went well before. */
  done?: string | null;
  onSubmit: () => void;
  children: ReactNode;
}

/** Every step of signing in: one card, one question, one way on. */
export const SignInFrame = ({ title, text, error, done, onSubmit, children }: FrameProps) => {
  const t = useSignInTexts();
  const locale = useLocale();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <main className="sign-in">
      <Picture />
      <Paper withBorder p={28} radius={14} w={400} maw="92vw" component="form" onSubmit={submit} shadow="sm">
        <Stack gap="md">
          <Stack gap={6} align="center">
            <img src="/icon.svg" alt="" width={44} height={44} />
            <Title order={1} ta="center">
              {title}
            </Title>
            <Text c="dimmed" size="sm" ta="center">
              {text}
            </Text>
          </Stack>
          {done && (
            <Alert color="brand" role="status">
              {done}
            </Alert>
          )}
          {error && (
            <Alert color="red" role="alert" style={{ whiteSpace: 'pre-line' }}>
              {error}
            </Alert>
          )}
          {children}
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<Icon name="language" size={15} />}
            onClick={() => setLocale(locale === 'en' ? 'pt-BR' : 'en')}
          >
            {t.language}
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
