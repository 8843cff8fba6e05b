import type { RunStatus } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import type { IconName } from '../icons/icon-paths.ts';
import { useTexts } from '../texts/texts.ts';

const MARKS: Record<RunStatus, { icon: IconName | null; as: string }> = {
  queued: { icon: 'dots', as: 'queued' },
  running: { icon: null, as: 'running' },
  waiting: { icon: 'clock', as: 'waiting' },
  paused: { icon: 'pause', as: 'parked' },
  succeeded: { icon: 'check', as: 'succeeded' },
  failed: { icon: 'x', as: 'failed' },
  cancelled: { icon: 'ban', as: 'cancelled' },
};

/** Shape, colour and word of a run's status. */
export const RunStatusMark = ({ status, word = true }: { status: RunStatus; word?: boolean }) => {
  const t = useTexts();
  const { icon, as } = MARKS[status];
  return (
    <span className="run-status" data-status={as} title={t.runStatus[status]}>
      <span className="status-mark" data-status={as} style={{ width: 18, height: 18 }}>
        {icon && <Icon name={icon} size={12} stroke={2.8} />}
      </span>
      {word && <span>{t.runStatus[status]}</span>}
    </span>
  );
};

export const isOver = (status: RunStatus): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'cancelled';
