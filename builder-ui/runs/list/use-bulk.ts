import { useEffect, useRef, useState } from 'react';
import { toastError } from '../../shell/toasts.tsx';
import { type BulkFilter, type RunListFilter, runsApi } from '../runs-api.ts';
import { type BulkAction, matching } from './matching.ts';

/** Runs of one call: often enough that one sees it go on, and can stop it. */
const PART = 25;

interface BulkWork {
  action: BulkAction;
  done: number;
  of: number;
  failed: { id: string; code: string }[];
  /** It has come to its end, or was stopped. */
  over: boolean;
}

const count = async (filter: BulkFilter | null, action: BulkAction): Promise<number> =>
  filter === null ? 0 : (await runsApi.bulk({ filter, action, dryRun: true })).matched;

/** All that a filter means: how many there are for each action, and the work itself, part by part. */
export const useBulk = (ask: RunListFilter) => {
  const [to] = useState(() => new Date().toISOString());
  const [counts, setCounts] = useState<Record<BulkAction, number>>();
  const [work, setWork] = useState<BulkWork | null>(null);
  const stopped = useRef(false);
  const asked = useRef(ask);
  useEffect(() => {
    const of = (action: BulkAction) => count(matching(asked.current, action, to), action);
    Promise.all([of('retry'), of('cancel')]).then(([retry, cancel]) => setCounts({ retry, cancel }), toastError);
    return () => {
      stopped.current = true;
    };
  }, [to]);
  const start = async (action: BulkAction) => {
    const filter = matching(asked.current, action, to);
    const of = counts?.[action] ?? 0;
    if (!filter || of === 0) return;
    stopped.current = false;
    let now: BulkWork = { action, done: 0, of, failed: [], over: false };
    setWork(now);
    try {
      // What is tried again may fail again, and the clocks here and there differ: never more than were counted.
      for (let after: string | undefined; !stopped.current && now.done < of; ) {
        const part = await runsApi.bulk({
          filter,
          action,
          limit: Math.min(PART, of - now.done),
          ...(after && { after }),
        });
        now = { ...now, done: now.done + part.matched, failed: [...now.failed, ...part.failed] };
        setWork(now);
        after = part.next;
        if (!part.more) break;
      }
    } catch (error) {
      toastError(error);
    }
    setWork({ ...now, over: true });
  };
  const stop = () => {
    stopped.current = true;
  };
  return { counts, work, start, stop };
};
