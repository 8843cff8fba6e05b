import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import { api } from '../api-client.ts';
import type { Run } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { Link } from '../shell/link.tsx';
import { useMay, useSession } from '../shell/session.ts';
import { spanBetween } from '../shell/times.ts';
import { toClipboard } from '../shell/to-clipboard.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { RetryChain } from './retry-chain.tsx';
import { isOver, RunStatusMark } from './run-status.tsx';
import { runsApi } from './runs-api.ts';
import { useRunsTexts } from './runs-texts.ts';
import { useNow } from './use-now.ts';

interface RunHeaderProps {
  run: Run;
  document: FlowDocument;
  connected: boolean;
  narrow: boolean;
  /** Asks how to run it again. */
  onRetry: () => void;
  /** How one looks at the run. */
  children: ReactNode;
}

export const RunHeader = ({ run, document, connected, narrow, onRetry, children }: RunHeaderProps) => {
  const t = useTexts();
  const r = useRunsTexts();
  const locale = useLocale();
  const over = isOver(run.status);
  const now = useNow(!over);
  const [busy, setBusy] = useState(false);
  const maySteer = useMay('runs:write');
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
          <strong role="heading" aria-level={1} title={document.name}>
            {document.name}
          </strong>
          <span>
            {version}
            {run.test ? ` · ${t.runs.test}` : ''} · {spanBetween(run.startedAt, run.endedAt, locale, now)}
            {!connected && !over ? ` · ${t.runs.reconnecting}` : ''}
          </span>
        </div>
        <RunStatusMark status={run.status} word={!narrow} />
        {!narrow && <RetryChain run={run} />}
        {!narrow && <span className="head-middle">{children}</span>}
        <Group gap={4} className="head-tools" wrap="nowrap">
          {!maySteer ? null : over ? (
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
          <MoreActions run={run} over={over} onRetry={onRetry} />
        </Group>
      </header>
      {narrow && (
        <nav className="run-switch-bar" aria-label={r.viewsLabel}>
          {children}
        </nav>
      )}
    </>
  );
};

/** Of those who run the house. */
const OPERATING = ['owner', 'admin'];

const MoreActions = ({ run, over, onRetry }: { run: Run; over: boolean; onRetry: () => void }) => {
  const t = useTexts();
  const r = useRunsTexts();
  const role = useSession()?.role ?? '';
  const maySteer = useMay('runs:write');
  const copy = (text: string, done: string) => void toClipboard(text).then(() => toastDone(done), toastError);
  const openTemporal = async () => {
    // Opened while the press counts as one; the address comes after it.
    const opened = globalThis.open('', '_blank');
    try {
      const url = await runsApi.temporal(run.id);
      if (opened) opened.location.href = url;
      else location.assign(url);
    } catch (error) {
      opened?.close();
      toastError(error);
    }
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={r.actions}>
          <Icon name="dots" size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {over && maySteer && (
          <Menu.Item leftSection={<Icon name="refresh" size={15} />} onClick={onRetry}>
            {r.retry.withData}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Icon name="flows" size={15} />} onClick={() => navigate(`/flows/${run.flowId}`)}>
          {t.runs.openFlow}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="copy" size={15} />} onClick={() => copy(location.href, r.linkCopied)}>
          {r.copyLink}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="copy" size={15} />} onClick={() => copy(run.id, t.common.copied)}>
          <span className="mono">{run.id.slice(0, 12)}…</span>
        </Menu.Item>
        {OPERATING.includes(role) && (
          <Menu.Item leftSection={<Icon name="clock" size={15} />} onClick={() => void openTemporal()}>
            {r.temporal}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
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
