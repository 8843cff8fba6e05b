import { askToEnd, asObject, bad, effectKey } from '../calls.ts';
import { cancelled, failVisit, isEnding, succeed } from '../frames.ts';
import { checkOutput } from '../output.ts';
import { valueBytes } from '../room.ts';
import type { NodeKind } from '../run.ts';
import { markStep } from '../trace.ts';
import { errorOf } from './action.ts';

/** `flow`: starts a run of another flow, which is awaited or not. */
export const subflow: NodeKind = {
  start(run, at, visit) {
    const { flow = null, input = null, wait = null } = asObject(run, visit.input, 'config');
    if (typeof flow !== 'string') throw bad(run, '"flow" precisa ser um texto', '"flow" must be a text');
    valueBytes(run, input);
    visit.call = run.call(at);
    visit.flow = flow;
    run.command({
      kind: 'startRun',
      call: visit.call,
      node: at.node.plan.id,
      path: at.frame.path,
      flow,
      input,
      wait: wait !== false,
      idempotencyKey: effectKey(run, at.frame, at.node.plan.id),
    });
    if (wait !== false) markStep(visit, 'waiting');
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
