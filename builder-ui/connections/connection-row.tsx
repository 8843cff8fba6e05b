import { ActionIcon, Badge, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { inLocale } from '#flow/json.ts';
import { api } from '../api-client.ts';
import type { Connection, ConnectionKind } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { useMay } from '../shell/session.ts';
import { ago, dateTime } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useConnectionsTexts } from './connections-texts.ts';
import { SignInButton } from './sign-in-button.tsx';

interface ConnectionRowProps {
  connection: Connection;
  kind: ConnectionKind | undefined;
  onChanged: () => void;
  onRename: () => void;
  onDelete: () => void;
}

export const ConnectionRow = ({ connection, kind, onChanged, onRename, onDelete }: ConnectionRowProps) => {
  const t = useTexts();
  const locale = useLocale();
  const mayTest = useMay('connections:use');
  const mayWrite = useMay('connections:write');
  const [busy, setBusy] = useState(false);
  const own = useConnectionsTexts();
  const { id, name, connector, hosts, createdAt, secretChangedAt, signIn } = connection;
  const test = async () => {
    setBusy(true);
    try {
      const { testError } = await api.testConnection(id);
      if (testError === null) toastDone(t.connections.works(name));
      onChanged();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="http">
          <Icon name={kind?.icon ?? 'plug'} size={18} />
        </span>
        <span className="row-words">
          <strong>{name}</strong>
          <small>
            {kind ? inLocale(kind.title, locale) : connector}
            {hosts.length > 0 ? ` · ${hosts.join(', ')}` : ''} ·{' '}
            <time title={dateTime(createdAt, locale)}>{ago(createdAt, locale)}</time>
            {secretChangedAt !== createdAt && (
              <>
                {' · '}
                <time title={dateTime(secretChangedAt, locale)}>{own.secretChanged(ago(secretChangedAt, locale))}</time>
              </>
            )}
          </small>
        </span>
      </span>
      {signIn ? <SignInMark signIn={signIn} /> : <TestMark connection={connection} />}
      {signIn && mayWrite && (
        <SignInButton
          connection={connection}
          size="xs"
          // Where there is little room, only what has to be done.
          className={signIn.state === 'signed_in' ? 'wide-only' : ''}
          onSignedIn={onChanged}
        />
      )}
      {mayTest && (
        <Button className="wide-only" size="xs" variant="default" loading={busy} onClick={() => void test()}>
          {t.connections.test}
        </Button>
      )}
      {(mayTest || mayWrite) && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`${t.common.more}: ${name}`}>
              <Icon name="dots" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayTest && (
              <Menu.Item leftSection={<Icon name="check" size={15} />} onClick={() => void test()}>
                {t.connections.test}
              </Menu.Item>
            )}
            {mayWrite && (
              <>
                <Menu.Item leftSection={<Icon name="settings" size={15} />} onClick={onRename}>
                  {t.connections.rename}
                </Menu.Item>
                <Menu.Item color="red" leftSection={<Icon name="trash" size={15} />} onClick={onDelete}>
                  {t.common.delete}
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  );
};

/** Who is connected, or that somebody has to sign in. */
const SignInMark = ({ signIn }: { signIn: NonNullable<Connection['signIn']> }) => {
  const own = useConnectionsTexts();
  const done = signIn.state === 'signed_in';
  const words = done
    ? signIn.account
      ? own.signedInAs(signIn.account)
      : own.signedIn
    : signIn.failedAt
      ? own.signInOver
      : own.signInNeeded;
  return (
    <Badge
      className="row-badge"
      variant="light"
      color={done ? 'brand' : 'red'}
      leftSection={<Icon name={done ? 'check' : 'x'} size={11} stroke={3} />}
      tt="none"
      fw={500}
      title={words}
    >
      {words}
    </Badge>
  );
};

/** How the last test went; a failure says why when one points at it, and in full to who listens. */
const TestMark = ({ connection: { testedAt, testError } }: { connection: Connection }) => {
  const t = useTexts();
  const locale = useLocale();
  const words =
    testedAt === null
      ? t.connections.notTested
      : testError === null
        ? t.connections.tested(ago(testedAt, locale))
        : t.connections.testFailed(testError);
  return (
    <Badge
      className="row-badge"
      variant={testedAt === null ? 'default' : 'light'}
      color={testError === null ? 'brand' : 'red'}
      leftSection={
        testedAt === null ? undefined : <Icon name={testError === null ? 'check' : 'x'} size={11} stroke={3} />
      }
      tt="none"
      fw={500}
      title={words}
    >
      {words}
    </Badge>
  );
};
