import { Tooltip } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import type { TraceStatus } from '#flow/machine/protocol.ts';
import { Icon } from '../icons/icon.tsx';
import type { IconName } from '../icons/icon-paths.ts';
import { useKeyed } from '../keyed-store.ts';
import { clockTime } from '../shell/times.ts';
import { TestMarks } from '../testing/test-marks.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { type NodeState, useCanvasWorld } from './canvas-context.ts';
import { useCanvasTexts } from './canvas-texts.ts';

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

const ProblemsBadge = ({ errors, warnings }: { errors: number; warnings: number }) => {
  const t = useTexts();
  return (
    <span
      className="node-problems"
      data-severity={errors > 0 ? 'error' : 'warning'}
      title={t.problems.count(errors, warnings)}
    >
      {errors || warnings}
    </span>
  );
};

/** What lies on the corners of a card: how it went in the run, and how many problems it has. */
export const NodeBadges = ({ id }: { id: string }) => {
  const world = useCanvasWorld();
  const state = useKeyed(world.states, id);
  const problems = useKeyed(world.problems, id);
  return (
    <>
      {state && <StateBadge state={state} />}
      {problems && !state && <ProblemsBadge {...problems} />}
      <TestMarks id={id} />
    </>
  );
};

/** The same for a closed container: its problems are its own and those of what stands inside it. */
export const ClosedBadges = ({ id, inside }: { id: string; inside: string }) => {
  const t = useCanvasTexts();
  const { problems, states } = useCanvasWorld();
  const state = useKeyed(states, id);
  const ids = inside.split(' ').filter(Boolean);
  const keys = [id, ...ids];
  const count = (of: 'errors' | 'warnings') => keys.reduce((sum, key) => sum + (problems.get(key)?.[of] ?? 0), 0);
  const told = useSyncExternalStore(
    (listener) => {
      const stops = keys.map((key) => problems.subscribe(key, listener));
      return () => stops.forEach((stop) => stop());
    },
    () => `${count('errors')} ${count('warnings')}`,
  );
  const [errors = 0, warnings = 0] = told.split(' ').map(Number);
  return (
    <>
      <span className="node-inside">{t.steps(ids.length)}</span>
      {state && <StateBadge state={state} />}
      {!state && errors + warnings > 0 && <ProblemsBadge errors={errors} warnings={warnings} />}
      <TestMarks id={id} />
    </>
  );
};

/** Status of a node in the run that is shown, for the frame of its card. */
export const useNodeStatus = (id: string): TraceStatus | undefined => useKeyed(useCanvasWorld().states, id)?.status;
