import { TramaError } from '../../errors.ts';
import type { Json, JsonObject } from '../../json.ts';
import { askToEnd, asObject, effectKey, freePlace, maxParkMs, retryOf } from '../calls.ts';
import { registerUndo } from '../compensate.ts';
import { cancelled, failVisit, isEnding, succeed } from '../frames.ts';
import { checkOutput } from '../output.ts';
import type { Outcome, RunError } from '../protocol.ts';
import type { NodeKind, Place, Run } from '../run.ts';
import type { Visit } from '../state.ts';
import { markStep } from '../trace.ts';

/** An action: one call, and more of it where the other side asks to wait. */
export const action: NodeKind = {
  start(run, at, visit) {
    const { plan } = at.node;
    if (run.state.start.simulate && plan.effect !== 'none' && plan.effect !== 'read') {
      markStep(run, visit, 'pinned');
      succeed(run, at, visit, 'out', plan.example ?? null);
      return;
    }
    visit.key = effectKey(run, at.frame, plan.id);
    run.state.active++;
    send(run, at, visit);
  },
  answer(run, at, visit, outcome) {
    if (isEnding(at)) {
      freePlace(run);
      if (outcome.kind === 'ok') registerUndo(run, at, outcome.output);
      cancelled(run, at, visit, outcome.kind === 'ok' ? outcome.output : null);
      return;
    }
    if (outcome.kind === 'wait') {
      park(run, at, visit, outcome);
      return;
    }
    freePlace(run);
    const attempts = (visit.spent ?? 0) + ('attempts' in outcome ? outcome.attempts : 1);
    if (outcome.kind === 'ok') done(run, at, visit, outcome.output, attempts);
    else failVisit(run, at, visit, errorOf(run, at, outcome, attempts));
  },
  timer(run, at, visit) {
    visit.parkedMs = (visit.parkedMs ?? 0) + run.nowMs - (visit.parkedAt ?? run.nowMs);
    run.state.active++;
    markStep(run, visit, 'running');
    send(run, at, visit);
  },
  cancel(run, _at, visit) {
    if (visit.timer !== undefined && run.state.timers[visit.timer]) {
      run.dropTimer(visit.timer);
      return false;
    }
    if (visit.call === undefined) return false;
    askToEnd(run, visit.call, 'cancelCall');
    return true;
  },
};

function send(run: Run, at: Place, visit: Visit): void {
  const { plan } = at.node;
  visit.call = run.call(at);
  delete visit.timer;
  run.command({
    kind: 'call',
    call: visit.call,
    node: plan.id,
    type: plan.type,
    label: plan.label,
    path: run.path(at.frame),
    config: visit.input,
    connection: plan.connection ?? null,
    timeoutMs: plan.timeoutMs,
    retry: retryOf(plan, visit.spent ?? 0),
    idempotencyKey: visit.key ?? '',
    poll: plan.poll ?? null,
  });
}

function done(run: Run, at: Place, visit: Visit, output: Json, attempts: number): void {
  checkOutput(run, at.node, output);
  registerUndo(run, at, output);
  succeed(run, at, visit, 'out', output, attempts);
}

/** Not an attempt: the node waits until the time named, `maxWait` in all. */
function park(run: Run, at: Place, visit: Visit, outcome: Extract<Outcome, { kind: 'wait' }>): void {
  visit.spent = (visit.spent ?? 0) + outcome.attempts;
  freePlace(run);
  const waits = Math.max(0, outcome.until - run.nowMs);
  if ((visit.parkedMs ?? 0) + waits > maxParkMs(at.node.plan)) {
    const error = new TramaError('rate_limited', outcome.reason);
    failVisit(run, at, visit, {
      code: error.code,
      message: error.message,
      node: at.node.plan.id,
      attempts: visit.spent,
    });
    return;
  }
  delete visit.call;
  visit.parkedAt = run.nowMs;
  visit.until = run.nowMs + waits;
  visit.timer = run.timer('park', at.frame.id, at.node.index, visit.until, at.node.plan.label);
  markStep(run, visit, 'parked', outcome.reason);
}

function errorOf(run: Run, at: Place, outcome: Exclude<Outcome, { kind: 'ok' | 'wait' }>, attempts: number): RunError {
  if (outcome.kind === 'error') return { ...outcome.error, node: at.node.plan.id, attempts };
  const message = run.locale === 'en' ? 'The action was cancelled from outside' : 'A ação foi cancelada de fora';
  return { code: 'cancelled', message, node: at.node.plan.id, attempts };
}

/** Starts a run of another flow, which is awaited or not. */
export const subflow: NodeKind = {
  start(run, at, visit) {
    const { flow, input = null, wait = true } = asObject(run, visit.input, 'config') as JsonObject;
    visit.call = run.call(at);
    visit.flow = String(flow);
    run.command({
      kind: 'startRun',
      call: visit.call,
      node: at.node.plan.id,
      path: run.path(at.frame),
      flow: String(flow),
      input,
      wait: wait !== false,
      idempotencyKey: effectKey(run, at.frame, at.node.plan.id),
    });
    if (wait !== false) markStep(run, visit, 'waiting');
  },
  answer(run, at, visit, outcome) {
    if (isEnding(at)) cancelled(run, at, visit);
    else if (outcome.kind === 'ok') {
      checkOutput(run, at.node, outcome.output);
      succeed(run, at, visit, 'out', outcome.output);
    } else if (outcome.kind !== 'wait') failVisit(run, at, visit, errorOf(run, at, outcome, 1));
  },
  cancel(run, _at, visit) {
    if (visit.call === undefined) return false;
    askToEnd(run, visit.call, 'cancelRun');
    return true;
  },
};
