import { Button, Group, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import type { Run } from '../api-types.ts';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { CopyIcon } from '../shell/copy-text.tsx';
import { SchemeButton } from '../shell/frame.tsx';
import { Link } from '../shell/link.tsx';
import { spanBetween } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { isOver, RunStatusMark } from './run-status.tsx';
import { useNow } from './use-now.ts';

interface RunHeaderProps {
  run: Run;
  document: FlowDocument;
  catalogue: Catalogue;
  connected: boolean;
  narrow: boolean;
}

export const RunHeader = ({ run, document, catalogue, connected, narrow }: RunHeaderProps) => {
  const t = useTexts();
  const locale = useLocale();
  const over = isOver(run.status);
  const now = useNow(!over);
  const [busy, setBusy] = useState(false);
  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    await work().catch(toastError);
    setBusy(false);
  };
  const cancel = () =>
    act(async () => {
      await api.cancelRun(run.id);
      toastDone(t.runs.cancelling);
    });
  const pause = () => act(async () => void (await api.pauseRun(run.id)));
  const resume = () => act(async () => void (await api.resumeRun(run.id)));
  const retry = () => act(async () => navigate(`/runs/${(await api.retryRun(run.id, {})).id}`));
  const version = run.flowVersion === null ? t.runs.draft : `v${run.flowVersion}`;
  return (
    <>
      <header className="editor-head">
        <Link href={`/runs?flow=${run.flowId}`} className="head-back" aria-label={t.runs.back}>
          <Icon name="chevron-left" />
        </Link>
        <div className="head-title">
          <strong title={document.name}>{document.name}</strong>
          <span>
            {version}
            {run.test ? ` · ${t.runs.test}` : ''} · {spanBetween(run.startedAt, run.endedAt, locale, now)}
            {!connected && !over ? ` · ${t.runs.reconnecting}` : ''}
          </span>
        </div>
        <RunStatusMark status={run.status} word={!narrow} />
        <Group gap={4} className="head-tools" wrap="nowrap">
          {!narrow && (
            <span className="run-id">
              <code>{`${run.id.slice(0, 8)}…${run.id.slice(-6)}`}</code>
              <CopyIcon text={run.id} />
            </span>
          )}
          {!narrow && <SchemeButton />}
          <Tooltip label={t.runs.openFlow}>
            <Button
              variant="default"
              px={10}
              aria-label={t.runs.openFlow}
              onClick={() => navigate(`/flows/${run.flowId}`)}
            >
              <Icon name="flows" size={16} />
            </Button>
          </Tooltip>
          {over ? (
            <Button
              loading={busy}
              leftSection={narrow ? undefined : <Icon name="refresh" size={15} />}
              onClick={() => void retry()}
            >
              {t.runs.retry}
            </Button>
          ) : (
            <>
              <Steer
                paused={run.status === 'paused'}
                busy={busy}
                narrow={narrow}
                onPause={() => void pause()}
                onResume={() => void resume()}
              />
              <Button
                variant="outline"
                color="red"
                px={narrow ? 10 : undefined}
                loading={busy}
                aria-label={t.runs.cancel}
                onClick={() => void cancel()}
              >
                {narrow ? <Icon name="ban" size={16} /> : t.runs.cancel}
              </Button>
            </>
          )}
        </Group>
      </header>
      <Waiting {...{ run, document, catalogue }} />
    </>
  );
};

interface SteerProps {
  paused: boolean;
  busy: boolean;
  narrow: boolean;
  onPause: () => void;
  onResume: () => void;
}

/** Holds a run before its next step, and lets it go on. */
const Steer = ({ paused, busy, narrow, onPause, onResume }: SteerProps) => {
  const t = useTexts();
  const label = paused ? t.runs.resume : t.runs.pause;
  const icon = <Icon name={paused ? 'play' : 'pause'} size={15} />;
  return (
    <Button
      variant={paused ? 'filled' : 'default'}
      px={narrow ? 10 : undefined}
      loading={busy}
      aria-label={label}
      leftSection={narrow ? undefined : icon}
      onClick={paused ? onResume : onPause}
    >
      {narrow ? icon : label}
    </Button>
  );
};

/** What the run waits for, since when and until when. */
const Waiting = ({ run, document, catalogue }: Pick<RunHeaderProps, 'run' | 'document' | 'catalogue'>) => {
  const t = useTexts();
  const locale = useLocale();
  const waits = run.waitingFor ?? [];
  const now = useNow(waits.length > 0);
  const [first] = waits;
  if (!first || isOver(run.status)) return null;
  const found = findNode(document, first.node);
  return (
    <p className="run-waiting" role="status">
      <Icon name="clock" size={16} />
      <span>
        <b>{found ? nodeLabel(found, catalogue, locale) : first.node}</b> · {first.reason} ·{' '}
        {t.runs.since(spanBetween(first.since, null, locale, now))}
        {first.until ? ` · ${t.runs.left(spanBetween(new Date(now).toISOString(), first.until, locale))}` : ''}
        {waits.length > 1 ? ` · ${t.runs.andOthers(waits.length - 1)}` : ''}
      </span>
      {first.kind === 'approval' && <Link href="/approvals">{t.runs.decide}</Link>}
    </p>
  );
};
