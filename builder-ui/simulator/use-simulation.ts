import { useMemo, useState } from 'react';
import type { MachineEvent, Outcome } from '#flow/machine/protocol.ts';
import type { Moment } from '#flow/simulator/stepper.ts';
import type { Step } from '../api-types.ts';
import { type Frame, framesOf, stepsAt } from './frames.ts';
import type { Simulation } from './simulation.ts';

/** Where one stands in a simulation, and the ways to go from there. */
export interface Walk {
  moment: Moment;
  before: Moment | undefined;
  moments: readonly Moment[];
  frame: Frame;
  steps: readonly Step[];
  isFirst: boolean;
  /** Nothing comes of its own accord. */
  isStuck: boolean;
  forward: () => void;
  back: () => void;
  toFirst: () => void;
  /** Up to where a step waits, or the run ends. */
  toWait: () => void;
  goTo: (moment: number) => void;
  answer: (call: number, outcome: Outcome) => void;
  send: (event: MachineEvent) => void;
}

const MOST_AT_ONCE = 500;
const BEGINNING: Frame = { moment: 0, shown: 0, stands: false };

const waits = ({ waitingFor, state }: Moment): boolean => waitingFor.length > 0 || state.end !== null;

/** What was decided at an earlier place begins another future: what followed there is forgotten. */
export const useSimulation = ({ stepper, first }: Simulation): Walk => {
  const [{ moments, at }, setWalk] = useState<{ moments: readonly Moment[]; at: number }>(() => ({
    moments: [first],
    at: 0,
  }));
  const frames = useMemo(() => framesOf(moments), [moments]);
  const frame = frames[Math.min(at, frames.length - 1)] ?? BEGINNING;
  const moment = moments[frame.moment] ?? first;
  const steps = useMemo(() => stepsAt(moments, frame), [moments, frame]);
  const isWhole = frame.shown >= moment.ended.length;

  /** The first stop of a new last moment. */
  const append = (next: readonly Moment[], stop: 'first' | 'last') => {
    const all = [...moments.slice(0, frame.moment + 1), ...next];
    const stops = framesOf(all);
    const firstNew = stops.findIndex((one) => one.moment === frame.moment + 1);
    setWalk({ moments: all, at: stop === 'last' ? stops.length - 1 : firstNew });
  };
  const forward = () => {
    if (at < frames.length - 1) return setWalk({ moments, at: at + 1 });
    const next = stepper.forward(moment);
    if (next) append([next], 'first');
  };
  const toWait = () => {
    const whole = frames.findLastIndex((one) => one.moment === frame.moment);
    if (at < whole && waits(moment)) return setWalk({ moments, at: whole });
    const next: Moment[] = [];
    let last = moment;
    for (let n = 0; n < MOST_AT_ONCE; n++) {
      const one = stepper.forward(last);
      if (!one) break;
      next.push(one);
      last = one;
      if (waits(one)) break;
    }
    if (next.length > 0) append(next, 'last');
    else setWalk({ moments, at: frames.length - 1 });
  };
  return {
    moment,
    before: moments[frame.moment - 1],
    moments,
    frame,
    steps,
    isFirst: at === 0,
    isStuck: isWhole && at >= frames.length - 1 && (moment.state.end !== null || moment.due.length === 0),
    forward,
    back: () => setWalk({ moments, at: Math.max(0, at - 1) }),
    toFirst: () => setWalk({ moments, at: 0 }),
    toWait,
    goTo: (index) => setWalk({ moments, at: frames.findLastIndex((one) => one.moment === index) }),
    answer: (call, outcome) => append([stepper.answer(moment, call, outcome)], 'first'),
    send: (event) => append([stepper.send(moment, event)], 'first'),
  };
};
