import { Button, Divider, Group, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isStatus } from '../api-error.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { loadSession } from '../shell/session.ts';
import { useQuery } from '../use-query.ts';
import { askForLink, enterWithPassword, providerPage, signInOptions } from './sign-in-api.ts';
import { SignInFrame } from './sign-in-frame.tsx';
import { useSignInTexts } from './sign-in-texts.ts';
import { useAttempt } from './use-attempt.ts';
import { useSso } from './use-sso.ts';
import { knowsPasskeys, signInWithPasskey } from './webauthn.ts';

interface PasswordProps {
  email: string;
  onEmail: (email: string) => void;
  done: string | null;
  onIn: () => void;
  onCode: () => void;
  onForgot: () => void;
  onLinkSent: () => void;
}

const PROVIDERS: Record<string, string> = { google: 'Google', microsoft: 'Microsoft', github: 'GitHub' };

/** The first page of all: e-mail and password, and the other ways in below it. */
export const PasswordStep = ({ email, onEmail, done, onIn, onCode, onForgot, onLinkSent }: PasswordProps) => {
  const t = useSignInTexts();
  const { busy, error, setError, attempt } = useAttempt();
  const ways = useQuery('sign-in-options', signInOptions);
  const [password, setPassword] = useState('');
  const sso = useSso(email);
  const submit = () =>
    attempt(async () => {
      if (sso.url !== null) return window.location.assign(sso.url);
      const way = await enterWithPassword(email, password).catch((failure: unknown) => {
        if (isStatus(failure, 401)) throw new Error(t.wrong, { cause: failure });
        throw failure;
      });
      if (way === 'code') return onCode();
      await loadSession();
      onIn();
    });
  const link = async () => {
    if (!email.includes('@')) return setError(t.needEmail);
    if (await attempt(() => askForLink(email))) onLinkSent();
  };
  const passkey = async () => {
    const shown = await attempt(async () => {
      await signInWithPasskey();
      await loadSession();
    });
    if (shown) onIn();
  };
  const provider = (name: string) =>
    attempt(async () => window.location.assign(await providerPage(name, window.location.pathname)));
  return (
    <SignInFrame
      title={t.title}
      text={sso.url === null ? t.text : t.bySsoText}
      error={error}
      done={done}
      onSubmit={() => void submit()}
    >
      <TextInput
        label={t.email}
        type="email"
        autoComplete="username webauthn"
        required
        autoFocus
        value={email}
        onChange={(event) => onEmail(event.currentTarget.value)}
        onBlur={() => void sso.look()}
      />
      {sso.url === null && (
        <PasswordInput
          label={t.password}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
      <Button type="submit" loading={busy} size="md" fullWidth>
        {sso.url === null ? t.enter : t.bySso}
      </Button>
      {sso.url !== null && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={sso.dismiss}>
          {t.otherWay}
        </Button>
      )}
      <Divider label={t.or} labelPosition="center" />
      {knowsPasskeys() && (
        <Button variant="default" fullWidth leftSection={<Icon name="key" size={16} />} onClick={() => void passkey()}>
          {t.passkey}
        </Button>
      )}
      {ways.data?.providers.map((name) => (
        <Button key={name} variant="default" fullWidth onClick={() => void provider(name)}>
          {t.provider(PROVIDERS[name] ?? name)}
        </Button>
      ))}
      <Group justify="center" gap={4}>
        <Button variant="subtle" size="compact-sm" onClick={() => void link()}>
          {t.byLink}
        </Button>
        <Button variant="subtle" size="compact-sm" onClick={onForgot}>
          {t.forgot}
        </Button>
      </Group>
      {ways.data?.signUp && (
        <Button variant="light" fullWidth onClick={() => navigate('/sign-up')}>
          {t.signUp}
        </Button>
      )}
    </SignInFrame>
  );
};
