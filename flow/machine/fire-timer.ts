import { giveUpCalls } from './answer.ts';
import { undoAgain } from './compensate.ts';
import { endTop } from './deadline.ts';
import { wins } from './link.ts';
import type { Run } from './run.ts';
import type { TimerState } from './state.ts';

/** A timer's time has come. */
export function fireTimer(run: Run, timer: TimerState): void {
  switch (timer.kind) {
    case 'grace':
      giveUpCalls(run);
      return;
    case 'run':
      endTop(run, 'failed', 'run_timeout');
      return;
    case 'undo': {
      const frame = run.frame(timer.frame);
      if (frame) undoAgain(run, frame);
      return;
    }
    case 'wait': {
      const rival = rivalOf(run, timer);
      if (rival) fireTimer(run, rival);
      fireNodeTimer(run, timer);
      return;
    }
    default:
      fireNodeTimer(run, timer);
  }
}

function fireNodeTimer(run: Run, timer: TimerState): void {
  const found = run.place(timer.frame, timer.node);
  if (!found) return;
  run.guard(found.at, found.visit, () => run.kind(found.at.node).timer?.(run, found.at, found.visit, timer));
}

/** A wait that is over at the same moment and whose edge into the same `join: first` is written before. */
function rivalOf(run: Run, timer: TimerState): TimerState | undefined {
  const node = run.plan.nodes[timer.node];
  if (!node || node.races.length === 0) return undefined;
  for (const [id, other] of Object.entries(run.state.timers)) {
    const rival = run.plan.nodes[other.node];
    if (other.kind !== 'wait' || other.frame !== timer.frame || other.at > timer.at) continue;
    if (!rival || !wins(rival, node)) continue;
    run.dropTimer(Number(id));
    return other;
  }
  return undefined;
}
