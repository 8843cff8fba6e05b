import type { Json } from '../json.ts';
import type { LinkedNode } from './link.ts';
import type { PathStep, RunError } from './protocol.ts';
import { takeRoom, valueBytes } from './room.ts';
import type { Place, Run } from './run.ts';
import {
  AWAITED,
  CANCELLED,
  DONE,
  ENDING,
  type Frame,
  type FrameEnd,
  IDLE,
  READY,
  RUNNING,
  SKIPPED,
  type Visit,
} from './state.ts';
import { closeStep, tellUnrun } from './trace.ts';

interface Round {
  index: number | null;
  item?: Json;
  last?: Json;
  compensates?: true;
}

/** Begins a round of a scope: its entry edges go live. */
export function openFrame(run: Run, scope: number, parent: number, owner: number, round: Round): Frame {
  const linked = run.plan.scopes[scope];
  if (!linked) throw new Error(`the plan has no scope ${scope}`);
  const frame: Frame = {
    id: ++run.state.seq.frame,
    scope,
    parent,
    owner,
    index: round.index,
    path: pathOf(run, parent, owner, round.index),
    left: linked.nodes.length,
    status: new Array<number>(linked.nodes.length).fill(IDLE),
    pending: linked.incoming.slice(),
    out: {},
    bytes: {},
    port: {},
    err: {},
    readers: { ...linked.readers },
    visits: {},
    ending: null,
    undo: [],
  };
  // Not spread among the others: each that follows a spread costs as much as all of a literal, and rounds are many.
  if (round.item !== undefined) frame.item = round.item;
  if (round.last !== undefined) frame.last = round.last;
  if (round.compensates) frame.compensates = true;
  run.state.frames[frame.id] = frame;
  for (const edge of linked.entry) decideLater(run, frame, edge.to, true);
  settleEdges(run);
  if (frame.left === 0) run.state.ready.push([frame.id, -1]);
  return frame;
}

function pathOf(run: Run, parent: number, owner: number, index: number | null): PathStep[] {
  const around = run.frame(parent)?.path ?? [];
  const container = run.plan.nodes[owner];
  return container && index !== null ? [...around, { container: container.plan.id, index }] : around;
}

/** A node has left by a port: its edges are decided. */
export function leave(run: Run, { frame, node }: Place, port: string): void {
  frame.status[node.place] = DONE;
  delete frame.visits[node.index];
  frame.port[node.index] = port;
  for (const edge of node.out) decideLater(run, frame, edge.to, edge.port === port);
  decided(run, frame, node);
}

/** A node that ends a branch without a port: `break`, `continue`, `stop`, `fail`. */
export function leaveNowhere(run: Run, { frame, node }: Place): void {
  frame.status[node.place] = DONE;
  delete frame.visits[node.index];
  decided(run, frame, node);
}

/** Ends a visit with success. Throws where the output is too large. */
export function succeed(run: Run, at: Place, visit: Visit, port: string, output: Json, attempts?: number): void {
  keepOutput(run, at, output);
  closeStep(run, visit, 'succeeded', { port, output, attempts });
  leave(run, at, port);
}

/** Fails a visit: by its `error` port where an edge leaves from it, else its scope fails. */
export function failVisit(run: Run, at: Place, visit: Visit, error: RunError): void {
  const { frame, node } = at;
  const caught = node.ports.has('error');
  closeStep(run, visit, 'failed', { port: caught ? 'error' : null, error, attempts: error.attempts ?? 1 });
  frame.err[node.index] = error;
  if (caught) leave(run, at, 'error');
  else {
    leaveNowhere(run, at);
    endFrame(run, frame, { cause: 'failed', error });
  }
}

/** Holds a value where somebody is going to read it; what nobody reads must be no larger than a value may be, either. */
export function keepOutput(run: Run, { frame, node: { index } }: Place, output: Json): void {
  if (output === null) return;
  const bytes = valueBytes(run, output);
  if ((frame.readers[index] ?? 0) === 0) return;
  takeRoom(run, bytes);
  frame.out[index] = output;
  frame.bytes[index] = bytes;
}

function dropOutput(run: Run, frame: Frame, index: number): void {
  run.state.size -= frame.bytes[index] ?? 0;
  delete frame.out[index];
  delete frame.bytes[index];
}

