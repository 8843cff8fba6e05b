import { Badge, Button, Checkbox, Group } from '@mantine/core';
import { useState } from 'react';
import '../audit/audit.css';
import { Icon } from '../icons/icon.tsx';
import { explain, isExplained } from '../runs/explain.ts';
import { JsonBlock } from '../runs/json-block.tsx';
import '../runs/runs.css';
import type { Locale } from '#flow/json.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { type DeadLetter, readLetter } from './letters-api.ts';
import './letters.css';
import { useLettersTexts } from './letters-texts.ts';

interface RowProps {
  letter: DeadLetter;
  chosen: boolean;
  /** Nothing where there are not several to choose from. */
  onChoose: (() => void) | null;
  /** Nothing where who looks may not. */
  onReplay: (() => Promise<void>) | null;
  onDiscard: (() => void) | null;
}

/** One lost delivery with its reason; open, with what is in it. */
export const LetterRow = ({ letter, chosen, onChoose, onReplay, onDiscard }: RowProps) => {
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
      {onChoose && (
        <Checkbox
          className="letter-choose"
          size="xs"
          aria-label={t.chooseOf(letter.title)}
          checked={chosen}
          onChange={onChoose}
        />
      )}
      <button type="button" className="audit-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="row-icon" data-group="trigger">
          <Icon name={letter.kind === 'message' ? 'message' : 'bell'} size={18} />
        </span>
        <span className="row-words">
          <strong>{letter.title}</strong>
          <small>
            {t.kinds[letter.kind]} · {whyOf(letter, locale).what} · {t.tries(letter.tries)} ·{' '}
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
          <Reason letter={letter} />
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

/** A code in words; what a server said as it said it. */
const whyOf = ({ reason }: DeadLetter, locale: Locale): { what: string; todo: string | null } =>
  isExplained(reason) ? explain({ code: reason, message: '' }, {}, locale) : { what: reason, todo: null };

const Reason = ({ letter }: { letter: DeadLetter }) => {
  const t = useLettersTexts();
  const locale = useLocale();
  const { what, todo } = whyOf(letter, locale);
  return (
    <p className="letter-reason">
      <strong>{t.why}:</strong> {/[.!?]$/.test(what) ? what : `${what}.`} {todo}{' '}
      <span>{t.firstAt(dateTime(letter.firstAt, locale))}.</span>
    </p>
  );
};

const Content = ({ id }: { id: string }) => {
  const t = useLettersTexts();
  const { data, error, reload } = useQuery(`dead-letter/${id}`, () => readLetter(id));
  if (error !== undefined && !data) return <ErrorState error={error} retry={reload} />;
  return data ? <JsonBlock title={t.content} value={data.payload} /> : <RowsSkeleton rows={1} />;
};
