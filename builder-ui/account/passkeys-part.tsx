import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { AskDialog } from '../shell/ask-dialog.tsx';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago } from '../shell/times.ts';
import { toastDone } from '../shell/toasts.tsx';
import { useAttempt } from '../sign-in/use-attempt.ts';
import { knowsPasskeys, makePasskey } from '../sign-in/webauthn.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { deletePasskey, listPasskeys, type Passkey } from './account-api.ts';
import { useAccountTexts } from './account-texts.ts';

/** Keys that a device holds: made, named, deleted. */
export const PasskeysPart = () => {
  const t = useAccountTexts();
  const locale = useLocale();
  const list = useQuery('my-passkeys', listPasskeys);
  const [making, setMaking] = useState(false);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const nameOf = (one: Passkey) => one.name || t.unnamed;
  return (
    <Stack gap="sm" align="stretch">
      {list.error !== undefined && !list.data ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !list.data ? (
        <RowsSkeleton rows={1} />
      ) : list.data.length === 0 ? (
        <p className="account-help">{t.noPasskeys}</p>
      ) : (
        <ul className="rows">
          {list.data.map((one) => (
            <li key={one.id} className="row">
              <span className="row-main">
                <span className="row-icon" data-group="code">
                  <Icon name="key" size={18} />
                </span>
                <span className="row-words">
                  <strong>{nameOf(one)}</strong>
                  <small>{t.made(ago(one.createdAt, locale))}</small>
                </span>
              </span>
              <Button
                size="xs"
                variant="default"
                aria-label={`${t.remove}: ${nameOf(one)}`}
                onClick={() => setRemoving(one)}
              >
                {t.remove}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {knowsPasskeys() ? (
        <Group>
          <Button variant="default" leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
            {t.addPasskey}
          </Button>
        </Group>
      ) : (
        <p className="account-help">{t.unsupported}</p>
      )}
      <Modal opened={making} onClose={() => setMaking(false)} title={t.addPasskey}>
        <NewPasskey
          onMade={() => {
            setMaking(false);
            toastDone(t.passkeyMade);
            list.reload();
          }}
          onCancel={() => setMaking(false)}
        />
      </Modal>
      <AskDialog
        question={
          removing && {
            title: t.removePasskey(nameOf(removing)),
            text: t.removePasskeyText,
            answers: [
              { label: t.remove, danger: true, act: () => deletePasskey(removing.id).then(() => list.reload()) },
            ],
          }
        }
        onClose={() => setRemoving(null)}
      />
    </Stack>
  );
};

const NewPasskey = ({ onMade, onCancel }: { onMade: () => void; onCancel: () => void }) => {
  const t = useAccountTexts();
  const texts = useTexts();
  const { busy, error, attempt } = useAttempt();
  const [name, setName] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(() => makePasskey(name.trim())).then((made) => made && onMade());
      }}
    >
      <Stack>
        {error && (
          <Alert color="red" role="alert">
            {error}
          </Alert>
        )}
        <TextInput
          label={t.passkeyName}
          description={t.passkeyNameHelp}
          required
          maxLength={60}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {t.make}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
