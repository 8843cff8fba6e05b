import { Tooltip } from '@mantine/core';
import type { TraceStatus } from '#flow/machine/protocol.ts';
import { Icon } from '../icons/icon.tsx';
import type { IconName } from '../icons/icon-paths.ts';
import { useKeyed } from '../keyed-store.ts';
import { clockTime } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { type NodeState, useCanvasWorld } from './canvas-context.ts';

/** A shape for each status, so that it is told without its colour. */
export const STATUS_ICONS: Record<TraceStatus, IconName | null> = {
  running: null,
  waiting: 'clock',
  retrying: 'refresh',
  parked: 'pause',
  succeeded: 'check',
  failed: 'x',
  skipped: 'minus',
  cancelled: 'ban',
  pinned: 'pin',
};

export const StatusMark = ({ status, size = 20 }: { status: TraceStatus; size?: number }) => {
  const icon = STATUS_ICONS[status];
  return (
    <span className="status-mark" data-status={status} style={{ width: size, height: size }}>
      {icon && <Icon name={icon} size={Math.round(size * 0.68)} stroke={2.6} />}
    </span>
  );
};

const StateBadge = ({ state }: { state: NodeState }) => {
  const t = useTexts();
  const locale = useLocale();
  const waits = state.status === 'waiting' || state.status === 'parked';
  const since = waits && state.since ? t.runs.sinceTime(clockTime(state.since, locale)) : '';
  const label = [t.stepStatus[state.status], since, state.reason].filter(Boolean).join(' · ');
  return (
    <Tooltip label={label}>
      <span className="node-state" role="img" aria-label={label}>
        {state.rounds > 1 && (
          <span className="node-rounds">
            {state.failed > 0 && <b>{state.failed}✕ </b>}×{state.rounds}
          </span>
        )}
        {since && <span className="node-since">{since}</span>}
        <StatusMark status={state.status} />
      </span>
    </Tooltip>
  );
};

/** What lies on the corners of a card: how it went in the run, and how many problems it has. */
export const NodeBadges = ({ id }: { id: string }) => {
  const world = useCanvasWorld();
  const t = useTexts();
  const state = useKeyed(world.states, id);
  const problems = useKeyed(world.problems, id);
  return (
    <>
      {state && <StateBadge state={state} />}
      {problems && !state && (
        <span
          className="node-problems"
          data-severity={problems.errors > 0 ? 'error' : 'warning'}
          title={t.problems.count(problems.errors, problems.warnings)}
        >
          {problems.errors || problems.warnings}
        </span>
      )}
    </>
  );
};

/** Status of a node in the run that is shown, for the frame of its card. */
export const useNodeStatus = (id: string): TraceStatus | undefined => useKeyed(useCanvasWorld().states, id)?.status;
