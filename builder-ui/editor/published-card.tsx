import { Button, CloseButton, Group, Loader, Paper, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { api } from '../api-client.ts';
import { Icon } from '../icons/icon.tsx';
import { CopyIcon } from '../shell/copy-text.tsx';
import { Link } from '../shell/link.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { type Listening, listening } from './publish-api.ts';
import { usePublishTexts } from './publish-texts.ts';
import './versions.css';

export interface PublishedNow {
  version: number;
  /** What was on the air before; null: nothing. */
  before: number | null;
}

interface PublishedCardProps {
  flowId: string;
  published: PublishedNow;
  onPublished: (version: number) => void;
  onClose: () => void;
}

const LOOK_MS = 2_000;
/** Once all is well. */
const STAYS_MS = 30_000;

/** Asks again while the other side has not been told, and when it is asked to. */
const useListening = (flowId: string, version: number): { now: Listening | undefined; again: () => void } => {
  const [now, setNow] = useState<Listening>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () =>
      listening(flowId).then(
        (answer) => {
          if (over) return;
          setNow(answer);
          if (answer.state === 'publishing' || answer.state === 'failed')
            timer = setTimeout(() => void look(), LOOK_MS);
        },
        () => {
          if (!over) timer = setTimeout(() => void look(), LOOK_MS);
        },
      );
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [flowId, version, round]);
  return { now, again: () => setRound((n) => n + 1) };
};

/** After publishing: whether the flow hears what it waits for, why not, and the way back. */
export const PublishedCard = ({ flowId, published, onPublished, onClose }: PublishedCardProps) => {
  const t = useTexts();
  const words = usePublishTexts();
  const { version, before } = published;
  const { now, again } = useListening(flowId, version);
  const [busy, setBusy] = useState(false);
  const isLive = now?.state === 'live';
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    if (!isLive) return;
    const timer = setTimeout(() => close.current(), STAYS_MS);
    return () => clearTimeout(timer);
  }, [isLive]);
  const back = async (to: number) => {
    setBusy(true);
    try {
      const made = await api.rollback(flowId, to);
      toastDone(words.backDone(to, made.version));
      onPublished(made.version);
      onClose();
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  const retry = async () => {
    if (now?.connection) await api.testConnection(now.connection).catch(() => undefined);
    again();
  };
  return (
    <Paper className="published-card" shadow="md" withBorder role="status">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text fw={620}>{t.publish.done(version)}</Text>
        <CloseButton size="sm" aria-label={t.common.close} onClick={onClose} />
      </Group>
      {now && <State now={now} onRetry={() => void retry()} />}
      {before !== null && (
        <Button size="xs" variant="default" mt="xs" loading={busy} onClick={() => void back(before)}>
          {words.backTo(before)}
        </Button>
      )}
    </Paper>
  );
};

const State = ({ now, onRetry }: { now: Listening; onRetry: () => void }) => {
  const words = usePublishTexts();
  return (
    <>
      <div className="published-state" data-state={now.state}>
        {now.state === 'publishing' ? (
          <Loader size={14} />
        ) : (
          <Icon name={now.state === 'live' ? 'check' : now.state === 'failed' ? 'alert-triangle' : 'pause'} size={15} />
        )}
        <span>{words.states[now.state]}</span>
      </div>
      {now.state === 'failed' && (
        <>
          <Text size="sm">{words.why[now.why ?? ''] ?? now.why}</Text>
          <Group gap="xs" mt={6}>
            <Button size="xs" onClick={onRetry}>
              {words.again}
            </Button>
            <Link href="/connections">{words.connections}</Link>
          </Group>
        </>
      )}
      {now.webhook && (
        <div className="published-address">
          <code>{now.webhook}</code>
          <CopyIcon text={now.webhook} />
        </div>
      )}
    </>
  );
};
