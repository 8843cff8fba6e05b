import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { navigate } from '../router.ts';
import { LetterHint } from '../sign-in/letter-hint.tsx';
import { SignInFrame } from '../sign-in/sign-in-frame.tsx';
import { useAttempt } from '../sign-in/use-attempt.ts';
import { PlanChoice } from './plan-choice.tsx';
import { askSignUp, type SignUpGiven, wantedOf } from './sign-up-api.ts';
import { useSignUpTexts } from './sign-up-texts.ts';

const EMPTY = { email: '', name: '', company: '', password: '' };
const home = () => navigate('/home', { replace: true });

/** A visitor asks for an account; a letter leads on. */
export const SignUpPage = () => {
  const [given, setGiven] = useState<SignUpGiven>(() => ({ ...EMPTY, ...wantedOf(window.location.search) }));
  // Whoever came by a plan's own link has chosen; who chose one here may choose another.
  const [choosing] = useState(given.plan === null);
  const [sent, setSent] = useState<number | null>(null);
  if (sent !== null) return <Sent given={given} hours={sent} onBack={() => setSent(null)} />;
  return <Form given={given} choosing={choosing} onGiven={setGiven} onSent={setSent} />;
};

interface FormProps {
  given: SignUpGiven;
  /** Plans are asked about. */
  choosing: boolean;
  onGiven: (given: SignUpGiven) => void;
  /** Hours that the letter's link is good for. */
  onSent: (hours: number) => void;
}

const Form = ({ given, choosing, onGiven, onSent }: FormProps) => {
  const t = useSignUpTexts();
  const { busy, error, setError, attempt } = useAttempt();
  const submit = () =>
    attempt(async () => {
      const asked = { ...given, email: given.email.trim(), name: given.name.trim(), company: given.company.trim() };
      onSent((await askSignUp(asked)).hours);
    });
  const field = (name: keyof typeof EMPTY) => ({
    label: t[name],
    required: true,
    value: given[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      onGiven({ ...given, [name]: event.currentTarget.value });
      setError(null);
    },
  });
  const text = given.plan === null || given.plan === 'FREE' ? t.text : t.textPlan;
  return (
    <SignInFrame title={t.title} text={text} error={error} onSubmit={() => void submit()}>
      <TextInput {...field('name')} autoComplete="name" maxLength={100} autoFocus />
      <TextInput {...field('email')} type="email" autoComplete="username" maxLength={254} />
      <TextInput {...field('company')} description={t.companyHelp} autoComplete="organization" maxLength={100} />
      {choosing && <PlanChoice plan={given.plan} onPlan={(plan) => onGiven({ ...given, plan })} />}
      <PasswordInput
        {...field('password')}
        description={t.passwordHelp}
        autoComplete="new-password"
        minLength={10}
        maxLength={200}
      />
      <Button type="submit" loading={busy} size="md" fullWidth>
        {t.create}
      </Button>
      <Button variant="subtle" size="compact-sm" onClick={home}>
        {t.have}
      </Button>
    </SignInFrame>
  );
};

/** The letter is on its way, whoever the address is of; which is not said. */
const Sent = ({ given, hours, onBack }: { given: SignUpGiven; hours: number; onBack: () => void }) => {
  const t = useSignUpTexts();
  const { busy, error, attempt } = useAttempt();
  const [again, setAgain] = useState(false);
  const send = async () => {
    setAgain(false);
    if (await attempt(() => askSignUp(given))) setAgain(true);
  };
  return (
    <SignInFrame
      title={t.sentTitle}
      text={t.sentText(given.email, hours)}
      error={error}
      done={again ? t.sentAgain : null}
      onSubmit={() => void send()}
    >
      <LetterHint usual={t.sentHelp} />
      <Button type="submit" variant="default" fullWidth loading={busy}>
        {t.again}
      </Button>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={onBack}>
        {t.back}
      </Button>
    </SignInFrame>
  );
};
