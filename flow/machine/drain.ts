import { MAX_ACTIVE } from './calls.ts';
import { endTop, isOverdue } from './deadline.ts';
import { offer } from './events.ts';
import { finishFrame } from './finish.ts';
import { fireTimer } from './fire-timer.ts';
import { wins } from './link.ts';
import type { Run } from './run.ts';
import { mustQueue, startNode } from './start-node.ts';
import { type CallState, READY, RUNNING } from './state.ts';

/** Visits that one call of `receive` does at most; with `more`, it goes on. */
const VISITS_AT_ONCE = 10_000;

/** Runs what is ready until all waits; true where the bound of one step cut it short. */
export function drain(run: Run): boolean {
  const { state } = run;
  for (let visits = 0; visits < VISITS_AT_ONCE; visits++) {
    if (state.status !== 'running' || state.paused) return false;
    const next = nextReady(run);
    if (next) visit(run, next);
    else if (state.active < MAX_ACTIVE && state.queued.length > 0) takePlace(run, state.queued.shift());
    else if (state.offering) offer(run);
    else if (!skipTime(run)) return false;
  }
  return true;
}

function visit(run: Run, [frameId, index]: [number, number]): void {
  const frame = run.frame(frameId);
  const node = run.plan.nodes[index];
  if (!frame) return;
  if (!node) {
    if (frame.left === 0) finishFrame(run, frame);
  } else if (frame.status[node.place] === READY && !frame.ending) {
    if (mustQueue(run, frame, node)) run.state.queued.push([frameId, index]);
    else startNode(run, frame, node);
  }
}

/** A place has come free for an action: one that has not begun, or one that was parked. */
function takePlace(run: Run, waiting: [number, number] | undefined): void {
  const frame = run.frame(waiting?.[0] ?? 0);
  const node = run.plan.nodes[waiting?.[1] ?? -1];
  if (!frame || !node || frame.ending) return;
  const visit = frame.visits[node.index];
  if (frame.status[node.place] === READY) startNode(run, frame, node);
  else if (frame.status[node.place] === RUNNING && visit) run.kind(node).resume?.(run, { frame, node }, visit);
}

/**
 * The next that is ready. Of nodes that leave in this step for one `join: first`, the one whose edge is written first
 * goes first, and so wins (`flow-language` §2).
 */
function nextReady(run: Run): [number, number] | undefined {
  const { ready } = run.state;
  const first = ready[0];
  let node = first && run.plan.nodes[first[1]];
  if (!node?.instant || node.races.length === 0) return ready.shift();
  let best = 0;
  for (let i = 1; i < ready.length; i++) {
    const [frame, index] = ready[i] as [number, number];
    const rival = frame === first?.[0] ? run.plan.nodes[index] : undefined;
    if (!rival?.instant || !wins(rival, node)) continue;
    best = i;
    node = rival;
  }
  return ready.splice(best, 1)[0];
}

/** `simulate`: where only time is waited for, it passes at once. */
function skipTime(run: Run): boolean {
  const { state } = run;
  if (!state.start.simulate || !Object.values(state.calls).every((call) => skippable(run, call))) return false;
  const [first] = Object.entries(state.timers)
    .filter(([, timer]) => run.isVirtual(timer.kind))
    .sort(([a, one], [b, other]) => one.at - other.at || Number(a) - Number(b));
  if (!first) return false;
  const [id, timer] = first;
  passTo(run, Math.min(timer.at, state.deadline ?? timer.at));
  if (isOverdue(run)) {
    endTop(run, 'failed', 'run_timeout');
    return true;
  }
  delete state.timers[id];
  passTo(run, timer.at);
  fireTimer(run, timer);
  return true;
}

function passTo(run: Run, ms: number): void {
  run.state.skewMs += Math.max(0, ms - run.nowMs);
  run.nowMs = Math.max(run.nowMs, ms);
}

/** An approval that has a time limit does not hold time up; what was called, and what was asked of a person for ever, does. */
function skippable(run: Run, call: CallState): boolean {
  const found = run.place(call.frame, call.node);
  return found?.at.node.plan.type === 'approval' && found.visit.timer !== undefined;
}