/** One node fewer is open; what only it would have read is forgotten. */
function decided(run: Run, frame: Frame, node: LinkedNode): void {
  frame.left--;
  for (const index of node.reads) {
    const left = (frame.readers[index] ?? 0) - 1;
    frame.readers[index] = left;
    if (left <= 0 && index in frame.out) dropOutput(run, frame, index);
  }
  settleEdges(run);
  if (frame.left === 0) run.state.ready.push([frame.id, -1]);
}

function decideLater(run: Run, frame: Frame, to: number, live: boolean): void {
  run.edges.push({ frame, to: run.plan.nodes[to] as LinkedNode, live });
}

/** Tells the targets of decided edges, without recursion however long the chain of skipped nodes. */
function settleEdges(run: Run): void {
  if (run.settling) return;
  run.settling = true;
  for (let edge = run.edges.shift(); edge; edge = run.edges.shift()) arrive(run, edge.frame, edge.to, edge.live);
  run.settling = false;
}

function arrive(run: Run, frame: Frame, node: LinkedNode, live: boolean): void {
  const { place } = node;
  const pending = (frame.pending[place] ?? 0) - 1;
  frame.pending[place] = pending;
  const before = frame.status[place];
  if ((before !== IDLE && before !== AWAITED) || frame.ending) return;
  const awaited = live || before === AWAITED;
  if (node.plan.first ? live : pending === 0 && awaited) {
    frame.status[place] = READY;
    run.state.ready.push([frame.id, node.index]);
    for (const index of node.leading) cancelNode(run, frame, run.plan.nodes[index] as LinkedNode);
  } else if (pending === 0) {
    frame.status[place] = SKIPPED;
    tellUnrun(run, frame, node, 'skipped');
    for (const edge of node.out) decideLater(run, frame, edge.to, false);
    decided(run, frame, node);
  } else if (awaited) frame.status[place] = AWAITED;
}

/** Ends a frame early: what runs in it is cancelled, what is undecided never runs. The first cause counts. */
export function endFrame(run: Run, frame: Frame, end: FrameEnd): void {
  if (frame.ending) return;
  frame.ending = end;
  for (const node of run.scopeOf(frame).nodes) cancelNode(run, frame, node);
}

/** Cancels one node, whatever it is doing. */
export function cancelNode(run: Run, frame: Frame, node: LinkedNode): void {
  const status = frame.status[node.place];
  if (status === IDLE || status === AWAITED || status === READY) {
    frame.status[node.place] = CANCELLED;
    // What a scope's early end kept from beginning was skipped; what a `join: first` gave up was cancelled.
    tellUnrun(run, frame, node, frame.ending ? 'skipped' : 'cancelled');
    decided(run, frame, node);
  } else if (status === RUNNING) {
    const visit = frame.visits[node.index] as Visit;
    frame.status[node.place] = ENDING;
    if (!run.kind(node).cancel?.(run, { frame, node }, visit)) cancelled(run, { frame, node }, visit);
  }
}

/** A node that was asked to end has ended. */
export function cancelled(run: Run, { frame, node }: Place, visit: Visit, output: Json = null): void {
  closeStep(run, visit, 'cancelled', { output });
  frame.status[node.place] = CANCELLED;
  delete frame.visits[node.index];
  decided(run, frame, node);
}

export const isEnding = ({ frame, node }: Place): boolean => frame.status[node.place] === ENDING;

/** Removes a frame that has ended; what can still be read of a scope's nodes goes to the frame around it. */
export function closeFrame(run: Run, frame: Frame): void {
  const parent = run.frame(frame.parent);
  if (parent && frame.index === null) {
    Object.assign(parent.port, frame.port);
    Object.assign(parent.err, frame.err);
    for (const index of run.scopeOf(frame).exports) exportOutput(run, frame, parent, index);
  }
  for (const index of Object.keys(frame.out)) dropOutput(run, frame, Number(index));
  delete run.state.frames[frame.id];
}

function exportOutput(run: Run, frame: Frame, parent: Frame, index: number): void {
  const output = frame.out[index];
  if (output === undefined || (parent.readers[index] ?? 0) === 0) return;
  parent.out[index] = output;
  parent.bytes[index] = frame.bytes[index] ?? 0;
  run.state.size += parent.bytes[index] ?? 0;
}
