import { Alert, Badge, Button, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { AskDialog } from '../shell/ask-dialog.tsx';
import { useSession } from '../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useQuery } from '../use-query.ts';
import { Addresses } from './sso-addresses.tsx';
import { loadSso, removeSso, type SsoProvider, switchSso, testSso } from './sso-api.ts';
import { SsoForm } from './sso-form.tsx';
import { useSsoProblem } from './sso-problems.ts';
import { useSsoTexts } from './sso-texts.ts';

/** The company's own provider: set up, tried out, switched on. */
export const SsoPart = ({ mayWrite }: { mayWrite: boolean }) => {
  const t = useSsoTexts();
  const { data, error, reload } = useQuery('sso', loadSso);
  const [editing, setEditing] = useState(false);
  if (!data) return error === undefined ? <RowsSkeleton rows={2} /> : <ErrorState error={error} retry={reload} />;
  const { provider, addresses } = data;
  return (
    <Stack gap="md" id="sso" component="section" aria-label={t.title}>
      <Title order={2} size="h4">
        {t.title}
      </Title>
      <p className="settings-help">{t.help}</p>
      {provider && !editing && (
        <Provider provider={provider} mayWrite={mayWrite} reload={reload} onChange={() => setEditing(true)} />
      )}
      {mayWrite && (!provider || editing) && (
        <SsoForm
          provider={provider}
          addresses={addresses}
          onCancel={provider ? () => setEditing(false) : null}
          onSaved={() => {
            setEditing(false);
            toastDone(t.saved);
            reload();
          }}
        />
      )}
      {provider && !editing && <Addresses kind={provider.kind} addresses={addresses} />}
    </Stack>
  );
};

interface ProviderProps {
  provider: SsoProvider;
  mayWrite: boolean;
  reload: () => void;
  onChange: () => void;
}

const Provider = ({ provider, mayWrite, reload, onChange }: ProviderProps) => {
  const t = useSsoTexts();
  const owner = useSession()?.role === 'owner';
  const [asking, setAsking] = useState<'off' | 'remove' | null>(null);
  const { enabledAt, testedAt, required, revision } = provider;
  const on = enabledAt !== null;
  const turn = (enabled: boolean, only: boolean) =>
    switchSso({ enabled, required: only, revision })
      .then(() => toastDone(enabled ? t.turnedOn : t.turnedOff), toastError)
      .finally(reload);
  const tryOut = () => testSso().then((url) => window.location.assign(url), toastError);
  const remove = async () => {
    await removeSso();
    toastDone(t.removed);
    reload();
  };
  const questions = {
    off: {
      title: t.offTitle,
      text: t.offText,
      answers: [{ label: t.off, danger: true, act: () => turn(false, false) }],
    },
    remove: { title: t.removeTitle, text: t.removeText, answers: [{ label: t.remove, danger: true, act: remove }] },
  };
  const mayTurnOn = owner && testedAt !== null;
  const hint = testedAt === null ? t.onTest : owner ? t.onHelp : t.onOwner;
  return (
    <Stack gap="md">
      <Facts provider={provider} />
      {mayWrite && (
        <>
          <Group gap="xs">
            <Button variant="default" onClick={() => void tryOut()}>
              {t.test}
            </Button>
            <Button variant="default" onClick={onChange}>
              {t.change}
            </Button>
            <Button variant="subtle" color="red" onClick={() => setAsking('remove')}>
              {t.remove}
            </Button>
          </Group>
          <Text size="sm" c="dimmed">
            {t.testHelp}
          </Text>
          <Switch
            label={t.on}
            description={hint}
            checked={on}
            disabled={!on && !mayTurnOn}
            onChange={() => (on ? setAsking('off') : void turn(true, false))}
          />
          <Switch
            label={t.only}
            description={t.onlyHelp}
            checked={required}
            disabled={!on || !owner}
            onChange={() => void turn(true, !required)}
          />
        </>
      )}
      <AskDialog question={asking && questions[asking]} onClose={() => setAsking(null)} />
    </Stack>
  );
};

const Facts = ({ provider: { kind, issuer, certificates, enabledAt, test } }: { provider: SsoProvider }) => {
  const t = useSsoTexts();
  const problem = useSsoProblem();
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Badge variant="light" tt="none" fw={550}>
          {t.kinds[kind]}
        </Badge>
        {enabledAt !== null && (
          <Badge color="green" variant="light" tt="none" fw={550}>
            {t.on}
          </Badge>
        )}
        <Text className="mono" size="sm" style={{ overflowWrap: 'anywhere' }}>
          {issuer}
        </Text>
      </Group>
      {certificates.map((one) => (
        <Text key={one.fingerprint} size="sm" c="dimmed">
          {t.until(one.notAfter.slice(0, 10))}
        </Text>
      ))}
      {test &&
        (test.ok ? (
          <Alert color="brand" role="status">
            {t.worked(test.email ?? '')}
          </Alert>
        ) : (
          <Alert color="red" role="status" title={t.failed}>
            {problem(test.problem ?? '')} {test.email}
          </Alert>
        ))}
    </Stack>
  );
};
