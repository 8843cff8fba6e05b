import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useSession } from '../shell/session.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { type CustomRole, type Roles, saveRole } from './people-api.ts';
import { usePeopleTexts } from './people-texts.ts';

interface RoleDialogProps {
  /** Null: closed. */
  editing: CustomRole | 'new' | null;
  rights: Roles['rights'];
  onClose: () => void;
  onSaved: () => void;
}

export const RoleDialog = ({ editing, onClose, ...rest }: RoleDialogProps) => {
  const t = usePeopleTexts();
  const title = editing === null || editing === 'new' ? t.newRole : t.editRole(editing.name);
  return (
    <Modal opened={editing !== null} onClose={onClose} title={title} size="lg">
      {editing !== null && <RoleForm role={editing === 'new' ? null : editing} onClose={onClose} {...rest} />}
    </Modal>
  );
};

type RoleFormProps = Omit<RoleDialogProps, 'editing'> & { role: CustomRole | null };

const RoleForm = ({ role, rights, onClose, onSaved }: RoleFormProps) => {
  const t = usePeopleTexts();
  const texts = useTexts();
  const mine = new Set(useSession()?.scopes ?? []);
  const [name, setName] = useState(role?.name ?? '');
  const [description, setDescription] = useState(role?.description ?? '');
  const [scopes, setScopes] = useState<ReadonlySet<string>>(new Set(role?.scopes ?? []));
  const [busy, setBusy] = useState(false);
  const toggle = (scope: string) => {
    const next = new Set(scopes);
    if (!next.delete(scope)) next.add(scope);
    setScopes(next);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await saveRole(role?.id ?? null, { name: name.trim(), description: description.trim(), scopes: [...scopes] });
      toastDone(t.saved);
      onSaved();
      onClose();
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <TextInput
          label={t.roleName}
          description={t.roleNameHelp}
          required
          maxLength={60}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t.description}
          maxLength={300}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <div className="role-rights" role="group" aria-label={t.rights}>
          {rights.map((group) => (
            <fieldset key={group.title}>
              <legend>{group.title}</legend>
              {group.scopes.map(({ scope, text }) => {
                const lacks = !mine.has('*') && !mine.has(scope);
                return (
                  <Checkbox
                    key={scope}
                    size="sm"
                    label={text}
                    checked={scopes.has(scope)}
                    disabled={lacks}
                    {...(lacks ? { description: t.notYours } : {})}
                    onChange={() => toggle(scope)}
                  />
                );
              })}
            </fieldset>
          ))}
        </div>
        {scopes.size === 0 && (
          <Text size="sm" c="dimmed">
            {t.pickOne}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={scopes.size === 0 || name.trim() === ''}>
            {t.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
