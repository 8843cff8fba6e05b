import type { Json } from '../../json.ts';
import { askToEnd, effectKey, maxParkMs, retryOf } from '../calls.ts';
import { registerUndo } from '../compensate.ts';
import { cancelled, failVisit, isEnding, succeed } from '../frames.ts';
import { checkOutput } from '../output.ts';
import type { PollNames } from '../poll-names.ts';
import type { Outcome, RunError } from '../protocol.ts';
import { valueBytes } from '../room.ts';
import type { NodeKind, Place, Run } from '../run.ts';
import type { Visit } from '../state.ts';
import { markStep, tellTries } from '../trace.ts';

/** An action: one call, and more of it where the other side asks to wait. */
export const action: NodeKind = {
  start(run, at, visit) {
    const { plan } = at.node;
    if (run.state.start.simulate && plan.effect !== 'none' && plan.effect !== 'read') {
      const example = plan.example ?? null;
      markStep(visit, 'pinned');
      registerUndo(run, at, example, true);
      succeed(run, at, visit, 'out', example);
      return;
    }
    valueBytes(run, visit.input);
    if (plan.poll) readNames(run, at, visit);
    visit.key = effectKey(run, at.frame, plan.id);
    run.state.active++;
    send(run, at, visit);
  },
  answer(run, at, visit, outcome) {
    run.state.active--;
    tellTries(visit, outcome);
    if (isEnding(at)) {
      if (outcome.kind === 'ok') registerUndo(run, at, outcome.output);
      cancelled(run, at, visit, outcome.kind === 'ok' ? outcome.output : null);
      return;
    }
    if (outcome.kind === 'wait') {
      park(run, at, visit, outcome);
      return;
    }
    const attempts = (visit.spent ?? 0) + ('attempts' in outcome ? outcome.attempts : 1);
    if (outcome.kind === 'ok') done(run, at, visit, outcome.output, attempts);
    else failVisit(run, at, visit, errorOf(run, at, outcome, attempts));
  },
  /** Parked no longer: it takes its place among those that wait for one. */
  timer(run, at, visit) {
    visit.parkedMs = (visit.parkedMs ?? 0) + run.nowMs - (visit.parkedAt ?? run.nowMs);
    delete visit.timer;
    delete visit.until;
    run.state.queued.push([at.frame.id, at.node.index]);
  },
  /** Its turn has come again. */
  resume(run, at, visit) {
    markStep(visit, 'running');
    run.state.active++;
    send(run, at, visit);
  },
  cancel(run, _at, visit) {
    run.dropTimer(visit.timer);
    if (visit.call === undefined) return false;
    askToEnd(run, visit.call, 'cancelCall');
    return true;
  },
};

/** Read once, as the config is: parked or tried again, the action asks for the same. */
function readNames(run: Run, at: Place, visit: Visit): void {
  const names = run.read(run.plan.pollNames(at.node), at.frame, at.node);
  if (names === null) return;
  valueBytes(run, names);
  visit.names = names as PollNames;
}

function send(run: Run, at: Place, visit: Visit): void {
  const { plan } = at.node;
  const { names } = visit;
  visit.call = run.call(at);
  run.command({
    kind: 'call',
    call: visit.call,
    node: plan.id,
    type: plan.type,
    label: plan.label,
    path: at.frame.path,
    config: visit.input,
    connection: plan.connection ?? null,
    timeoutMs: plan.timeoutMs,
    retry: retryOf(plan, visit.spent ?? 0),
    idempotencyKey: visit.key ?? '',
    poll: plan.poll ? { ...plan.poll, ...(names ? { names } : {}) } : null,
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
  const waits = Math.max(0, outcome.until - run.nowMs);
  if ((visit.parkedMs ?? 0) + waits > maxParkMs(at.node.plan)) {
    const { id } = at.node.plan;
    failVisit(run, at, visit, {
      code: 'rate_limited',
      message: outcome.reason,
      node: id,
      attempts: visit.spent,
    });
    return;
  }
  delete visit.call;
  visit.parkedAt = run.nowMs;
  visit.until = run.nowMs + waits;
  visit.timer = run.timer('park', at.frame.id, at.node.index, visit.until, at.node.plan.label);
  markStep(visit, 'parked', outcome.reason);
}

/** The error of an answer, as its node shows it. What failed with an answer of its own may carry details. */
export function errorOf(
  run: Run,
  at: Place,
  outcome: Exclude<Outcome, { kind: 'ok' | 'wait' }>,
  attempts: number,
): RunError {
  if (outcome.kind === 'error') return { ...outcome.error, node: at.node.plan.id, attempts };
  const message = run.locale === 'en' ? 'The action was cancelled from outside' : 'A ação foi cancelada de fora';
  return { code: 'cancelled', message, node: at.node.plan.id, attempts };
}
