import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { AskDialog } from '../shell/ask-dialog.tsx';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { toastDone } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { endOtherSessions, endSession, listSessions, type OpenSession } from './account-api.ts';
import { useAccountTexts } from './account-texts.ts';

/** Where the person is signed in: this browser first, and a way to end each of the others. */
export const SessionsPart = () => {
  const t = useAccountTexts();
  const list = useQuery('my-sessions', listSessions);
  const [ending, setEnding] = useState<OpenSession | 'others' | null>(null);
  const rows = list.data?.toSorted((a, b) => Number(b.current) - Number(a.current));
  const one = ending === 'others' ? null : ending;
  const end = async () => {
    if (one) await endSession(one.id);
    else await endOtherSessions();
    toastDone(one ? t.ended : t.othersEnded);
    list.reload();
  };
  if (list.error !== undefined && !rows) return <ErrorState error={list.error} retry={list.reload} />;
  if (!rows) return <RowsSkeleton rows={2} />;
  return (
    <Stack gap="sm">
      <ul className="rows">
        {rows.map((row) => (
          <SessionRow key={row.id} session={row} onEnd={() => setEnding(row)} />
        ))}
      </ul>
      {rows.length > 1 && (
        <Group>
          <Button variant="default" onClick={() => setEnding('others')}>
            {t.endOthers}
          </Button>
        </Group>
      )}
      <AskDialog
        question={
          ending && {
            title: one ? t.endTitle(one.device ?? t.unknownDevice) : t.endOthersTitle,
            text: one ? t.endText : t.endOthersText,
            answers: [{ label: one ? t.end : t.endOthers, danger: true, act: end }],
          }
        }
        onClose={() => setEnding(null)}
      />
    </Stack>
  );
};

const SessionRow = ({ session, onEnd }: { session: OpenSession; onEnd: () => void }) => {
  const t = useAccountTexts();
  const locale = useLocale();
  const device = session.device ?? t.unknownDevice;
  const how = session.impersonated ? t.support : (t.methods[session.method] ?? session.method);
  const when = session.current
    ? t.since(dateTime(session.createdAt, locale))
    : t.lastUsed(ago(session.lastUsedAt, locale));
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="code">
          <Icon name={session.current ? 'check' : 'world'} size={18} />
        </span>
        <span className="row-words">
          <strong>
            {device} {session.current && <em>{t.here}</em>}
          </strong>
          <small>{[session.ip, how, when].filter(Boolean).join(' · ')}</small>
        </span>
      </span>
      {!session.current && (
        <Button size="xs" variant="default" aria-label={`${t.end}: ${device}`} onClick={onEnd}>
          {t.end}
        </Button>
      )}
    </li>
  );
};
