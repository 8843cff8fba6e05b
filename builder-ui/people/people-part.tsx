import { ActionIcon, Badge, Button, Group, Stack, Title, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { AskDialog } from '../shell/ask-dialog.tsx';
import { useMay, useSession } from '../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { day } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { useQuery } from '../use-query.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { OpenInvites } from './open-invites.tsx';
import './people.css';
import {
  changeMember,
  leaveWorkspace,
  listInvites,
  listMembers,
  loadRoles,
  type Member,
  type Roles,
  removeMember,
} from './people-api.ts';
import { roleTitle, usePeopleTexts } from './people-texts.ts';
import { RoleSelect } from './role-select.tsx';

/** Who may enter, and as what; and who is asked to. */
export const PeoplePart = () => {
  const t = usePeopleTexts();
  const texts = useTexts();
  const mayWrite = useMay('members:write');
  const me = useSession()?.user?.id;
  const list = usePages('members', listMembers);
  const invites = usePages('invites', listInvites);
  const roles = useQuery('roles', loadRoles);
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<Member | null>(null);
  const [leaving, setLeaving] = useState(false);
  const remove = async ({ id, name }: Member) => {
    await removeMember(id);
    toastDone(t.removed(name));
    list.reload();
  };
  const leave = async () => {
    await leaveWorkspace();
    location.assign('/home');
  };
  return (
    <>
      <Group justify="space-between" align="start" wrap="nowrap" mb="sm">
        <p className="settings-help">{t.help}</p>
        {mayWrite && roles.data && (
          <Button
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => setInviting(true)}
            style={{ flex: 'none' }}
          >
            {t.invite}
          </Button>
        )}
      </Group>
      {list.error !== undefined && !list.rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !list.rows ? (
        <RowsSkeleton rows={3} />
      ) : (
        <ul className="rows" aria-label={t.help}>
          {list.rows.map((person) => (
            <MemberRow
              key={person.id}
              person={person}
              roles={mayWrite ? roles.data : undefined}
              onChanged={list.reload}
              onRemove={() => (person.id === me ? setLeaving(true) : setRemoving(person))}
            />
          ))}
        </ul>
      )}
      {list.more && (
        <Button variant="subtle" fullWidth mt="sm" loading={list.loading} onClick={list.more}>
          {texts.common.more}
        </Button>
      )}
      {(invites.rows?.length ?? 0) > 0 && (
        <Stack gap="xs" mt="xl">
          <Title order={2} size="h4">
            {t.invites}
          </Title>
          <OpenInvites rows={invites.rows ?? []} roles={roles.data} mayWrite={mayWrite} onChanged={invites.reload} />
        </Stack>
      )}
      {roles.data && (
        <InviteDialog opened={inviting} roles={roles.data} onClose={() => setInviting(false)} onSent={invites.reload} />
      )}
      <AskDialog
        question={
          removing && {
            title: t.removeTitle(removing.name),
            text: t.removeText,
            answers: [{ label: t.remove, danger: true, act: () => remove(removing) }],
          }
        }
        onClose={() => setRemoving(null)}
      />
      <AskDialog
        question={
          leaving
            ? { title: t.leaveTitle, text: t.leaveText, answers: [{ label: t.leave, danger: true, act: leave }] }
            : null
        }
        onClose={() => setLeaving(false)}
      />
    </>
  );
};

interface MemberRowProps {
  person: Member;
  /** Missing: who looks may change nothing. */
  roles: Roles | undefined;
  onChanged: () => void;
  onRemove: () => void;
}

const MemberRow = ({ person, roles, onChanged, onRemove }: MemberRowProps) => {
  const t = usePeopleTexts();
  const locale = useLocale();
  const isMe = useSession()?.user?.id === person.id;
  const give = async (role: string) => {
    try {
      await changeMember(person.id, role);
      toastDone(t.roleChanged(person.name));
    } catch (error) {
      toastError(error);
    } finally {
      onChanged();
    }
  };
  const remove = isMe ? t.leave : t.removeOf(person.name);
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="human">
          <Icon name="user" size={18} />
        </span>
        <span className="row-words">
          <strong>
            {person.name}
            {isMe && <em>{t.you}</em>}
          </strong>
          <small>
            {person.email} · {t.since(day(person.since, locale))}
          </small>
        </span>
      </span>
      <Group gap="xs" wrap="nowrap" className="person-tools">
        {person.twoStep && (
          <Badge variant="default" tt="none" fw={550} leftSection={<Icon name="check" size={12} />}>
            {t.twoStep}
          </Badge>
        )}
        {person.disabled && (
          <Badge color="red" variant="light" tt="none" fw={550}>
            {t.disabled}
          </Badge>
        )}
        {roles && !isMe ? (
          <RoleSelect
            roles={roles}
            value={person.role}
            onChange={(role) => void give(role)}
            ariaLabel={t.roleOf(person.name)}
          />
        ) : (
          <Badge variant="default" tt="none" fw={550}>
            {roleTitle(t, person.role, person.roleName)}
          </Badge>
        )}
        {(roles || isMe) && (
          <Tooltip label={isMe ? t.leave : t.remove}>
            <ActionIcon variant="subtle" color="gray" aria-label={remove} onClick={onRemove}>
              <Icon name={isMe ? 'logout' : 'trash'} size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
    </li>
  );
};
