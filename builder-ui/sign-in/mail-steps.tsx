import { Button, TextInput } from '@mantine/core';
import { LetterHint } from './letter-hint.tsx';
import { askForReset } from './sign-in-api.ts';
import { SignInFrame } from './sign-in-frame.tsx';
import { useSignInTexts } from './sign-in-texts.ts';
import { useAttempt } from './use-attempt.ts';

interface ForgotProps {
  email: string;
  onEmail: (email: string) => void;
  onSent: () => void;
  onBack: () => void;
}

/** The password is forgotten: a link for another. */
export const ForgotStep = ({ email, onEmail, onSent, onBack }: ForgotProps) => {
  const t = useSignInTexts();
  const { busy, error, attempt } = useAttempt();
  const submit = async () => {
    if (await attempt(() => askForReset(email))) onSent();
  };
  return (
    <SignInFrame title={t.forgotTitle} text={t.forgotText} error={error} onSubmit={() => void submit()}>
      <TextInput
        label={t.email}
        type="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        onChange={(event) => onEmail(event.currentTarget.value)}
      />
      <Button type="submit" loading={busy} size="md" fullWidth>
        {t.send}
      </Button>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={onBack}>
        {t.back}
      </Button>
    </SignInFrame>
  );
};

/** A letter is on its way, if there is somebody to write to; which is not said. */
export const SentStep = ({ text, onBack }: { text: string; onBack: () => void }) => {
  const t = useSignInTexts();
  return (
    <SignInFrame title={t.sentTitle} text={text} onSubmit={onBack}>
      <LetterHint usual={t.spam} />
      <Button type="submit" variant="default" fullWidth autoFocus>
        {t.back}
      </Button>
    </SignInFrame>
  );
};
