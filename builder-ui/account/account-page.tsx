import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSession } from '../shell/session.ts';
import './account.css';
import { useAccountTexts } from './account-texts.ts';
import { PasskeysPart } from './passkeys-part.tsx';
import { PasswordPart } from './password-part.tsx';
import { ProfilePart } from './profile-part.tsx';
import { SessionsPart } from './sessions-part.tsx';
import { TwoStepPart } from './two-step-part.tsx';

/** What belongs to a person, whatever the workspace. */
export const AccountPage = () => {
  const t = useAccountTexts();
  const user = useSession()?.user;
  if (!user) return null;
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.title}</Title>
      </header>
      <p className="account-text">{t.text}</p>
      <div className="account">
        <Section title={t.profile}>
          <ProfilePart user={user} />
        </Section>
        <Section title={t.password} text={t.passwordHelp}>
          <PasswordPart email={user.email} />
        </Section>
        <Section title={t.twoStep}>
          <TwoStepPart />
        </Section>
        <Section title={t.passkeys} text={t.passkeysHelp}>
          <PasskeysPart />
        </Section>
        <Section title={t.sessions} text={t.sessionsHelp}>
          <SessionsPart />
        </Section>
      </div>
    </>
  );
};

const Section = ({ title, text, children }: { title: string; text?: string; children: ReactNode }) => (
  <section className="account-section" aria-label={title}>
    <div>
      <Title order={2} size="h4">
        {title}
      </Title>
      {text && <p>{text}</p>}
    </div>
    <div>{children}</div>
  </section>
);
