import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { toastDone } from '../shell/toasts.tsx';
import { useSubmit } from '../shell/use-submit.ts';
import { useTexts } from '../texts/texts.ts';
import { invite, type Roles } from './people-api.ts';
import { usePeopleTexts } from './people-texts.ts';
import { RoleSelect } from './role-select.tsx';

interface InviteDialogProps {
  opened: boolean;
  roles: Roles;
  onClose: () => void;
  onSent: () => void;
}

export const InviteDialog = ({ opened, onClose, ...rest }: InviteDialogProps) => {
  const t = usePeopleTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={t.inviteTitle}>
      {opened && <InviteForm onClose={onClose} {...rest} />}
    </Modal>
  );
};

const InviteForm = ({ roles, onClose, onSent }: Omit<InviteDialogProps, 'opened'>) => {
  const t = usePeopleTexts();
  const texts = useTexts();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('viewer');
  const { busy, error, submit } = useSubmit(async () => {
    await invite(email.trim(), role);
    toastDone(t.sent(email.trim()));
    onSent();
    onClose();
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t.email}
          description={t.emailHelp}
          type="email"
          required
          data-autofocus
          value={email}
          error={error}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RoleSelect roles={roles} value={role} onChange={setRole} label={t.role} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {t.send}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
