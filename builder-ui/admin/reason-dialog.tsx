import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { useAdminTexts } from './admin-texts.ts';

/** A deed that needs a reason. */
export interface Deed {
  title: string;
  text: string;
  confirm: string;
  danger: boolean;
  act: (reason: string) => Promise<void>;
}

export const ReasonDialog = ({ deed, onClose }: { deed: Deed | null; onClose: () => void }) => (
  <Modal opened={deed !== null} onClose={onClose} title={deed?.title}>
    {deed && <ReasonForm deed={deed} onClose={onClose} />}
  </Modal>
);

const ReasonForm = ({ deed, onClose }: { deed: Deed; onClose: () => void }) => {
  const t = useAdminTexts();
  const texts = useTexts();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await deed.act(reason.trim());
      onClose();
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text size="sm">{deed.text}</Text>
        <Textarea
          label={t.reason}
          description={t.reasonHelp}
          required
          minLength={3}
          maxLength={300}
          autosize
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={reason.trim().length < 3}
            {...(deed.danger ? { color: 'red' } : {})}
          >
            {deed.confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
