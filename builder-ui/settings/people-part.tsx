import { Badge, Button } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { useSession } from '../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { dateTime } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { useSettingsTexts } from './settings-texts.ts';
import { listMembers } from './tenant-api.ts';

/** Who may enter, and as what. */
export const PeoplePart = () => {
  const t = useSettingsTexts();
  const texts = useTexts();
  const locale = useLocale();
  const me = useSession()?.user?.id;
  const list = usePages('members', listMembers);
  const roleOf = (role: string) => (role in t.roles ? t.roles[role as keyof typeof t.roles] : role);
  return (
    <>
      <p className="settings-help">{t.peopleHelp}</p>
      {list.error !== undefined && !list.rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !list.rows ? (
        <RowsSkeleton rows={3} />
      ) : (
        <ul className="rows">
          {list.rows.map((person) => (
            <li key={person.id} className="row">
              <span className="row-main">
                <span className="row-icon" data-group="human">
                  <Icon name="user" size={18} />
                </span>
                <span className="row-words">
                  <strong>
                    {person.name}
                    {person.id === me && <em>{t.you}</em>}
                  </strong>
                  <small>
                    {person.email} · {t.since(dateTime(person.since, locale))}
                  </small>
                </span>
              </span>
              <Badge variant="default" tt="none" fw={550}>
                {person.disabled ? t.disabled : roleOf(person.role)}
              </Badge>
            </li>
          ))}
        </ul>
      )}
      {list.more && (
        <Button variant="subtle" fullWidth mt="sm" loading={list.loading} onClick={list.more}>
          {texts.common.more}
        </Button>
      )}
    </>
  );
};
