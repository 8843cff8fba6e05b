import type { Moment } from '#flow/simulator/stepper.ts';
import type { Step } from '../api-types.ts';

/** A place to stop at: a moment, or some way through what its event did in one go. */
export interface Frame {
  /** Index of the moment. */
  moment: number;
  /** How many of the steps that its event ended are shown. */
  shown: number;
  /** It is about what the run now stands at, not about what ended. */
  stands: boolean;
}

/** Steps that did not run are no place to stop at: they come with the one before them. */
const stops = ({ ended }: Moment): number[] => {
  const ran = ended.flatMap((step, at) => (step.status === 'skipped' ? [] : [at]));
  // Each stop goes up to where the next step that ran begins.
  return ran.length <= 1 ? [ended.length] : ran.map((_, n) => ran[n + 1] ?? ended.length);
};

const standsAt = ({ waitingFor, asked }: Moment): string | undefined => waitingFor[0]?.node ?? asked[0]?.node;

export const framesOf = (moments: readonly Moment[]): Frame[] =>
  moments.flatMap((moment, index) => {
    const ended = moment.ended.length > 0 || index === 0 ? stops(moment) : [];
    const frames = ended.map((shown) => ({ moment: index, shown, stands: false }));
    const shown = moment.ended.length;
    return ended.length > 0 && !standsAt(moment) ? frames : [...frames, { moment: index, shown, stands: true }];
  });

/** The steps as they are shown there: all of the moment's at its last stop, else those before it and the first ended. */
export const stepsAt = (moments: readonly Moment[], { moment: index, shown }: Frame): readonly Step[] => {
  const moment = moments[index];
  if (!moment) return [];
  if (shown >= moment.ended.length) return moment.steps;
  const steps = new Map((moments[index - 1]?.steps ?? []).map((step) => [step.n, step]));
  for (const step of moment.ended.slice(0, shown)) steps.set(step.n, step);
  return [...steps.values()].sort((a, b) => a.n - b.n);
};

/** The node that the stop is about. */
export const nodeAt = (moments: readonly Moment[], { moment: index, shown, stands }: Frame): string | undefined => {
  const moment = moments[index];
  if (!moment || stands) return moment && standsAt(moment);
  return moment.ended.slice(0, shown).findLast((step) => step.status !== 'skipped')?.node;
};
