import { Button } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { JsonBlock } from '../runs/json-block.tsx';
import '../runs/runs.css';
import { Link } from '../shell/link.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import type { EventRow as Event } from './events-api.ts';
import { useEventsTexts } from './events-texts.ts';

/** An event and what it did; open, with its data. */
export const EventRow = ({ event, onAgain }: { event: Event; onAgain: ((event: Event) => void) | null }) => {
  const t = useEventsTexts();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  return (
    <li className="row event-row">
      <button type="button" className="event-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="row-icon" data-group="trigger">
          <Icon name="bolt" size={18} />
        </span>
        <span className="row-words">
          <strong>
            {event.name}
            {event.key !== null && <em>{event.key}</em>}
          </strong>
          <small>{t.did(event.started.length, event.reached.length)}</small>
        </span>
        <time title={dateTime(event.receivedAt, locale)}>{ago(event.receivedAt, locale)}</time>
        <span className="event-chevron">
          <Icon name={open ? 'chevron-down' : 'chevron-right'} size={16} />
        </span>
      </button>
      {open && <Details event={event} onAgain={onAgain} />}
    </li>
  );
};

const Details = ({ event, onAgain }: { event: Event; onAgain: ((event: Event) => void) | null }) => {
  const t = useEventsTexts();
  return (
    <div className="event-open">
      <dl className="event-facts">
        <dt>{t.source}</dt>
        <dd>{t.sources(event.source)}</dd>
        {event.externalId !== null && (
          <>
            <dt>{t.id}</dt>
            <dd>
              <code>{event.externalId}</code>
            </dd>
          </>
        )}
        <Runs name={t.started} runs={event.started} />
        <Runs name={t.reached} runs={event.reached} />
      </dl>
      <JsonBlock title={t.data} value={event.data} />
      {onAgain && (
        <Button mt="sm" size="xs" variant="default" onClick={() => onAgain(event)}>
          {t.again}
        </Button>
      )}
    </div>
  );
};

const Runs = ({ name, runs }: { name: string; runs: string[] }) => {
  const t = useEventsTexts();
  if (runs.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {runs.map((run, n) => (
          <Link key={run} href={`/runs/${run}`}>
            {t.run(n + 1)}
          </Link>
        ))}
      </dd>
    </>
  );
};
