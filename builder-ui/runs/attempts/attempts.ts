import type { Step } from '../../api-types.ts';

/** One attempt of a step, as it is drawn: epoch ms, within the step's own time. */
export interface Attempt {
  /** Its number, from 1. What was told to wait has the number of the attempt after it. */
  n: number;
  from: number;
  to: number;
  /** `wait`: the other side asked to be called later, which is no attempt. */
  kind: 'failed' | 'good' | 'wait' | 'going';
  error: { code: string; message: string } | null;
  /** What was waited after it, until the next began or may begin; 0: nothing. */
  pauseMs: number;
}

type Bare = Omit<Attempt, 'pauseMs'>;

/** What came after the last that failed and is not told: the call after a wait, or one that is still going on. */
const tail = ({ tries = [], status, endedAt, error }: Step, end: number): Bare[] => {
  const last = tries.at(-1);
  if (!last?.error || status === 'parked') return [];
  const from = Date.parse(last.until ?? last.endedAt);
  const isOwn = last.until === undefined && (status === 'failed' || status === 'cancelled');
  if (isOwn || from >= end) return [];
  const n = last.until === undefined ? last.n + 1 : last.n;
  if (endedAt === null) return [{ n, from, to: end, kind: 'going', error: null }];
  return [{ n, from, to: end, kind: status === 'failed' ? 'failed' : 'good', error }];
};

/** The attempts of a step that needed more than one, or was told to wait, in their order; of any other none. */
export const attemptsOf = (step: Step, now: number): Attempt[] => {
  if (!step.tries || step.startedAt === null) return [];
  const begin = Date.parse(step.startedAt);
  const end = Math.max(begin, step.endedAt === null ? now : Date.parse(step.endedAt));
  // Clocks of workers and of the server differ by some milliseconds.
  const within = (ms: number): number => Math.min(end, Math.max(begin, ms));
  const told = step.tries.map(
    ({ n, startedAt, endedAt, error, until }): Bare => ({
      n,
      from: within(Date.parse(startedAt)),
      to: within(Date.parse(endedAt)),
      kind: until !== undefined ? 'wait' : error ? 'failed' : 'good',
      error,
    }),
  );
  const all = [...told, ...tail(step, end)];
  const until = step.tries.at(-1)?.until;
  const last = step.endedAt === null && until !== undefined ? Date.parse(until) : 0;
  return all.map((one, at) => ({ ...one, pauseMs: Math.max(0, (all[at + 1]?.from ?? last) - one.to) }));
};
