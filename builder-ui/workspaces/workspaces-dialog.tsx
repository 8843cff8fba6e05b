import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useSession } from '../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { WorkspaceList } from './workspace-list.tsx';
import { createWorkspace, enterWorkspace, listWorkspaces } from './workspaces-api.ts';
import { useWorkspacesTexts } from './workspaces-texts.ts';

/** Where one belongs, and the way there; or to an account of one's own. */
export const WorkspacesDialog = ({ onClose }: { onClose: () => void }) => {
  const t = useWorkspacesTexts();
  const session = useSession();
  const { data, error, reload } = useQuery('workspaces', listWorkspaces);
  const [making, setMaking] = useState(false);
  return (
    <Modal opened onClose={onClose} title={making ? t.create : t.title}>
      {making ? (
        <NewWorkspace onCancel={() => setMaking(false)} />
      ) : (
        <Stack>
          {data ? (
            <WorkspaceList rows={data} here={session?.tenant.id ?? null} />
          ) : error === undefined ? (
            <RowsSkeleton rows={3} />
          ) : (
            <ErrorState error={error} retry={reload} />
          )}
          <Button variant="subtle" leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
            {t.create}
          </Button>
        </Stack>
      )}
    </Modal>
  );
};

const NewWorkspace = ({ onCancel }: { onCancel: () => void }) => {
  const t = useWorkspacesTexts();
  const texts = useTexts();
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await enterWorkspace((await createWorkspace(name.trim())).id);
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <TextInput
          label={t.name}
          required
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            {t.make}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
