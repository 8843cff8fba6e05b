import { Button, Center, Loader, PasswordInput, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { isStatus } from '../api-error.ts';
import { navigate } from '../router.ts';
import { ErrorState } from '../shell/states.tsx';
import { SignInFrame } from '../sign-in/sign-in-frame.tsx';
import { useAttempt } from '../sign-in/use-attempt.ts';
import { confirmSignUp, lookAtSignUp, type OpenSignUp, placeAfter } from './sign-up-api.ts';
import { useSignUpTexts } from './sign-up-texts.ts';

const home = () => navigate('/home', { replace: true });
const isOver = (error: unknown) => isStatus(error, 404) || isStatus(error, 422);

/** Behind the link of a letter for a new account. It is used by a click: whoever only looks at links uses up nothing. */
export const SignUpLinkPage = () => {
  const t = useSignUpTexts();
  const [token] = useState(() => decodeURIComponent(window.location.hash.slice(1)));
  const [found, setFound] = useState<OpenSignUp | null>(null);
  const [failure, setFailure] = useState<unknown>(undefined);
  const [round, setRound] = useState(0);
  useEffect(() => {
    setFailure(undefined);
    void lookAtSignUp(token).then(setFound, setFailure);
  }, [token, round]);
  if (isOver(failure))
    return (
      <SignInFrame title={t.overTitle} text={t.overText} onSubmit={() => navigate('/sign-up')}>
        <Button type="submit" fullWidth size="md" autoFocus>
          {t.anew}
        </Button>
      </SignInFrame>
    );
  if (failure !== undefined) return <ErrorState error={failure} retry={() => setRound(round + 1)} />;
  if (!found)
    return (
      <Center h="100dvh">
        <Loader type="dots" />
      </Center>
    );
  if (found.used || found.known) return <Ready found={found} />;
  return <Confirm token={token} found={found} />;
};

/** The account stands: by this link, or by another. */
const Ready = ({ found }: { found: OpenSignUp }) => {
  const t = useSignUpTexts();
  return (
    <SignInFrame title={t.usedTitle} text={found.used ? t.usedText : t.knownText(found.email)} onSubmit={home}>
      <Button type="submit" fullWidth size="md" autoFocus>
        {t.enter}
      </Button>
    </SignInFrame>
  );
};

const Confirm = ({ token, found }: { token: string; found: OpenSignUp }) => {
  const t = useSignUpTexts();
  const { busy, error, setError, attempt } = useAttempt();
  const [password, setPassword] = useState('');
  const submit = () =>
    attempt(async () => {
      const made = await confirmSignUp(token, found.passwordKept ? undefined : password);
      // The whole page anew: nothing of another account is left on it.
      window.location.assign(placeAfter(made));
    });
  return (
    <SignInFrame
      title={t.confirmTitle}
      text={t.confirmText(found.company)}
      error={error}
      onSubmit={() => void submit()}
    >
      <Text size="sm" ta="center">
        {t.confirmAs(found.email)}
      </Text>
      {!found.passwordKept && (
        <>
          <input type="email" autoComplete="username" value={found.email} readOnly hidden />
          <PasswordInput
            label={t.password}
            description={`${t.choose} ${t.passwordHelp}`}
            autoComplete="new-password"
            required
            autoFocus
            minLength={10}
            maxLength={200}
            value={password}
            onChange={(event) => {
              setPassword(event.currentTarget.value);
              setError(null);
            }}
          />
        </>
      )}
      <Button type="submit" loading={busy} size="md" fullWidth autoFocus={found.passwordKept}>
        {t.confirm}
      </Button>
    </SignInFrame>
  );
};
