import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import type { DataTable } from './table-types.ts';
import { tablesApi } from './tables-api.ts';
import { useTablesTexts } from './tables-texts.ts';
import { useTableChange } from './use-table-change.ts';

interface NameDialogProps {
  table: DataTable;
  opened: boolean;
  onClose: () => void;
  onDone: (table: DataTable) => void;
  onStale: () => void;
}

export const NameDialog = (props: NameDialogProps) => {
  const t = useTablesTexts();
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t.renameTable}>
      <NameForm {...props} />
    </Modal>
  );
};

const NameForm = ({ table, onClose, onDone, onStale }: NameDialogProps) => {
  const t = useTablesTexts();
  const common = useTexts().common;
  const [name, setName] = useState(table.name);
  const [description, setDescription] = useState(table.description);
  const changing = useTableChange(table, { onDone, onStale });
  const save = (event: FormEvent) => {
    event.preventDefault();
    void changing.change({ name: name.trim(), description: description.trim() });
  };
  return (
    <form onSubmit={save}>
      <Stack>
        <TextInput
          label={t.name}
          required
          maxLength={100}
          data-autofocus
          error={changing.faults['/name']}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t.description}
          maxLength={1000}
          autosize
          minRows={2}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={changing.busy} disabled={name.trim() === ''}>
            {common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

interface DeleteTableDialogProps {
  table: DataTable;
  opened: boolean;
  onClose: () => void;
  onDeleted: () => void;
}

export const DeleteTableDialog = ({ table, opened, onClose, onDeleted }: DeleteTableDialogProps) => {
  const t = useTablesTexts();
  const common = useTexts().common;
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await tablesApi.remove(table.id);
      onDeleted();
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t.deleteTableTitle(table.name)}>
      <Stack>
        <Text size="sm">{t.deleteTableText(t.rows(table.rowCount))}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {common.cancel}
          </Button>
          <Button color="red" loading={busy} onClick={() => void remove()}>
            {t.deleteTable}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
