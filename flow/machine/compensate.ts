import type { Json } from '../json.ts';
import { placeName, retryOf } from './calls.ts';
import type { Outcome } from './protocol.ts';
import type { Place, Run } from './run.ts';
import type { Frame, Undo } from './state.ts';
import { closeStep, openStep } from './trace.ts';

/** Compensations run where the scope ended in one of these ways, not where the author left it by choice. */
const UNDONE: ReadonlySet<string> = new Set(['failed', 'timeout', 'interrupt', 'cancelled']);

/** The nearest scope around a frame, itself included, that compensates. */
function compensating(run: Run, frame: Frame | undefined): Frame | undefined {
  for (let at = frame; at; at = run.frame(at.parent)) {
    const owner = run.plan.nodes[at.owner];
    if (owner?.plan.type === 'scope' && owner.plan.config.compensate === true) return at;
  }
  return undefined;
}

/** An action has finished: how it would be undone is read now, and its own output can be read in it. */
export function registerUndo(run: Run, { frame, node }: Place, output: Json): void {
  const { compensation, id } = node.plan;
  const into = compensation && compensating(run, frame);
  if (!compensation || !into) return;
  const read = run.plan.named(`${node.index}~undo`, compensation.config, compensation.literal);
  const before = frame.out[node.index];
  frame.out[node.index] = output;
  try {
    const config = run.read(read, frame, node);
    const path = run.path(frame);
    const key = `${run.state.start.run.id}/${placeName(id, path)}/undo`;
    into.undo.push({ node: node.index, order: ++run.state.seq.undo, key, config, path });
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
  const undo = frame.undo.pop();
  if (!undo) {
    run.state.ready.push([frame.id, -1]);
    return;
  }
  const node = run.plan.nodes[undo.node];
  if (!node) throw new Error(`the plan has no node ${undo.node}`);
  const n = openStep(run, frame, node);
  const step = run.state.open[n];
  if (step) Object.assign(step, { node: `${node.plan.id}.compensation`, path: undo.path });
  frame.undoing = { undo, n, spent: 0, parkedMs: 0 };
  send(run, frame, undo);
}

function send(run: Run, frame: Frame, undo: Undo): void {
  const node = run.plan.nodes[undo.node];
  const compensation = node?.plan.compensation;
  if (!node || !compensation) throw new Error(`the plan has no compensation for node ${undo.node}`);
  const call = run.call({ frame, node }, { undo: true });
  run.command({
    kind: 'call',
    call,
    node: node.plan.id,
    type: compensation.type,
    label: node.plan.label,
    path: undo.path,
    config: undo.config,
    connection: compensation.connection ?? null,
    timeoutMs: compensation.timeoutMs,
    retry: retryOf(compensation, frame.undoing?.spent ?? 0),
    idempotencyKey: undo.key,
    poll: null,
  });
}

/** A compensation's answer. One that fails is recorded, and the rest still run. */
export function undoAnswer(run: Run, frame: Frame, outcome: Outcome): void {
  const { undoing } = frame;
  if (!undoing) return;
  if (outcome.kind === 'wait') {
    undoing.spent += outcome.attempts;
    run.timer('undo', frame.id, undoing.undo.node, Math.max(outcome.until, run.nowMs), 'compensation');
    return;
  }
  const visit = { n: undoing.n, input: undoing.undo.config };
  if (outcome.kind === 'ok')
    closeStep(run, visit, { status: 'succeeded', port: 'out', output: outcome.output, attempts: outcome.attempts });
  else if (outcome.kind === 'error')
    closeStep(run, visit, { status: 'failed', error: outcome.error, attempts: outcome.attempts });
  else closeStep(run, visit, { status: 'cancelled' });
  delete frame.undoing;
  nextUndo(run, frame);
}

/** The pause that an answer asked for is over. */
export function undoAgain(run: Run, frame: Frame): void {
  if (frame.undoing) send(run, frame, frame.undoing.undo);
}
