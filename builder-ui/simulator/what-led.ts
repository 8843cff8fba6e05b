import type { Plan } from '#flow/plan/plan.ts';
import type { Moment } from '#flow/simulator/stepper.ts';

/** Why a moment came, for words. */
export type WhatLed =
  | { kind: 'start' | 'cancel' | 'deadline' | 'other' }
  | { kind: 'answered' | 'failed' | 'waited' | 'overdue'; node: string }
  | { kind: 'event'; name: string };

/** Reads off what led from one moment to the next. */
export const whatLed = (plan: Plan, before: Moment | undefined, { event }: Moment): WhatLed => {
  const nodeOf = (index: number | undefined): string | undefined =>
    index === undefined ? undefined : plan.nodes[index]?.id;
  switch (event?.kind) {
    case undefined:
    case 'start':
      return { kind: 'start' };
    case 'cancel':
      return { kind: 'cancel' };
    case 'event':
      return { kind: 'event', name: event.event.name };
    case 'answer': {
      const node = nodeOf(before?.state.calls[event.call]?.node);
      if (node === undefined) return { kind: 'other' };
      return { kind: event.outcome.kind === 'error' ? 'failed' : 'answered', node };
    }
    case 'timer': {
      const timer = before?.state.timers[event.timer];
      if (timer?.kind === 'run') return { kind: 'deadline' };
      const node = nodeOf(timer?.node);
      if (node === undefined || !timer) return { kind: 'other' };
      return { kind: timer.kind === 'wait' || timer.kind === 'park' ? 'waited' : 'overdue', node };
    }
    default:
      return { kind: 'other' };
  }
};
