import { ENDINGS, LOOPS } from '../core/core-types.ts';
import { MAX_ACTIVE } from './calls.ts';
import { failVisit, keepOutput, leave, succeed } from './frames.ts';
import { approvalNames } from './kinds/approval.ts';
import type { LinkedNode } from './link.ts';
import { pinnedLeave } from './pinned-leave.ts';
import type { KeptStep, Pin } from './protocol.ts';
import type { Place, Run } from './run.ts';
import { type Frame, RUNNING, type Visit } from './state.ts';
import { closeStep, markStep, openVisit, tellUnrun } from './trace.ts';

/** Starts a node whose turn has come: kept, disabled, pinned, or for real. */
export function startNode(run: Run, frame: Frame, node: LinkedNode): void {
  const { plan } = node;
  const at: Place = { frame, node };
  frame.status[node.place] = RUNNING;
  if (plan.disabled) {
    tellUnrun(run, frame, node, 'skipped', 'disabled');
    leave(run, at, 'out');
    return;
  }
  const visit = openVisit(run, frame, node);
  frame.visits[node.index] = visit;
  const kept = keptOf(run, frame, node);
  const pin = pinOf(run, node);
  run.guard(at, visit, () => {
    if (kept) keep(run, at, visit, kept);
    else if (pin) usePin(run, at, visit, pin);
    else startForReal(run, at, visit);
  });
}

const keptOf = (run: Run, frame: Frame, node: LinkedNode): KeptStep | undefined =>
  frame.parent === 0 ? run.state.start.retry?.kept[node.plan.id] : undefined;

const pinOf = (run: Run, { plan }: LinkedNode): Pin | undefined =>
  ENDINGS.has(plan.type) ? undefined : run.state.start.pins?.[plan.id];

/** An action that finds no free place, or others that wait for one, waits in order. */
export function mustQueue(run: Run, frame: Frame, node: LinkedNode): boolean {
  const { active, queued } = run.state;
  if (!node.plan.action || (active < MAX_ACTIVE && queued.length === 0)) return false;
  return !node.plan.disabled && !keptOf(run, frame, node) && !pinOf(run, node);
}

function startForReal(run: Run, at: Place, visit: Visit): void {
  const extra = at.node.plan.type === 'approval' ? approvalNames(run, at) : undefined;
  visit.input = run.read(run.plan.config(at.node), at.frame, at.node, extra);
  run.kind(at.node).start(run, at, visit);
}

function usePin(run: Run, at: Place, visit: Visit, pin: Pin): void {
  markStep(visit, 'pinned');
  const { id } = at.node.plan;
  if (pin.error || pin.port === 'error') {
    const { code = 'pinned', message = '', details } = pin.error ?? {};
    failVisit(run, at, visit, { code, message, node: id, attempts: 1, ...(details === undefined ? {} : { details }) });
    return;
  }
  const { port, output } = pinnedLeave(at.node.plan, pin);
  succeed(run, at, visit, port, output);
}

/** What a retry keeps: the node does not run again, its output and port stand as they were. */
function keep(run: Run, at: Place, visit: Visit, kept: KeptStep): void {
  const { frame, node } = at;
  for (const inside of insideOf(run, node)) keepInside(run, frame, inside);
  if (kept.error) frame.err[node.index] = kept.error;
  keepOutput(run, at, kept.output);
  closeStep(run, visit, kept.error ? 'failed' : 'succeeded', { ...kept, reason: 'kept' });
  leave(run, at, kept.port);
}

/** Nodes of a scope, at any depth outside loops: they stay readable after it. */
function insideOf(run: Run, container: LinkedNode): LinkedNode[] {
  if (LOOPS.has(container.plan.type)) return [];
  const nodes = run.plan.scopes[container.plan.inner]?.nodes ?? [];
  return nodes.flatMap((node) => [node, ...insideOf(run, node)]);
}

function keepInside(run: Run, frame: Frame, node: LinkedNode): void {
  const kept = run.state.start.retry?.kept[node.plan.id];
  if (!kept) return;
  frame.port[node.index] = kept.port;
  if (kept.error) frame.err[node.index] = kept.error;
  keepOutput(run, { frame, node }, kept.output);
}
