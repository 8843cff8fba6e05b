import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { loadSession } from '../shell/session.ts';
import { showCode } from './sign-in-api.ts';
import { SignInFrame } from './sign-in-frame.tsx';
import { useSignInTexts } from './sign-in-texts.ts';
import { useAttempt } from './use-attempt.ts';

/** The second step: a code of the app, or one of those that were kept. */
export const CodeStep = ({ onBack, onIn }: { onBack: () => void; onIn: () => void }) => {
  const t = useSignInTexts();
  const { busy, error, setError, attempt } = useAttempt();
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const submit = async (given: string) => {
    const shown = await attempt(async () => {
      await showCode(given);
      await loadSession();
    });
    if (shown) onIn();
    else setCode('');
  };
  return (
    <SignInFrame
      title={t.codeTitle}
      text={recovery ? t.recoveryText : t.codeText}
      error={error}
      onSubmit={() => void submit(code)}
    >
      <TextInput
        key={String(recovery)}
        label={recovery ? t.recoveryCode : t.code}
        className="sign-in-code"
        inputMode={recovery ? 'text' : 'numeric'}
        autoComplete="one-time-code"
        maxLength={recovery ? 30 : 6}
        required
        autoFocus
        value={code}
        onChange={({ currentTarget: { value } }) => {
          setCode(value);
          // Six digits are all that there is to say.
          if (!recovery && /^\d{6}$/.test(value)) void submit(value);
        }}
      />
      <Button type="submit" loading={busy} size="md" fullWidth>
        {t.confirm}
      </Button>
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => {
          setRecovery(!recovery);
          setCode('');
          setError(null);
        }}
      >
        {recovery ? t.useApp : t.recovery}
      </Button>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={onBack}>
        {t.back}
      </Button>
    </SignInFrame>
  );
};
