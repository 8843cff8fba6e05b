import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useSsoProblem } from '../access/sso-problems.ts';
import { isStatus } from '../api-error.ts';
import { navigate } from '../router.ts';
import { loadSession } from '../shell/session.ts';
import { CodeStep } from './code-step.tsx';
import { enterWithLink, resetPassword, ssoPageOf } from './sign-in-api.ts';
import { SignInFrame } from './sign-in-frame.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { useSignInTexts } from './sign-in-texts.ts';
import { useAttempt } from './use-attempt.ts';

/** What a letter's link carries behind its `#`. It is read once: the address is cleared when it is used. */
const tokenOfPlace = (): string => decodeURIComponent(window.location.hash.slice(1));

const home = () => navigate('/home', { replace: true });

/** Behind the link of a letter. It is used by a click: whoever only looks at links uses up nothing. */
export const LinkPage = () => {
  const t = useSignInTexts();
  const { busy, error, attempt } = useAttempt();
  const [token] = useState(tokenOfPlace);
  const [code, setCode] = useState(false);
  const enter = () =>
    attempt(async () => {
      const way = await enterWithLink(token).catch((failure: unknown) => {
        if (isStatus(failure, 401)) throw new Error(t.linkOver, { cause: failure });
        throw failure;
      });
      if (way === 'code') return setCode(true);
      await loadSession();
      home();
    });
  if (code) return <CodeStep onBack={home} onIn={home} />;
  return (
    <SignInFrame title={t.linkTitle} text={t.linkText} error={error} onSubmit={() => void enter()}>
      {error ? (
        <Button fullWidth size="md" onClick={home}>
          {t.back}
        </Button>
      ) : (
        <Button type="submit" fullWidth size="md" loading={busy} autoFocus>
          {t.enterNow}
        </Button>
      )}
    </SignInFrame>
  );
};

/** Behind the link of a letter for a forgotten password. */
export const NewPasswordPage = () => {
  const t = useSignInTexts();
  const { busy, error, setError, attempt } = useAttempt();
  const [token] = useState(tokenOfPlace);
  const [password, setPassword] = useState('');
  const [changed, setChanged] = useState(false);
  const keep = async () => {
    if (await attempt(() => resetPassword(token, password))) setChanged(true);
  };
  if (changed) return <SignInPage done={t.changed} onIn={home} />;
  return (
    <SignInFrame title={t.newTitle} text={t.newText} error={error} onSubmit={() => void keep()}>
      <PasswordInput
        label={t.newPassword}
        description={t.newHelp}
        autoComplete="new-password"
        required
        autoFocus
        minLength={10}
        value={password}
        onChange={(event) => {
          setPassword(event.currentTarget.value);
          setError(null);
        }}
      />
      <Button type="submit" loading={busy} size="md" fullWidth>
        {t.keep}
      </Button>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={home}>
        {t.back}
      </Button>
    </SignInFrame>
  );
};

/** Whoever begins at the provider is asked first: another site may have sent them here, for an account that is not theirs. */
const BegunThere = ({ provider }: { provider: string }) => {
  const t = useSignInTexts();
  const problem = useSsoProblem();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const go = async () => {
    setBusy(true);
    const url = await ssoPageOf(provider).catch(() => null);
    if (url !== null) return window.location.assign(url);
    setBusy(false);
    setError(problem('unknown_way'));
  };
  return (
    <SignInFrame title={t.begunTitle} text={t.begunText} error={error} onSubmit={() => void go()}>
      {/* Without focus: a key that is pressed for another page does not say yes here. */}
      <Button type="submit" loading={busy} fullWidth size="md">
        {t.begunGo}
      </Button>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={home}>
        {t.back}
      </Button>
    </SignInFrame>
  );
};

/** Where a provider sends back whom we do not know, or who said no there; and where people come who begin at it. */
export const ElsewherePage = () => {
  const t = useSignInTexts();
  const problem = useSsoProblem();
  const query = new URLSearchParams(window.location.search);
  const provider = query.get('sso');
  const sso = /^sso_(\w+)$/.exec(query.get('error') ?? '')?.[1];
  if (provider !== null) return <BegunThere provider={provider} />;
  return (
    <SignInFrame title={t.title} text={t.text} error={sso ? problem(sso) : t.elsewhere} onSubmit={home}>
      <Button type="submit" fullWidth size="md" autoFocus>
        {t.back}
      </Button>
    </SignInFrame>
  );
};
