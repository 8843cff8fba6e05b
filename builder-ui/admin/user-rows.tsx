import { Badge, Button, Group, Menu, Stack } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { setSearch } from '../router.ts';
import { useSession } from '../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago } from '../shell/times.ts';
import { toastDone } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { type AdminUser, findUsers, takePlace, userDeed } from './admin-api.ts';
import { useAdminTexts } from './admin-texts.ts';
import type { Deed } from './reason-dialog.tsx';

interface UserRowsProps {
  q: string;
  /** Of this one alone. */
  tenant: string | null;
  ask: (deed: Deed) => void;
}

export const UserRows = ({ q, tenant, ask }: UserRowsProps) => {
  const t = useAdminTexts();
  const { data, error, reload } = useQuery(`admin users ${tenant} ${q}`, () => findUsers(q, tenant ?? undefined));
  if (!data) return error === undefined ? <RowsSkeleton rows={5} /> : <ErrorState error={error} retry={reload} />;
  const name = data.flatMap(({ tenants }) => tenants).find(({ id }) => id === tenant)?.name;
  return (
    <Stack gap="xs">
      {tenant !== null && (
        <Group justify="space-between">
          <strong>{t.of(name ?? tenant)}</strong>
          <Button size="xs" variant="subtle" onClick={() => setSearch({ tenant: null, list: 'users' })}>
            {t.all}
          </Button>
        </Group>
      )}
      {data.length === 0 ? (
        <p className="settings-help">{t.none}</p>
      ) : (
        <ul className="rows" aria-label={t.users}>
          {data.map((user) => (
            <UserRow key={user.id} user={user} ask={ask} reload={reload} />
          ))}
        </ul>
      )}
    </Stack>
  );
};

const UserRow = ({ user, ask, reload }: { user: AdminUser; ask: (deed: Deed) => void; reload: () => void }) => {
  const t = useAdminTexts();
  const locale = useLocale();
  const isMe = useSession()?.user?.id === user.id;
  const block = user.blockedAt === null ? 'block' : 'unblock';
  const deedOf = (deed: 'block' | 'unblock' | 'unlock'): Deed => ({
    title: `${t[deed]}: ${user.name}`,
    text: t.ask[deed],
    confirm: t[deed],
    danger: deed === 'block',
    act: async (reason) => {
      await userDeed(user.id, deed, reason);
      toastDone(t.done);
      reload();
    },
  });
  const entering = (tenant: AdminUser['tenants'][number]): Deed => ({
    title: t.enterAs(user.name, tenant.name),
    text: t.ask.enter,
    confirm: t.enter,
    danger: false,
    act: (reason) => takePlace(tenant.id, user.id, reason),
  });
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="human">
          <Icon name="user" size={18} />
        </span>
        <span className="row-words">
          <strong>{user.name}</strong>
          <small>
            {user.email} · {user.tenants.map((one) => one.name).join(', ')} ·{' '}
            {user.lastSeenAt === null ? t.never : t.seen(ago(user.lastSeenAt, locale))}
          </small>
        </span>
      </span>
      {!isMe && (
        <Group gap="xs" wrap="nowrap" className="person-tools">
          {user.blockedAt !== null && (
            <Badge color="red" variant="light" tt="none" fw={550}>
              {t.blocked}
            </Badge>
          )}
          {user.lockedUntil !== null && (
            <Button
              size="xs"
              variant="default"
              aria-label={`${t.unlock}: ${user.name}`}
              title={t.locked}
              onClick={() => ask(deedOf('unlock'))}
            >
              {t.unlock}
            </Button>
          )}
          {user.blockedAt === null && user.tenants.length > 0 && (
            <Menu position="bottom-end" withinPortal>
              <Menu.Target>
                <Button size="xs" variant="default" aria-label={`${t.enter}: ${user.name}`}>
                  {t.enter}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {user.tenants.map((tenant) => (
                  <Menu.Item key={tenant.id} onClick={() => ask(entering(tenant))}>
                    {tenant.name}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
          <Button
            size="xs"
            variant="default"
            aria-label={`${t[block]}: ${user.name}`}
            onClick={() => ask(deedOf(block))}
          >
            {t[block]}
          </Button>
        </Group>
      )}
    </li>
  );
};
