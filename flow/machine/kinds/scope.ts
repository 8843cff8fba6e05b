import { asObject } from '../calls.ts';
import { beginWait, endWait, entriesOf, eventValue } from '../events.ts';
import { cancelled, endFrame, failVisit, isEnding, leave, openFrame, succeed } from '../frames.ts';
import type { NodeKind, Place, Run } from '../run.ts';
import type { Frame, Visit } from '../state.ts';
import { closeStep } from '../trace.ts';
import { deadlineOf } from './wait.ts';

export const scope: NodeKind = {
  start(run, at, visit) {
    const config = asObject(run, visit.input, 'config');
    const deadline = deadlineOf(run, config, 'timeout');
    const interrupts = config.interrupt === undefined ? [] : entriesOf(run, config.interrupt);
    const compensates = config.compensate === true ? ({ compensates: true } as const) : {};
    const frame = openFrame(run, at.node.plan.inner, at.frame.id, at.node.index, { index: null, ...compensates });
    visit.frames = [frame.id];
    if (interrupts.length > 0) beginWait(run, at, visit, interrupts, true);
    if (deadline === undefined) return;
    visit.until = deadline;
    if (deadline <= run.nowMs) endFrame(run, frame, { cause: 'timeout' });
    else visit.timer = run.timer('timeout', at.frame.id, at.node.index, deadline, at.node.plan.label);
  },
  timer(run, _at, visit) {
    endInside(run, visit, 'timeout');
  },
  cancel(run, _at, visit) {
    quiet(run, visit);
    endInside(run, visit, 'cancelled');
    return true;
  },
  frameDone(run, at, visit, _frame, result) {
    quiet(run, visit);
    if (isEnding(at)) cancelled(run, at, visit);
    else if (result.cause === 'done') succeed(run, at, visit, 'out', result.value);
    else if (result.cause === 'failed' && result.error) failVisit(run, at, visit, result.error);
    else if (result.cause === 'interrupt' && result.event) {
      succeed(run, at, visit, result.port ?? 'out', eventValue(result.event));
    } else leaveByTimeout(run, at, visit);
  },
};

function endInside(run: Run, visit: Visit, cause: 'timeout' | 'cancelled'): void {
  for (const id of visit.frames ?? []) endFrame(run, run.frame(id) as Frame, { cause });
}

function quiet(run: Run, visit: Visit): void {
  endWait(run, visit);
  run.dropTimer(visit.timer);
}

/** Without an edge from `timeout` the scope above fails (`flow-language` §2), and the trace shows where. */
function leaveByTimeout(run: Run, at: Place, visit: Visit): void {
  if (at.node.ports.has('timeout')) {
    closeStep(run, visit, 'succeeded', { port: 'timeout' });
    leave(run, at, 'timeout');
    return;
  }
  const message = run.locale === 'en' ? 'The scope took too long' : 'O bloco passou do prazo';
  const error = { code: 'timeout', message, node: at.node.plan.id, attempts: 1 };
  closeStep(run, visit, 'failed', { port: 'timeout', error });
  leave(run, at, 'timeout');
  endFrame(run, at.frame, { cause: 'failed', error });
}
