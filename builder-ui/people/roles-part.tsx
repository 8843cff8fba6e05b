import { ActionIcon, Badge, Button, Group, Stack, Title, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { AskDialog } from '../shell/ask-dialog.tsx';
import { useMay } from '../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastDone } from '../shell/toasts.tsx';
import { useQuery } from '../use-query.ts';
import './people.css';
import { type CustomRole, deleteRole, loadRoles } from './people-api.ts';
import { usePeopleTexts } from './people-texts.ts';
import { RoleDialog } from './role-dialog.tsx';
import { RoleMatrix } from './role-matrix.tsx';

/** Roles of the account's own, and who may do what. */
export const RolesPart = () => {
  const t = usePeopleTexts();
  const mayWrite = useMay('members:write');
  const { data: roles, error, reload } = useQuery('roles', loadRoles);
  const [editing, setEditing] = useState<CustomRole | 'new' | null>(null);
  const [deleting, setDeleting] = useState<CustomRole | null>(null);
  const remove = async (id: string) => {
    await deleteRole(id);
    toastDone(t.deleted);
    reload();
  };
  if (!roles) return error === undefined ? <RowsSkeleton rows={4} /> : <ErrorState error={error} retry={reload} />;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="start" wrap="nowrap">
        <p className="settings-help">{t.rolesHelp}</p>
        {mayWrite && (
          <Button
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => setEditing('new')}
            style={{ flex: 'none' }}
          >
            {t.newRole}
          </Button>
        )}
      </Group>
      {roles.custom.length > 0 && (
        <ul className="rows" aria-label={t.role}>
          {roles.custom.map((role) => (
            <li key={role.id} className="row">
              <span className="row-main">
                <span className="row-icon" data-group="human">
                  <Icon name="users" size={18} />
                </span>
                <span className="row-words">
                  <strong>{role.name}</strong>
                  <small>{role.description || role.scopes.join(' · ')}</small>
                </span>
              </span>
              <Group gap="xs" wrap="nowrap" className="person-tools">
                <Badge variant="default" tt="none" fw={550}>
                  {t.people(role.members)}
                </Badge>
                {mayWrite && (
                  <>
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={t.editRole(role.name)}
                      onClick={() => setEditing(role)}
                    >
                      {t.edit}
                    </Button>
                    <Tooltip label={t.delete}>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t.deleteOf(role.name)}
                        onClick={() => setDeleting(role)}
                      >
                        <Icon name="trash" size={16} />
                      </ActionIcon>
                    </Tooltip>
                  </>
                )}
              </Group>
            </li>
          ))}
        </ul>
      )}
      <Title order={2} size="h4">
        {t.matrix}
      </Title>
      <RoleMatrix roles={roles} />
      <RoleDialog editing={editing} rights={roles.rights} onClose={() => setEditing(null)} onSaved={reload} />
      <AskDialog
        question={
          deleting && {
            title: t.deleteTitle(deleting.name),
            text: t.deleteText,
            answers: [{ label: t.delete, danger: true, act: () => remove(deleting.id) }],
          }
        }
        onClose={() => setDeleting(null)}
      />
    </Stack>
  );
};
