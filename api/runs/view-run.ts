import type { RunView } from '#domain/runs/run-view.ts';

/** What a caller sees of a run: the row, without what only operators need. */
export type PublicRun = Omit<RunView, 'workflowId' | 'planHash' | 'rootRunId' | 'waitingFor'> & {
  waitingFor?: RunView['waitingFor'];
};

const OPEN: ReadonlySet<string> = new Set(['running', 'waiting', 'paused']);
export const isOpen = (run: Pick<RunView, 'status'>): boolean => OPEN.has(run.status);

export function publicRun(run: RunView): PublicRun {
  const { workflowId: _w, planHash: _p, rootRunId: _r, waitingFor, ...shown } = run;
  return waitingFor.length > 0 && isOpen(run) ? { ...shown, waitingFor } : shown;
}

/** In lists: what tells runs apart, and not what they carry. */
export function runInList(run: RunView) {
  const { id, flowId, flowVersion, status, test, acceptedAt, startedAt, endedAt, error, waitingFor } = run;
  const { type, receivedAt } = run.trigger;
  const shown = { id, flowId, flowVersion, status, test, acceptedAt, startedAt, endedAt, error };
  const trigger = { type, ...(receivedAt === undefined ? {} : { receivedAt }) };
  return { ...shown, trigger, ...(waitingFor.length > 0 && isOpen(run) ? { waitingFor } : {}) };
}
