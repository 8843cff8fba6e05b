import { Badge, Button, Group } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { dateTime } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { type Invite, type Roles, resendInvite, revokeInvite } from './people-api.ts';
import { roleTitle, usePeopleTexts } from './people-texts.ts';

interface OpenInvitesProps {
  rows: readonly Invite[];
  roles: Roles | undefined;
  mayWrite: boolean;
  onChanged: () => void;
}

/** Who was asked and has not answered. */
export const OpenInvites = ({ rows, roles, mayWrite, onChanged }: OpenInvitesProps) => {
  const t = usePeopleTexts();
  const locale = useLocale();
  const act = (work: () => Promise<void>, done: string) =>
    void work()
      .then(() => toastDone(done), toastError)
      .finally(onChanged);
  const nameOf = (role: string) => roles?.custom.find(({ id }) => id === role)?.name ?? null;
  return (
    <ul className="rows" aria-label={t.invites}>
      {rows.map((one) => (
        <li key={one.id} className="row">
          <span className="row-main">
            <span className="row-icon" data-group="message">
              <Icon name="mail" size={18} />
            </span>
            <span className="row-words">
              <strong>{one.email}</strong>
              <small>
                {roleTitle(t, one.role, nameOf(one.role))} ·{' '}
                {one.status === 'expired' ? t.expired : t.until(dateTime(one.expiresAt, locale))}
              </small>
            </span>
          </span>
          <Group gap="xs" wrap="nowrap" className="person-tools">
            {one.status === 'expired' && (
              <Badge variant="default" tt="none" fw={550}>
                {t.expired}
              </Badge>
            )}
            {mayWrite && (
              <>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={t.resendTo(one.email)}
                  onClick={() => act(() => resendInvite(one.id), t.sent(one.email))}
                >
                  {t.resend}
                </Button>
                <Button
                  size="xs"
                  variant="subtle"
                  color="red"
                  aria-label={t.revokeOf(one.email)}
                  onClick={() => act(() => revokeInvite(one.id), t.revoked)}
                >
                  {t.revoke}
                </Button>
              </>
            )}
          </Group>
        </li>
      ))}
    </ul>
  );
};
