import { asObject } from '../calls.ts';
import { beginWait, endWait, entriesOf } from '../events.ts';
import { leave, succeed } from '../frames.ts';
import { checkOutput } from '../output.ts';
import type { NodeKind } from '../run.ts';
import { closeStep, markStep } from '../trace.ts';
import { deadlineOf } from './wait.ts';

export const waitForEvent: NodeKind = {
  start(run, at, visit) {
    const config = asObject(run, visit.input, 'config');
    const entries = entriesOf(run, config.events ?? null);
    const deadline = deadlineOf(run, config, 'timeout');
    if (deadline !== undefined) {
      visit.until = deadline;
      visit.timer = run.timer('timeout', at.frame.id, at.node.index, deadline, at.node.plan.label);
    }
    markStep(visit, 'waiting');
    beginWait(run, at, visit, entries, false);
  },
  timer(run, at, visit) {
    endWait(run, visit);
    closeStep(run, visit, 'succeeded', { port: 'timeout' });
    leave(run, at, 'timeout');
  },
  answer(run, at, visit, outcome) {
    if (outcome.kind !== 'ok') return;
    endWait(run, visit);
    run.dropTimer(visit.timer);
    checkOutput(run, at.node, outcome.output);
    succeed(run, at, visit, outcome.port ?? 'out', outcome.output);
  },
  cancel(run, _at, visit) {
    endWait(run, visit);
    run.dropTimer(visit.timer);
    return false;
  },
};
