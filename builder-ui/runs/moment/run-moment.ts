import type { Step } from '../../api-types.ts';

/** Of the steps that are under way, those of these types wait; a trace does not say so of the past. */
const WAITS: ReadonlySet<string> = new Set(['wait', 'waitForEvent', 'approval', 'ask', 'flow']);

const ms = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso));

/** Epoch ms of when a step began or ended, each once, in order: where one stops while going through a run. */
export const instantsOf = (steps: readonly Step[]): number[] => {
  const instants = new Set<number>();
  for (const { startedAt, endedAt } of steps)
    for (const at of [ms(startedAt), ms(endedAt)]) if (at !== null) instants.add(at);
  return [...instants].sort((a, b) => a - b);
};

/** A step as it stood at an instant; null: it was not there yet. */
const stepAt = (step: Step, at: number, type: string | undefined): Step | null => {
  const began = ms(step.startedAt) ?? ms(step.endedAt);
  if (began === null || began > at) return null;
  const ended = ms(step.endedAt);
  if (ended === null || ended <= at) return step;
  const status = WAITS.has(type ?? '') ? 'waiting' : 'running';
  const { reason: _, ...before } = step;
  return { ...before, status, endedAt: null, port: null, output: null, error: null };
};

/** A run's steps as they stood at an instant (epoch ms), from when each began and ended. */
export const stepsAt = (steps: readonly Step[], at: number, types: ReadonlyMap<string, string>): Step[] =>
  steps.flatMap((step) => stepAt(step, at, types.get(step.node)) ?? []);

/** The next of the instants after `at`, or before it; where there is none, `at`. */
export const nextInstant = (instants: readonly number[], at: number, direction: 1 | -1): number => {
  const found =
    direction === 1 ? instants.find((instant) => instant > at) : instants.findLast((instant) => instant < at);
  return found ?? at;
};
