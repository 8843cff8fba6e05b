import { Button, TextInput, Title } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { setSearch, usePlace } from '../router.ts';
import { useMay } from '../shell/session.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { EventRow } from './event-row.tsx';
import './events.css';
import { type EventRow as Event, listEvents } from './events-api.ts';
import { useEventsTexts } from './events-texts.ts';
import { SendDialog } from './send-dialog.tsx';

/** What happened, by the word of other systems and of flows, and what each of it did. */
export const EventsPage = () => {
  const t = useEventsTexts();
  const texts = useTexts();
  const { search } = usePlace();
  const [name, key] = [search.get('name') ?? '', search.get('key') ?? ''];
  const maySend = useMay('events:write');
  const [sending, setSending] = useState<Partial<Event> | null>(null);
  const list = usePages(`events?${name}&${key}`, (cursor) =>
    listEvents({ ...(name ? { name } : {}), ...(key ? { key } : {}), ...(cursor ? { cursor } : {}) }),
  );
  const rows = list.rows;
  const filtered = name !== '' || key !== '';
  const button = maySend && (
    <Button leftSection={<Icon name="send" size={16} />} onClick={() => setSending({})}>
      {t.send}
    </Button>
  );
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.title}</Title>
        {(filtered || rows?.length !== 0) && button}
      </header>
      {(filtered || (rows && rows.length > 0)) && <Filters name={name} eventKey={key} />}
      {list.error !== undefined && !rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !rows ? (
        <RowsSkeleton />
      ) : rows.length > 0 ? (
        <ul className="rows">
          {rows.map((event) => (
            <EventRow key={event.id} event={event} onAgain={maySend ? setSending : null} />
          ))}
        </ul>
      ) : filtered ? (
        <EmptyState icon="search" title={t.noneFound} text={t.noneFoundHelp}>
          <Button variant="default" mt="sm" onClick={() => setSearch({ name: null, key: null })}>
            {t.clear}
          </Button>
        </EmptyState>
      ) : (
        <EmptyState icon="bolt" title={t.empty} text={t.emptyHelp}>
          {button}
        </EmptyState>
      )}
      {list.more && (
        <Button variant="subtle" fullWidth mt="sm" loading={list.loading} onClick={list.more}>
          {texts.common.more}
        </Button>
      )}
      <SendDialog begin={sending} onClose={() => setSending(null)} onSent={list.reload} />
    </>
  );
};

/** A sentence with two holes. What is typed reaches the address a moment later; the address wins where it changes by itself. */
const Filters = ({ name, eventKey }: { name: string; eventKey: string }) => {
  const t = useEventsTexts();
  const [typed, setTyped] = useState({ name, key: eventKey });
  const [told, setTold] = useState({ name, key: eventKey });
  const tell = useDebouncedCallback((next: { name: string; key: string }) => {
    setTold(next);
    setSearch(next);
  }, 250);
  if (told.name !== name || told.key !== eventKey) {
    setTold({ name, key: eventKey });
    setTyped({ name, key: eventKey });
  }
  const change = (next: { name: string; key: string }) => {
    setTyped(next);
    tell(next);
  };
  return (
    <div className="event-filters">
      <span>{t.show}</span>
      <TextInput
        size="xs"
        aria-label={t.show}
        placeholder={t.anyName}
        value={typed.name}
        onChange={(event) => change({ ...typed, name: event.currentTarget.value })}
      />
      <span>{t.withKey}</span>
      <TextInput
        size="xs"
        aria-label={t.withKey}
        placeholder={t.anyKey}
        value={typed.key}
        onChange={(event) => change({ ...typed, key: event.currentTarget.value })}
      />
    </div>
  );
};
