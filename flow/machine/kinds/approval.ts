import type { Json, JsonObject } from '../../json.ts';
import { asObject, bad } from '../calls.ts';
import { cancelled, failVisit, isEnding, leave, succeed } from '../frames.ts';
import type { ApprovalRequest } from '../protocol.ts';
import type { NodeKind, Place, Run } from '../run.ts';
import { closeStep, markStep } from '../trace.ts';
import { deadlineOf } from './wait.ts';

/** Stands for the address in `message` and `via`: its token is made where the row is, and never enters a history. */
export const APPROVAL_URL = '%APPROVAL_URL%';

/** `approval` as `message` and `via` may read it. */
export function approvalNames(run: Run, { frame, node }: Place): Record<string, Json> {
  const deadline = deadlineBefore(run, { frame, node });
  return {
    approval: { url: APPROVAL_URL, expiresAt: deadline === undefined ? null : new Date(deadline).toISOString() },
  };
}

/** `timeout` and `until` are read before the rest, which may show when the approval expires. */
function deadlineBefore(run: Run, { frame, node }: Place): number | undefined {
  const fields: JsonObject = {};
  for (const field of ['timeout', 'until']) {
    const read = run.plan.later(node, field);
    if (read) fields[field] = run.read(read, frame, node);
  }
  return deadlineOf(run, fields, 'timeout');
}

export const approval: NodeKind = {
  start(run, at, visit) {
    const config = asObject(run, visit.input, 'config');
    const deadline = deadlineOf(run, config, 'timeout');
    visit.approval = { request: requestOf(run, config), expiresAt: deadline ?? null };
    visit.call = run.call(at);
    if (deadline !== undefined) {
      visit.until = deadline;
      visit.timer = run.timer('timeout', at.frame.id, at.node.index, deadline, at.node.plan.label);
    }
    run.command({
      kind: 'openApproval',
      call: visit.call,
      node: at.node.plan.id,
      path: at.frame.path,
      visit: `${at.frame.id}/${visit.step.n}`,
      request: visit.approval.request,
      expiresAt: visit.approval.expiresAt,
    });
    markStep(visit, 'waiting');
  },
  /** The row is closed first; a decision that came before it still counts. */
  timer(run, _at, visit) {
    delete visit.timer;
    if (visit.call !== undefined) run.command({ kind: 'closeApproval', call: visit.call, reason: 'timeout' });
  },
  answer(run, at, visit, outcome) {
    if (isEnding(at)) {
      cancelled(run, at, visit);
      return;
    }
    run.dropTimer(visit.timer);
    if (outcome.kind === 'ok' && outcome.port === 'timeout') {
      closeStep(run, visit, 'succeeded', { port: 'timeout' });
      leave(run, at, 'timeout');
    } else if (outcome.kind === 'ok') succeed(run, at, visit, outcome.port ?? 'approved', outcome.output);
    else if (outcome.kind === 'error') failVisit(run, at, visit, { ...outcome.error, node: at.node.plan.id });
  },
  cancel(run, _at, visit) {
    run.dropTimer(visit.timer);
    if (visit.call !== undefined) {
      run.command({ kind: 'closeApproval', call: visit.call, reason: 'cancelled' });
      delete run.state.calls[visit.call];
    }
    return false;
  },
};

const texts = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

function requestOf(run: Run, config: JsonObject): ApprovalRequest {
  // A simulation writes to nobody.
  const quiet = run.state.start.simulate === true;
  if (typeof config.title !== 'string') throw bad(run, '"title" precisa ser um texto', '"title" must be a text');
  const accept = config.accept ?? null;
  const words = accept === null ? null : asObject(run, accept, 'accept');
  return {
    title: config.title,
    details: config.details ?? null,
    fields: (config.fields ?? {}) as ApprovalRequest['fields'],
    assignees: texts(config.assignees),
    via: !quiet && Array.isArray(config.via) ? config.via : [],
    message: typeof config.message === 'string' ? config.message : null,
    remind: quiet ? [] : texts(config.remind),
    accept: words ? { message: texts(words.message), reject: texts(words.reject) } : null,
  };
}
