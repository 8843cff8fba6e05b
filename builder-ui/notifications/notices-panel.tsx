import { Button, Text } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import type { Notice, Notices } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { errorWords } from '../shell/error-words.ts';
import { RowsSkeleton } from '../shell/states.tsx';
import { useTexts } from '../texts/texts.ts';
import { NoticeRow } from './notice-row.tsx';
import { PushSwitch } from './push-switch.tsx';

interface PanelProps {
  notices: Notices | undefined;
  error: unknown;
  reload: () => void;
  onOpen: (notice: Notice) => void;
  onReadAll: () => void;
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** Arrows go from notice to notice, Home and End to the first and the last. */
const walk = (event: KeyboardEvent<HTMLElement>): void => {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-notice]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const step = STEPS[event.key];
  const next =
    event.key === 'Home'
      ? rows[0]
      : event.key === 'End'
        ? rows.at(-1)
        : step === undefined
          ? undefined
          : rows[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
};

export const NoticesPanel = ({ notices, error, reload, onOpen, onReadAll }: PanelProps) => {
  const t = useTexts();
  return (
    <section className="notices" aria-label={t.notices.title} onKeyDown={walk}>
      <header className="notices-head">
        <h2>{t.notices.title}</h2>
        {notices !== undefined && notices.unread > 0 && (
          <Button size="compact-xs" variant="subtle" onClick={onReadAll}>
            {t.notices.readAll}
          </Button>
        )}
      </header>
      {notices === undefined ? (
        error === undefined ? (
          <div className="notices-wait">
            <RowsSkeleton rows={4} height={54} />
          </div>
        ) : (
          <Failed error={error} retry={reload} />
        )
      ) : notices.data.length === 0 ? (
        <div className="notices-none">
          <Icon name="bell" size={30} stroke={1.4} />
          <strong>{t.notices.empty}</strong>
          <Text size="sm" c="dimmed" ta="center">
            {t.notices.emptyHelp}
          </Text>
        </div>
      ) : (
        <ul>
          {notices.data.map((notice) => (
            <li key={notice.id}>
              <NoticeRow notice={notice} onOpen={() => onOpen(notice)} />
            </li>
          ))}
        </ul>
      )}
      <PushSwitch />
    </section>
  );
};

const Failed = ({ error, retry }: { error: unknown; retry: () => void }) => {
  const t = useTexts();
  const { title, detail } = errorWords(error, t);
  return (
    <div className="notices-none" role="alert">
      <Icon name="alert-triangle" size={30} stroke={1.4} />
      <strong>{title}</strong>
      {detail && (
        <Text size="sm" c="dimmed" ta="center">
          {detail}
        </Text>
      )}
      <Button size="xs" variant="default" onClick={retry}>
        {t.common.retry}
      </Button>
    </div>
  );
};
