import { ENDINGS, LOOPS } from '../core/core-types.ts';
import { MAX_ACTIVE } from './calls.ts';
import { failVisit, leave, succeed } from './frames.ts';
import { approvalNames } from './kinds/approval.ts';
import type { LinkedNode } from './link.ts';
import type { KeptStep, Pin } from './protocol.ts';
import type { Place, Run } from './run.ts';
import { type Frame, READY, RUNNING, type Visit } from './state.ts';
import { closeStep, markStep, openStep, tellUnrun } from './trace.ts';

/** Starts a node whose turn has come: kept, disabled, pinned, or for real. */
export function startNode(run: Run, frame: Frame, node: LinkedNode): void {
  if (frame.status[node.place] !== READY || frame.ending) return;
  const { plan } = node;
  if (plan.action && run.state.active >= MAX_ACTIVE) {
    run.state.queued.push([frame.id, node.index]);
    return;
  }
  const at: Place = { frame, node };
  frame.status[node.place] = RUNNING;
  if (plan.disabled) {
    tellUnrun(run, frame, node, 'skipped', 'disabled');
    leave(run, at, 'out', null);
    return;
  }
  const visit: Visit = { n: openStep(run, frame, node), input: null };
  frame.visits[node.index] = visit;
  const kept = frame.parent === 0 ? run.state.start.retry?.kept[plan.id] : undefined;
  const pin = ENDINGS.has(plan.type) ? undefined : run.state.start.pins?.[plan.id];
  run.guard(at, visit, () => {
    if (kept) keep(run, at, visit, kept);
    else if (pin) usePin(run, at, visit, pin);
    else startForReal(run, at, visit);
  });
}

function startForReal(run: Run, at: Place, visit: Visit): void {
  const extra = at.node.plan.type === 'approval' ? approvalNames(run, at) : undefined;
  visit.input = run.read(run.plan.config(at.node), at.frame, at.node, extra);
  run.kind(at.node).start(run, at, visit);
}

function usePin(run: Run, at: Place, visit: Visit, pin: Pin): void {
  markStep(run, visit, 'pinned');
  const { id } = at.node.plan;
  if (pin.error) {
    const { code, message = '', details } = pin.error;
    failVisit(run, at, visit, { code, message, node: id, attempts: 1, ...(details === undefined ? {} : { details }) });
  } else succeed(run, at, visit, pin.port ?? 'out', pin.output ?? null);
}

/** What a retry keeps: the node does not run again, its output and port stand as they were. */
function keep(run: Run, at: Place, visit: Visit, kept: KeptStep): void {
  const { frame, node } = at;
  if (node.plan.inner >= 0) for (const inside of insideOf(run, node)) keepInside(run, frame, inside);
  if (kept.error) frame.err[node.index] = kept.error;
  closeStep(run, visit, {
    status: kept.error ? 'failed' : 'succeeded',
    port: kept.port,
    output: kept.output,
    error: kept.error ?? null,
    reason: 'kept',
  });
  leave(run, at, kept.port, kept.output);
}

/** Nodes of a scope, at any depth outside loops: they stay readable after it. */
function insideOf(run: Run, container: LinkedNode): LinkedNode[] {
  if (LOOPS.has(container.plan.type)) return [];
  const nodes = run.plan.scopes[container.plan.inner]?.nodes ?? [];
  return nodes.flatMap((node) => [node, ...(node.plan.inner >= 0 ? insideOf(run, node) : [])]);
}

function keepInside(run: Run, frame: Frame, node: LinkedNode): void {
  const kept = run.state.start.retry?.kept[node.plan.id];
  if (!kept) return;
  frame.port[node.index] = kept.port;
  if (kept.error) frame.err[node.index] = kept.error;
  if ((frame.readers[node.index] ?? 0) > 0 && kept.output !== null) frame.out[node.index] = kept.output;
}
