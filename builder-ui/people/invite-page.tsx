import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { isStatus } from '../api-error.ts';
import { navigate } from '../router.ts';
import { errorWords } from '../shell/error-words.ts';
import { KEPT_INVITE, signOut, useSession } from '../shell/session.ts';
import { RowsSkeleton } from '../shell/states.tsx';
import { toastError } from '../shell/toasts.tsx';
import { useSubmit } from '../shell/use-submit.ts';
import { useTexts } from '../texts/texts.ts';
import { acceptInvite, type LookedInvite, lookAtInvite } from './people-api.ts';
import { roleTitle, usePeopleTexts } from './people-texts.ts';

const tokenHere = (): string => {
  const given = location.hash.slice(1);
  if (given !== '') {
    sessionStorage.setItem(KEPT_INVITE, given);
    // Out of the address, so that no copied link or screenshot carries it.
    history.replaceState(null, '', '/invite');
  }
  return given || (sessionStorage.getItem(KEPT_INVITE) ?? '');
};

/** Where the link of an invite leads, for whoever has an account and for whoever has none. */
export const InvitePage = () => {
  const t = usePeopleTexts();
  const [token] = useState(tokenHere);
  const [found, setFound] = useState<LookedInvite | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  useEffect(() => {
    void lookAtInvite(token).then(setFound, (failure: unknown) => {
      sessionStorage.removeItem(KEPT_INVITE);
      setError(failure);
    });
  }, [token]);
  const accept = async (person: { name?: string; password?: string } = {}) => {
    await acceptInvite({ token, ...person });
    sessionStorage.removeItem(KEPT_INVITE);
    // The whole page anew: nothing of another account is left on it.
    location.assign('/home');
  };
  return (
    <main className="sign-in">
      <Paper withBorder p={28} radius={14} w={400} maw="92vw" shadow="sm">
        <Stack gap="md">
          <Stack gap={6} align="center">
            <img src="/icon.svg" alt="" width={44} height={44} />
            <Title order={1} size="h2" ta="center">
              {found ? t.inviteIs(found.tenantName) : error === undefined ? 'Trama' : t.inviteOver}
            </Title>
          </Stack>
          {error !== undefined ? (
            <Over error={error} />
          ) : found ? (
            <Accept found={found} accept={accept} />
          ) : (
            <RowsSkeleton rows={2} />
          )}
        </Stack>
      </Paper>
    </main>
  );
};

const Over = ({ error }: { error: unknown }) => {
  const t = usePeopleTexts();
  const { detail, title } = errorWords(error, useTexts());
  return (
    <Text ta="center" c="dimmed" role="alert">
      {isStatus(error, 404) || isStatus(error, 422) ? t.inviteOverHelp : detail || title}
    </Text>
  );
};

interface AcceptProps {
  found: LookedInvite;
  accept: (person?: { name?: string; password?: string }) => Promise<void>;
}

const Accept = ({ found, accept }: AcceptProps) => {
  const t = usePeopleTexts();
  const session = useSession();
  const [busy, setBusy] = useState(false);
  const role = roleTitle(t, found.role, found.roleName);
  const go = () => {
    setBusy(true);
    void accept().catch((error: unknown) => {
      toastError(error);
      setBusy(false);
    });
  };
  const mine = session?.user?.email === found.email;
  return (
    <>
      <Text ta="center">{t.inviteAs(role, found.email)}</Text>
      {session && mine && (
        <Button size="md" loading={busy} onClick={go}>
          {t.accept}
        </Button>
      )}
      {session && !mine && (
        <>
          <Alert color="yellow">{t.another(found.email)}</Alert>
          <Button variant="default" onClick={() => void signOut().catch(toastError)}>
            {t.signOut}
          </Button>
        </>
      )}
      {!session && found.known && (
        <>
          <Text c="dimmed" size="sm" ta="center">
            {t.signInFirst(found.email)}
          </Text>
          <Button onClick={() => navigate('/home')}>{t.signIn}</Button>
        </>
      )}
      {!session && !found.known && <NewAccount found={found} accept={accept} />}
    </>
  );
};

const NewAccount = ({ found, accept }: AcceptProps) => {
  const t = usePeopleTexts();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const { busy, error, submit } = useSubmit(async () => {
    await accept({ name: name.trim(), password });
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t.yourName}
          required
          autoComplete="name"
          maxLength={100}
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <input type="email" autoComplete="username" value={found.email} readOnly hidden />
        <PasswordInput
          label={t.password}
          description={t.passwordHelp(found.passwordLength)}
          required
          autoComplete="new-password"
          value={password}
          error={error}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={busy}>
          {t.create}
        </Button>
      </Stack>
    </form>
  );
};
