import type { StepTry } from './protocol.ts';

/** Earlier ones are left out: a step of a hundred attempts carries no more than one of ten. */
export const MOST_TRIES = 10;

/** Attempts one after the other, the last of them: those of `more` are numbered on from those before. */
export function triesAfter(before: readonly StepTry[], more: readonly StepTry[]): StepTry[] {
  const last = before.at(-1);
  // What was told to wait was no attempt: the next one has its number.
  const made = last === undefined ? 0 : last.until === undefined ? last.n : last.n - 1;
  return [...before, ...more.map((one) => ({ ...one, n: one.n + made }))].slice(-MOST_TRIES);
}

/** One attempt, or none, says no more than its step does. */
export const isTold = (tries: readonly StepTry[]): boolean =>
  tries.length > 1 || tries.some(({ until }) => until !== undefined);
