import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CopyText } from '../shell/copy-text.tsx';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { useSettingsTexts } from './settings-texts.ts';
import { makeKey } from './tenant-api.ts';

const KINDS = {
  start: ['flows:read', 'runs:read', 'runs:write', 'events:read', 'events:write'],
  read: ['flows:read', 'runs:read', 'events:read', 'approvals:read', 'connections:read', 'data:read', 'tenant:read'],
  all: ['*'],
} as const;
type Kind = keyof typeof KINDS;

interface NewKeyDialogProps {
  opened: boolean;
  onClose: () => void;
  onMade: () => void;
}

/** Asks what the key is for, makes it, and shows it this once. */
export const NewKeyDialog = ({ opened, onClose, onMade }: NewKeyDialogProps) => {
  const t = useSettingsTexts();
  const [made, setMade] = useState<string | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  return (
    // A key that was not copied is lost: one closes it by its button.
    <Modal
      opened={opened}
      onClose={close}
      title={made === null ? t.newKey : t.keyMade}
      closeOnClickOutside={made === null}
      closeOnEscape={made === null}
    >
      {opened && made === null && (
        <KeyForm
          onClose={close}
          onMade={(key) => {
            setMade(key);
            onMade();
          }}
        />
      )}
      {made !== null && (
        <Stack>
          <Text size="sm">{t.keyMadeHelp}</Text>
          <CopyText label={t.parts.keys} text={made} />
          <Group justify="flex-end">
            <Button onClick={close}>{t.keyDone}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
};

const KeyForm = ({ onClose, onMade }: { onClose: () => void; onMade: (key: string) => void }) => {
  const t = useSettingsTexts();
  const texts = useTexts();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Kind>('start');
  const [until, setUntil] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    try {
      const expires = until === '' ? {} : { expiresAt: new Date(`${until}T23:59:59`).toISOString() };
      onMade((await makeKey({ name: name.trim(), scopes: [...KINDS[kind]], ...expires })).key);
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack>
        <TextInput
          label={t.keyName}
          description={t.keyNameHelp}
          required
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Radio.Group label={t.keyScopes} value={kind} onChange={(value) => setKind(value as Kind)}>
          <Stack gap={6} mt={6}>
            {(['start', 'read', 'all'] as const).map((value) => (
              <Radio key={value} value={value} label={t.scopeKinds[value]} />
            ))}
          </Stack>
        </Radio.Group>
        <TextInput
          label={t.keyExpires}
          description={t.never}
          type="date"
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            {t.makeKey}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
