import { GRACE_MS } from './calls.ts';
import { undoAnswer } from './compensate.ts';
import type { Outcome } from './protocol.ts';
import type { Run } from './run.ts';
import { tellLate } from './trace.ts';

/** What came of a call. Of a call that was given up, the answer is only traced. */
export function answerCall(run: Run, call: number, outcome: Outcome): void {
  const known = run.state.calls[call];
  if (!known) {
    const late = run.state.late[call];
    delete run.state.late[call];
    if (late && outcome.kind === 'ok') tellLate(run, late, outcome.output, null);
    if (late && outcome.kind === 'error') tellLate(run, late, null, outcome.error);
    return;
  }
  delete run.state.calls[call];
  dropGrace(run);
  if (known.undo) {
    const frame = run.frame(known.frame);
    if (frame) undoAnswer(run, frame, outcome);
    return;
  }
  const found = run.place(known.frame, known.node);
  if (!found) return;
  run.guard(found.at, found.visit, () => run.kind(found.at.node).answer?.(run, found.at, found.visit, outcome));
}

/** Cancelled calls whose grace is over count as ended. */
export function giveUpCalls(run: Run): void {
  run.state.graceTimer = null;
  let next = Number.POSITIVE_INFINITY;
  for (const [id, call] of Object.entries(run.state.calls)) {
    if (call.cancelledAt === undefined) continue;
    if (call.cancelledAt + GRACE_MS > run.nowMs) {
      next = Math.min(next, call.cancelledAt + GRACE_MS);
      continue;
    }
    const step = run.place(call.frame, call.node)?.visit.step;
    answerCall(run, Number(id), { kind: 'cancelled' });
    if (step) run.state.late[id] = step;
  }
  if (next < Number.POSITIVE_INFINITY) run.state.graceTimer = run.timer('grace', 0, -1, next, 'grace');
}

/** Nothing that was cancelled owes an answer any more. */
function dropGrace(run: Run): void {
  const { state } = run;
  if (state.graceTimer === null || Object.values(state.calls).some((call) => call.cancelledAt !== undefined)) return;
  run.dropTimer(state.graceTimer);
  state.graceTimer = null;
}
