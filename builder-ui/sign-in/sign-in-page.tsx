import { useState } from 'react';
import { CodeStep } from './code-step.tsx';
import { ForgotStep, SentStep } from './mail-steps.tsx';
import { PasswordStep } from './password-step.tsx';
import { useSignInTexts } from './sign-in-texts.ts';

type Step = 'password' | 'code' | 'forgot' | 'link-sent' | 'reset-sent';

/** Signing in, step by step; where one is afterwards, the address says. */
export const SignInPage = ({ done = null, onIn = () => {} }: { done?: string | null; onIn?: () => void }) => {
  const t = useSignInTexts();
  const [step, setStep] = useState<Step>('password');
  const [email, setEmail] = useState('');
  const back = () => setStep('password');
  if (step === 'code') return <CodeStep onBack={back} onIn={onIn} />;
  if (step === 'forgot')
    return <ForgotStep email={email} onEmail={setEmail} onSent={() => setStep('reset-sent')} onBack={back} />;
  if (step === 'link-sent') return <SentStep text={t.sentLink(email)} onBack={back} />;
  if (step === 'reset-sent') return <SentStep text={t.sentReset(email)} onBack={back} />;
  return (
    <PasswordStep
      email={email}
      onEmail={setEmail}
      done={done}
      onIn={onIn}
      onCode={() => setStep('code')}
      onForgot={() => setStep('forgot')}
      onLinkSent={() => setStep('link-sent')}
    />
  );
};
