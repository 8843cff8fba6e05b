import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { api } from '../api-client.ts';
import type { Connection } from '../api-types.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';

interface RenameDialogProps {
  connection: Connection | null;
  onClose: () => void;
  onRenamed: () => void;
}

/** Flows name a connection by its id: another name breaks none. */
export const RenameDialog = ({ connection, onClose, onRenamed }: RenameDialogProps) => {
  const t = useTexts();
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => setName(connection?.name ?? ''), [connection]);
  const rename = async (event: FormEvent) => {
    event.preventDefault();
    if (!connection) return;
    setBusy(true);
    try {
      await api.renameConnection(connection.id, name.trim());
      toastDone(t.connections.renamed(name.trim()));
      onRenamed();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={connection !== null} onClose={onClose} title={t.connections.rename}>
      <form onSubmit={(event) => void rename(event)}>
        <Stack>
          <TextInput
            label={t.common.name}
            value={name}
            maxLength={100}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t.common.cancel}
            </Button>
            <Button type="submit" loading={busy} disabled={name.trim() === '' || name.trim() === connection?.name}>
              {t.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
