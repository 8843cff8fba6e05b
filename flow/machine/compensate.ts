import type { Json } from '../json.ts';
import { maxParkMs, placeName, retryOf } from './calls.ts';
import type { LinkedNode } from './link.ts';
import type { Outcome } from './protocol.ts';
import { nodeError, type Place, type Run } from './run.ts';
import type { Frame, Undo, Visit } from './state.ts';
import { closeStep, markStep, openVisit, tellTries } from './trace.ts';

/** Compensations run where the scope ended in one of these ways, not where it went well. */
const UNDONE: ReadonlySet<string> = new Set(['failed', 'timeout', 'interrupt', 'cancelled']);

/** The nearest scope around a frame, itself included, that compensates. */
function compensating(run: Run, frame: Frame | undefined): Frame | undefined {
  for (let at = frame; at; at = run.frame(at.parent)) if (at.compensates) return at;
  return undefined;
}

/**
 * An action has finished: how it would be undone is read now, and its own output can be read in it. What cannot be read
 * is recorded as a failed compensation when its turn comes: the action itself went well.
 */
export function registerUndo(run: Run, { frame, node }: Place, output: Json, pinned = false): void {
  const { compensation, id } = node.plan;
  const into = compensation && compensating(run, frame);
  if (!compensation || !into) return;
  const undo: Undo = {
    node: node.index,
    order: ++run.state.seq.undo,
    key: `${run.state.start.run.id}/${placeName(id, frame.path)}/undo`,
    config: null,
    path: frame.path,
    ...(pinned ? { pinned } : {}),
  };
  into.undo.push(undo);
  const before = frame.out[node.index];
  frame.out[node.index] = output;
  try {
    undo.config = run.read(run.plan.undo(node), frame, node);
  } catch (thrown) {
    undo.error = nodeError(id, thrown);
  } finally {
    if (before === undefined) delete frame.out[node.index];
    else frame.out[node.index] = before;
  }
}

/** A scope that went well hands its compensations to the next one around it that compensates. */
export function handUp(run: Run, frame: Frame): void {
  if (frame.undo.length > 0) compensating(run, run.frame(frame.parent))?.undo.push(...frame.undo);
}

/** Begins the compensations of a frame that has ended; false where there are none. */
export function beginUndo(run: Run, frame: Frame): boolean {
  if (!frame.ending || !UNDONE.has(frame.ending.cause) || frame.undo.length === 0) return false;
  frame.undo.sort((a, b) => a.order - b.order);
  nextUndo(run, frame);
  return true;
}

function nextUndo(run: Run, frame: Frame): void {
  for (let undo = frame.undo.pop(); undo; undo = frame.undo.pop()) {
    const node = run.plan.nodes[undo.node] as LinkedNode;
    const visit: Visit = { ...openVisit(run, frame, node), input: undo.config };
    Object.assign(visit.step, { node: `${node.plan.id}.compensation`, path: undo.path });
    if (undo.error) closeStep(run, visit, 'failed', { error: undo.error });
    else if (undo.pinned || run.state.start.simulate) {
      markStep(visit, 'pinned');
      closeStep(run, visit, 'succeeded', { port: 'out' });
    } else {
      frame.undoing = { undo, visit };
      send(run, frame, undo, visit);
      return;
    }
  }
  run.state.ready.push([frame.id, -1]);
}

function send(run: Run, frame: Frame, undo: Undo, visit: Visit): void {
  const node = run.plan.nodes[undo.node] as LinkedNode;
  const { compensation, id, label } = node.plan;
  if (!compensation) throw new Error(`the plan has no compensation for node ${id}`);
  run.command({
    kind: 'call',
    call: run.call({ frame, node }, { undo: true }),
    node: id,
    type: compensation.type,
    label,
    path: undo.path,
    config: undo.config,
    connection: compensation.connection ?? null,
    timeoutMs: compensation.timeoutMs,
    retry: retryOf(compensation, visit.spent ?? 0),
    idempotencyKey: undo.key,
    poll: null,
  });
}

/** A compensation's answer. One that fails is recorded, and the rest still run. */
export function undoAnswer(run: Run, frame: Frame, outcome: Outcome): void {
  if (!frame.undoing) return;
  const { undo, visit } = frame.undoing;
  tellTries(visit, outcome);
  if (outcome.kind === 'wait') {
    park(run, frame, visit, outcome);
    return;
  }
  const attempts = (visit.spent ?? 0) + ('attempts' in outcome ? outcome.attempts : 0);
  const id = run.plan.nodes[undo.node]?.plan.id ?? '';
  if (outcome.kind === 'ok') closeStep(run, visit, 'succeeded', { port: 'out', output: outcome.output, attempts });
  else if (outcome.kind === 'error')
    closeStep(run, visit, 'failed', { error: { ...outcome.error, node: id, attempts }, attempts });
  else closeStep(run, visit, 'cancelled');
  delete frame.undoing;
  nextUndo(run, frame);
}

/** Told to wait, a compensation parks as its action would, `maxWait` in all. */
function park(run: Run, frame: Frame, visit: Visit, outcome: Extract<Outcome, { kind: 'wait' }>): void {
  const undo = frame.undoing?.undo;
  const node = run.plan.nodes[undo?.node ?? -1];
  if (!node) return;
  visit.spent = (visit.spent ?? 0) + outcome.attempts;
  const waits = Math.max(0, outcome.until - run.nowMs);
  visit.parkedMs = (visit.parkedMs ?? 0) + waits;
  if (visit.parkedMs > maxParkMs(node.plan.compensation ?? {})) {
    const error = { code: 'rate_limited', message: outcome.reason };
    undoAnswer(run, frame, { kind: 'error', error, attempts: 0 });
    return;
  }
  markStep(visit, 'parked', outcome.reason);
  run.timer('undo', frame.id, node.index, run.nowMs + waits, node.plan.label);
}

/** The pause that an answer asked for is over. */
export function undoAgain(run: Run, frame: Frame): void {
  if (!frame.undoing) return;
  markStep(frame.undoing.visit, 'running');
  send(run, frame, frame.undoing.undo, frame.undoing.visit);
}
