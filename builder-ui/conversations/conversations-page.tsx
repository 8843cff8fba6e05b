import { Button, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { api } from '../api-client.ts';
import type { Conversation } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { Link } from '../shell/link.tsx';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useNarrow } from '../use-narrow.ts';
import { usePages } from '../use-pages.ts';
import { useRunChanges } from '../use-run-changes.ts';
import { Chat } from './chat.tsx';
import './conversations.css';
import { useConversationsTexts } from './conversations-texts.ts';

/** Chats on the left, the chosen one beside them; on a phone one or the other. */
export const ConversationsPage = ({ id }: { id: string | null }) => {
  const t = useConversationsTexts();
  const common = useTexts().common;
  const narrow = useNarrow();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 200);
  const list = usePages(`conversations?q=${q}`, (cursor) => api.conversations({ q, ...(cursor ? { cursor } : {}) }));
  useRunChanges(list.reload);
  const rows = list.rows;
  if (narrow && id !== null) return <Chat key={id} id={id} narrow />;
  const nothing = rows?.length === 0 && q === '' && id === null;
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.title}</Title>
      </header>
      {list.error !== undefined && !rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : nothing ? (
        <EmptyState icon="message" title={t.empty} text={t.emptyHelp}>
          <Button mt="sm" leftSection={<Icon name="plug" size={16} />} onClick={() => navigate('/connections')}>
            {t.emptyAction}
          </Button>
        </EmptyState>
      ) : (
        <div className="chats">
          <section className="chats-list" aria-label={t.title}>
            <TextInput
              placeholder={t.search}
              aria-label={t.search}
              leftSection={<Icon name="search" size={16} />}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            {!rows ? (
              <RowsSkeleton height={62} />
            ) : rows.length === 0 ? (
              <EmptyState icon="search" title={t.noneFound(q)} text={t.noneFoundHelp} />
            ) : (
              <ul className="rows">
                {rows.map((one) => (
                  <ChatRow key={one.id} conversation={one} chosen={one.id === id} />
                ))}
              </ul>
            )}
            {list.more && (
              <Button variant="subtle" fullWidth loading={list.loading} onClick={list.more}>
                {common.more}
              </Button>
            )}
          </section>
          {!narrow &&
            (id === null ? (
              <EmptyState icon="message" title={t.choose} text={t.chooseHelp} />
            ) : (
              <Chat key={id} id={id} narrow={false} />
            ))}
        </div>
      )}
    </>
  );
};

const ChatRow = ({ conversation, chosen }: { conversation: Conversation; chosen: boolean }) => {
  const t = useConversationsTexts();
  const locale = useLocale();
  const { id, title, account, lastMessage, lastError, state, activeAt } = conversation;
  const name = title ?? t.unnamed;
  const at = lastMessage?.at ?? activeAt;
  return (
    <li className="row chat-row" data-chosen={chosen || undefined}>
      <Link href={`/conversations/${id}`} className="row-main" aria-current={chosen ? 'page' : undefined}>
        <span className="chat-face" data-group="message" aria-hidden="true">
          {(/\p{L}/u.exec(name)?.[0] ?? '#').toUpperCase()}
        </span>
        <span className="row-words">
          <strong>{name}</strong>
          <small>
            {lastMessage?.direction === 'out' && `${t.you}: `}
            {lastMessage?.text || (lastMessage ? t.otherKind : account.name)}
          </small>
        </span>
        <span className="chat-side">
          <time title={dateTime(at, locale)}>{ago(at, locale)}</time>
          {lastError ? (
            <span className="chat-mark" data-tone="bad" title={lastError.message || lastError.code}>
              <Icon name="alert-triangle" size={14} />
            </span>
          ) : state === 'idle' ? null : (
            <span className="chat-mark" data-tone={state} title={t.states[state]}>
              <Icon name={state === 'waiting' ? 'clock' : 'ban'} size={14} />
            </span>
          )}
        </span>
      </Link>
    </li>
  );
};
