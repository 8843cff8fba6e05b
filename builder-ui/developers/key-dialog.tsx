import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { CopyText } from '../shell/copy-text.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { type ApiKey, changeKey, type KeyFields, makeKey } from './developers-api.ts';
import { useDevelopersTexts } from './developers-texts.ts';
import { KeyForm } from './key-form.tsx';

interface KeyDialogProps {
  opened: boolean;
  /** Null: a new one. */
  apiKey: ApiKey | null;
  onClose: () => void;
  onDone: () => void;
}

/** Asks what the key is for and what it may do. A new one is shown this once. */
export const KeyDialog = ({ opened, apiKey, onClose, onDone }: KeyDialogProps) => {
  const t = useDevelopersTexts();
  const [made, setMade] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => {
    setMade(null);
    onClose();
  };
  const submit = async (fields: KeyFields) => {
    setBusy(true);
    try {
      if (apiKey === null) setMade((await makeKey(fields)).key);
      else {
        await changeKey(apiKey.id, fields);
        toastDone(t.saved);
        close();
      }
      onDone();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    // A key that was not copied is lost: one closes it by its button.
    <Modal
      opened={opened}
      onClose={close}
      size={made === null ? 'lg' : 'md'}
      title={made !== null ? t.keyMade : apiKey ? t.editKey(apiKey.name) : t.newKey}
      closeOnClickOutside={made === null}
      closeOnEscape={made === null}
    >
      {opened && made === null && (
        <KeyForm apiKey={apiKey} busy={busy} onClose={close} onSubmit={(fields) => void submit(fields)} />
      )}
      {made !== null && <SecretOnce secret={made} onClose={close} />}
    </Modal>
  );
};

/** A secret that nobody sees again. */
export const SecretOnce = ({ secret, onClose }: { secret: string; onClose: () => void }) => {
  const t = useDevelopersTexts();
  return (
    <Stack>
      <Text size="sm">{t.keyMadeHelp}</Text>
      <CopyText label={t.key} text={secret} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{t.keyDone}</Button>
      </Group>
    </Stack>
  );
};
