import type { TraceStep } from '#flow/machine/protocol.ts';
import type { Moment } from '#flow/simulator/stepper.ts';
import type { Simulation } from '../simulator/simulation.ts';

export interface Played {
  steps: readonly TraceStep[];
  /** Null: it waits for an event that nobody sends. */
  status: 'succeeded' | 'failed' | 'cancelled' | null;
  error: { code: string; message: string } | null;
  /** By the flow's own clock. */
  tookMs: number;
}

/** More than any template of ours needs. */
const MOST_MOMENTS = 2_000;

/** Who is asked says yes, as whoever tries a flow hopes. */
const next = ({ stepper }: Simulation, moment: Moment): Moment | null => {
  const asked = moment.asked.find(({ kind }) => kind === 'openApproval');
  if (!asked) return stepper.forward(moment);
  const output = { decision: 'approved', by: null, at: new Date(moment.now).toISOString(), comment: null, fields: {} };
  return stepper.answer(moment, asked.call, { kind: 'ok', port: 'approved', output, attempts: 1 });
};

/** Plays a simulation from its start to where nothing comes any more. */
export const playThrough = (simulation: Simulation): Played => {
  let moment = simulation.first;
  for (let n = 0; n < MOST_MOMENTS; n++) {
    if (moment.state.end) break;
    const after = next(simulation, moment);
    if (!after) break;
    moment = after;
  }
  const { end } = moment.state;
  return {
    steps: moment.steps,
    status: end?.status ?? null,
    error: end?.error ? { code: end.error.code, message: end.error.message } : null,
    tookMs: moment.now - simulation.first.now,
  };
};
