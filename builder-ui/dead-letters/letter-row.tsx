import { Badge, Button, Group } from '@mantine/core';
import { useState } from 'react';
import '../audit/audit.css';
import { Icon } from '../icons/icon.tsx';
import { JsonBlock } from '../runs/json-block.tsx';
import '../runs/runs.css';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { type DeadLetter, readLetter } from './letters-api.ts';
import { useLettersTexts } from './letters-texts.ts';

interface RowProps {
  letter: DeadLetter;
  /** Nothing where who looks may not. */
  onReplay: (() => Promise<void>) | null;
  onDiscard: (() => void) | null;
}

/** One lost delivery with its reason; open, with what is in it. */
export const LetterRow = ({ letter, onReplay, onDiscard }: RowProps) => {
  const t = useLettersTexts();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const replay = async () => {
    setBusy(true);
    await onReplay?.().finally(() => setBusy(false));
  };
  return (
    <li className="row audit-row">
      <button type="button" className="audit-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="row-icon" data-group="trigger">
          <Icon name={letter.kind === 'message' ? 'message' : 'bell'} size={18} />
        </span>
        <span className="row-words">
          <strong>{letter.title}</strong>
          <small>
            {t.kinds[letter.kind]} · {letter.reason} · {t.tries(letter.tries)} ·{' '}
            <time dateTime={letter.lastAt} title={dateTime(letter.lastAt, locale)}>
              {ago(letter.lastAt, locale)}
            </time>
          </small>
        </span>
        {letter.state !== 'open' && (
          <Badge variant="default" tt="none" fw={550}>
            {t.states[letter.state]}
          </Badge>
        )}
        <span className="audit-chevron">
          <Icon name={open ? 'chevron-down' : 'chevron-right'} size={16} />
        </span>
      </button>
      {open && (
        <div className="audit-open">
          <Content id={letter.id} />
          {letter.state === 'open' && (
            <Group gap="xs" mt="sm">
              {onReplay && (
                <Button size="xs" loading={busy} onClick={() => void replay()}>
                  {t.replay}
                </Button>
              )}
              {onDiscard && (
                <Button size="xs" variant="default" onClick={onDiscard}>
                  {t.discard}
                </Button>
              )}
            </Group>
          )}
        </div>
      )}
    </li>
  );
};

const Content = ({ id }: { id: string }) => {
  const t = useLettersTexts();
  const { data, error, reload } = useQuery(`dead-letter/${id}`, () => readLetter(id));
  if (error !== undefined && !data) return <ErrorState error={error} retry={reload} />;
  return data ? <JsonBlock title={t.content} value={data.payload} /> : <RowsSkeleton rows={1} />;
};
