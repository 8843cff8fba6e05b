import type { FlowDocument } from '#flow/document.ts';
import type { TraceStatus } from '#flow/machine/protocol.ts';
import type { Step } from '../api-types.ts';
import type { EdgeState, NodeState } from '../canvas/canvas-context.ts';
import { edgeKey } from '../canvas/canvas-model.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import { parsePort } from '../document/ports.ts';

/** Of all rounds of a node, the state that matters most to who looks. */
const WEIGHT: Record<TraceStatus, number> = {
  running: 9,
  retrying: 8,
  waiting: 7,
  parked: 6,
  failed: 5,
  cancelled: 4,
  pinned: 3,
  succeeded: 2,
  skipped: 1,
};

const UNDER_WAY: ReadonlySet<TraceStatus> = new Set(['running', 'retrying', 'waiting', 'parked']);

export const stepsByNode = (steps: readonly Step[]): Map<string, Step[]> => {
  const byNode = new Map<string, Step[]>();
  for (const step of steps) {
    const list = byNode.get(step.node);
    if (list) list.push(step);
    else byNode.set(step.node, [step]);
  }
  return byNode;
};

const stateOf = (steps: readonly Step[]): NodeState | undefined => {
  let top: Step | undefined;
  let rounds = 0;
  let failed = 0;
  for (const step of steps) {
    if (!top || WEIGHT[step.status] > WEIGHT[top.status]) top = step;
    if (step.path.length > 0) rounds++;
    if (step.status === 'failed') failed++;
  }
  return top && { status: top.status, rounds, failed, reason: top.reason, since: top.startedAt ?? undefined };
};

export const nodeStates = (byNode: ReadonlyMap<string, Step[]>): Map<string, NodeState> => {
  const states = new Map<string, NodeState>();
  for (const [node, steps] of byNode) {
    const state = stateOf(steps);
    if (state) states.set(node, state);
  }
  return states;
};

const CALLS_FOR_EYES: TraceStatus[] = ['failed', 'waiting', 'retrying', 'running', 'parked'];

/** The node that one looks for in a run: where it failed, or where it stands. */
export const attentionOf = (byNode: ReadonlyMap<string, Step[]>): string | undefined => {
  const states = [...nodeStates(byNode)];
  for (const status of CALLS_FOR_EYES) {
    const found = states.find(([, state]) => state.status === status);
    if (found) return found[0];
  }
  return undefined;
};

/** `taken`: a node was left by that port; `live`: and what it leads to is under way; `idle`: not (yet). */
export const edgeStates = (document: FlowDocument, byNode: ReadonlyMap<string, Step[]>): Map<string, EdgeState> => {
  const states = new Map<string, EdgeState>();
  const some = (id: string, test: (step: Step) => boolean): boolean => byNode.get(id)?.some(test) ?? false;
  for (const edge of document.edges) {
    const { node, port } = parsePort(edge.from);
    const reached = some(edge.to, (step) => step.status !== 'skipped');
    const left =
      node === TRIGGER_ID || port === 'each'
        ? reached
        : some(node, (step) => step.port === port && step.endedAt !== null);
    const going = left && some(edge.to, (step) => UNDER_WAY.has(step.status));
    states.set(edgeKey(edge), going ? 'live' : left ? 'taken' : 'idle');
  }
  return states;
};

/** How often each edge was taken: rounds count one by one. */
export const edgeCounts = (document: FlowDocument, byNode: ReadonlyMap<string, Step[]>): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const edge of document.edges) {
    const { node, port } = parsePort(edge.from);
    const isEntry = node === TRIGGER_ID || port === 'each';
    const steps = byNode.get(isEntry ? edge.to : node) ?? [];
    const taken = steps.filter((step) =>
      isEntry ? step.status !== 'skipped' : step.port === port && step.endedAt !== null,
    );
    counts.set(edgeKey(edge), taken.length);
  }
  return counts;
};

export const sameNodeState = (a: NodeState, b: NodeState): boolean =>
  a.status === b.status &&
  a.rounds === b.rounds &&
  a.failed === b.failed &&
  a.reason === b.reason &&
  a.since === b.since;
