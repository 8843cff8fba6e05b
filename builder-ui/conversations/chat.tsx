import { Button, Skeleton, Stack } from '@mantine/core';
import { useLayoutEffect, useRef } from 'react';
import { api } from '../api-client.ts';
import type { ConversationWithQuestions, Message } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { ErrorState } from '../shell/states.tsx';
import { dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { useQuery } from '../use-query.ts';
import { useRunChanges } from '../use-run-changes.ts';
import { Bubble, dayOf } from './bubble.tsx';
import { useConversationsTexts } from './conversations-texts.ts';

const PAGE = 50;

/** One chat: what is wrong with it, what waits, and what was said, the newest below. */
export const Chat = ({ id, narrow }: { id: string; narrow: boolean }) => {
  const t = useConversationsTexts();
  const chat = useQuery(`conversation/${id}`, () => api.conversation(id));
  const list = usePages(`messages/${id}`, (cursor) => api.messages(id, cursor));
  useRunChanges(() => {
    chat.reload();
    // Who reads what is long past is left alone.
    if ((list.rows?.length ?? 0) <= PAGE) list.reload();
  });
  const error = chat.data ? undefined : (chat.error ?? list.error);
  if (error !== undefined) return <ErrorState error={error} retry={chat.reload} />;
  return (
    <section className="chat" aria-label={chat.data?.title ?? t.unnamed}>
      <header className="chat-head">
        {narrow && (
          <Link href="/conversations" aria-label={t.back} className="chat-back">
            <Icon name="chevron-left" />
          </Link>
        )}
        <div>
          <h2>{chat.data ? (chat.data.title ?? t.unnamed) : '…'}</h2>
          {chat.data && (
            <small>
              {chat.data.account.name}
              {chat.data.state === 'idle' ? '' : ` · ${t.states[chat.data.state]}`}
            </small>
          )}
        </div>
      </header>
      {chat.data && <Notes chat={chat.data} />}
      {list.rows ? (
        <Said messages={list.rows} more={list.more} loading={list.loading} />
      ) : (
        <Stack p="md">
          {[60, 40, 52].map((width) => (
            <Skeleton key={width} height={44} width={`${width}%`} radius={14} />
          ))}
        </Stack>
      )}
    </section>
  );
};

/** What one should know before one reads: failures with a way to their run, and questions that are open. */
const Notes = ({ chat }: { chat: ConversationWithQuestions }) => {
  const t = useConversationsTexts();
  const locale = useLocale();
  const { lastError, account, questions, state } = chat;
  return (
    <>
      {account.error && (
        <p className="chat-note" data-tone="bad" role="alert">
          <Icon name="plug" size={16} />
          <span>
            <b>{t.accountError(account.name)}</b> {account.error}
          </span>
          <Link href="/connections">{t.connections}</Link>
        </p>
      )}
      {state === 'unreachable' && (
        <p className="chat-note" data-tone="bad">
          <Icon name="ban" size={16} />
          <span>{t.unreachable}</span>
        </p>
      )}
      {lastError && (
        <p className="chat-note" data-tone="bad" role="alert">
          <Icon name="alert-triangle" size={16} />
          <span>
            <b>{t.lastError}</b> {lastError.message ? `${lastError.message} ` : ''}
            <code>{lastError.code}</code> · {dateTime(lastError.at, locale)}
          </span>
          {lastError.runId && <Link href={`/runs/${lastError.runId}`}>{t.seeRun}</Link>}
        </p>
      )}
      {questions.map((one) => (
        <p className="chat-note" data-tone="waiting" key={`${one.runId} ${one.askedAt}`}>
          <Icon name="clock" size={16} />
          <span>
            {t.waiting(one.flowName)}
            {one.expiresAt ? ` ${t.until(dateTime(one.expiresAt, locale))}` : ''}
          </span>
          <Link href={`/runs/${one.runId}`}>{t.seeRun}</Link>
        </p>
      ))}
    </>
  );
};

interface SaidProps {
  /** Newest first, as they are asked for. */
  messages: Message[];
  more: (() => void) | undefined;
  loading: boolean;
}

const Said = ({ messages, more, loading }: SaidProps) => {
  const t = useConversationsTexts();
  const locale = useLocale();
  const box = useRef<HTMLOListElement>(null);
  const newest = messages[0]?.id;
  // The newest is in sight when it comes; what is asked for above it moves nothing.
  useLayoutEffect(() => {
    if (newest !== undefined) box.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [newest]);
  const inOrder = messages.toReversed();
  return (
    <ol className="chat-said" ref={box}>
      {more && (
        <li className="chat-earlier">
          <Button size="compact-sm" variant="subtle" loading={loading} onClick={more}>
            {t.earlier}
          </Button>
        </li>
      )}
      {inOrder.length === 0 && <li className="chat-day">{t.silence}</li>}
      {inOrder.map((message, n) => {
        const before = inOrder[n - 1];
        const day = dayOf(message, locale);
        return (
          <Bubble
            key={message.id}
            message={message}
            day={before && dayOf(before, locale) === day ? null : day}
            newRun={message.runId !== null && message.runId !== before?.runId}
          />
        );
      })}
    </ol>
  );
};
