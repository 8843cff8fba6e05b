import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#flow/json.ts';
import { Icon } from '../icons/icon.tsx';
import { JsonBlock } from '../runs/json-block.tsx';
import '../runs/runs.css';
import { AskDialog } from '../shell/ask-dialog.tsx';
import { CopyIcon } from '../shell/copy-text.tsx';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime, span } from '../shell/times.ts';
import { toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { type Call, type CallDetail, getCall, type Replay, replayCall } from './developers-api.ts';
import { useDevelopersTexts } from './developers-texts.ts';

const lookOf = (status: number): string | undefined =>
  status >= 500 ? 'bad' : status === 429 || status >= 400 ? 'wait' : undefined;

/** A call in one line; open, with its bodies, and done again. */
export const CallRow = ({ call, onDone }: { call: Call; onDone: () => void }) => {
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  return (
    <li className="row call-row">
      <button type="button" className="call-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="call-status" data-look={lookOf(call.status)}>
          {call.status}
        </span>
        <span className="call-method">{call.method}</span>
        <code>{call.path}</code>
        <span className="call-quiet">{span(call.ms, locale)}</span>
        <time className="call-quiet" title={dateTime(call.at, locale)}>
          {ago(call.at, locale)}
        </time>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} size={16} />
      </button>
      {open && <Details call={call} onDone={onDone} />}
    </li>
  );
};

const Details = ({ call, onDone }: { call: Call; onDone: () => void }) => {
  const t = useDevelopersTexts();
  const locale = useLocale();
  const detail = useQuery(`call/${call.id}`, () => getCall(call.id));
  const [asking, setAsking] = useState(false);
  const [replay, setReplay] = useState<Replay | null>(null);
  const reads = call.method === 'GET' || call.method === 'HEAD';
  const again = async (write: boolean) => {
    setReplay(await replayCall(call.id, write));
    onDone();
  };
  return (
    <div className="call-open">
      <Facts call={call} />
      {detail.error !== undefined ? (
        <ErrorState error={detail.error} retry={detail.reload} />
      ) : detail.data ? (
        <Bodies detail={detail.data} />
      ) : (
        <RowsSkeleton rows={1} />
      )}
      <Group mt="sm" gap="sm">
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="repeat" size={14} />}
          onClick={() => (reads ? void again(false).catch(toastError) : setAsking(true))}
        >
          {t.replay}
        </Button>
        {replay && (
          <Text size="sm" role="status">
            {t.replayed(replay.status, span(replay.ms, locale))}
          </Text>
        )}
      </Group>
      {replay && replay.body !== null && <JsonBlock title={t.answer} value={replay.body} />}
      <AskDialog
        question={
          asking
            ? {
                title: t.replayTitle,
                text: t.replayText(`${call.method} ${call.path}`),
                answers: [{ label: t.replay, danger: true, act: () => again(true) }],
              }
            : null
        }
        onClose={() => setAsking(false)}
      />
    </div>
  );
};

const Facts = ({ call }: { call: Call }) => {
  const t = useDevelopersTexts();
  const facts: [string, string][] = [
    [t.facts.key, `${call.keyName}${call.byToken ? ` (${t.facts.token})` : ''}`],
    ...(call.code === null ? [] : [[t.facts.code, call.code] as [string, string]]),
    [t.facts.ip, call.ip],
    [t.facts.size, t.sizes(call.received, call.sent)],
    ...(call.replayOf === null ? [] : [[t.facts.replay, call.replayOf] as [string, string]]),
  ];
  return (
    <dl className="call-facts">
      {facts.map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
      <dt>{t.facts.trace}</dt>
      <dd>
        <code>{call.traceId}</code> <CopyIcon text={call.traceId} size="xs" />
      </dd>
    </dl>
  );
};

const Fact = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
);

/** Of a body that was too long its beginning, as text. */
const shown = (body: Json): Json =>
  typeof body === 'object' && body !== null && !Array.isArray(body) && body.$cut === true
    ? `${String(body.preview)}…`
    : body;

const Bodies = ({ detail: { bodies } }: { detail: CallDetail }) => {
  const t = useDevelopersTexts();
  if (bodies === null)
    return (
      <Text size="sm" c="dimmed">
        {t.noBodies}
      </Text>
    );
  return (
    <>
      {bodies.request !== null && <JsonBlock title={t.request} value={shown(bodies.request)} />}
      {bodies.answer !== null && <JsonBlock title={t.answer} value={shown(bodies.answer)} />}
      {bodies.masked && (
        <Text size="sm" c="dimmed" mt="xs">
          {t.masked}
        </Text>
      )}
    </>
  );
};
