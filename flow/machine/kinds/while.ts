import { LOOPS } from '../../core/core-types.ts';
import { TramaError } from '../../errors.ts';
import type { Json, JsonObject } from '../../json.ts';
import { asObject, bad } from '../calls.ts';
import { cancelled, endFrame, failVisit, isEnding, openFrame, succeed } from '../frames.ts';
import type { NodeKind, Place, Run } from '../run.ts';
import type { Frame, Visit } from '../state.ts';
import { endNowhere } from './data.ts';

const DEFAULT_ROUNDS = 1_000;
const MOST_ROUNDS = 1_000_000;

export const loop: NodeKind = {
  start(run, at, visit) {
    mostRounds(run, asObject(run, visit.input, 'config')); // refused here, before a round begins
    Object.assign(visit, { next: 0, last: null, frames: [] });
    round(run, at, visit);
  },
  cancel(run, _at, visit) {
    for (const id of visit.frames ?? []) endFrame(run, run.frame(id) as Frame, { cause: 'cancelled' });
    return Boolean(visit.frames?.length);
  },
  frameDone(run, at, visit, _frame, result) {
    visit.frames = [];
    if (isEnding(at)) cancelled(run, at, visit);
    else if (result.cause === 'failed' && result.error) failVisit(run, at, visit, result.error);
    else {
      visit.last = result.value ?? null;
      if (result.cause === 'break') succeed(run, at, visit, 'out', visit.last);
      else round(run, at, visit);
    }
  },
};

function mostRounds(run: Run, config: JsonObject): number {
  const most = config.maxIterations ?? DEFAULT_ROUNDS;
  if (typeof most === 'number' && Number.isInteger(most) && most >= 1 && most <= MOST_ROUNDS) return most;
  throw bad(run, '"maxIterations" vai de 1 a 1.000.000', '"maxIterations" goes from 1 to 1,000,000');
}

/** Reads the condition, and begins a round or ends the loop. */
function round(run: Run, at: Place, visit: Visit): void {
  const index = visit.next ?? 0;
  const last: Json = visit.last ?? null;
  const condition = run.plan.later(at.node, 'condition');
  if (!condition || !run.test(condition, at.frame, at.node, { index, last })) {
    succeed(run, at, visit, 'out', last);
    return;
  }
  const most = mostRounds(run, visit.input as JsonObject);
  if (index >= most) {
    throw new TramaError(
      'too_many_iterations',
      run.locale === 'en' ? `More than ${most} rounds` : `Mais de ${most} voltas`,
    );
  }
  visit.next = index + 1;
  visit.frames = [openFrame(run, at.node.plan.inner, at.frame.id, at.node.index, { index, last }).id];
}

/** `break` and `continue` end the round of the nearest loop, through the scopes between. */
const exit = (cause: 'break' | 'continue'): NodeKind => ({
  start(run, at, visit) {
    endNowhere(run, at, visit);
    const round = roundAround(run, at.frame);
    if (!round) return;
    endFrame(run, round, { cause });
    const around = cause === 'break' ? run.place(round.parent, round.owner) : undefined;
    if (around) run.kind(around.at.node).breakOff?.(run, around.at, around.visit);
  },
});

function roundAround(run: Run, frame: Frame): Frame | undefined {
  for (let at: Frame | undefined = frame; at; at = run.frame(at.parent)) {
    if (LOOPS.has(run.plan.nodes[at.owner]?.plan.type ?? '')) return at;
  }
  return undefined;
}

export const breakOut = exit('break');
export const goOn = exit('continue');
