import type { Json, JsonObject } from '../../json.ts';
import { asObject, bad } from '../calls.ts';
import { cancelled, endFrame, failVisit, isEnding, openFrame, succeed } from '../frames.ts';
import type { RunError } from '../protocol.ts';
import { takeRoom, valueBytes } from '../room.ts';
import { type FrameResult, type NodeKind, nodeError, type Place, type Run } from '../run.ts';
import type { Frame, FrameEnd, Visit } from '../state.ts';
import { deadlineOf } from './wait.ts';

/** Items of a longer list are not shown in the trace again: they stand in the step that made them. */
const SHOWN_ITEMS = 100;

export const forEach: NodeKind = {
  start(run, at, visit) {
    const config = asObject(run, visit.input, 'config');
    const { items = null } = config;
    if (!Array.isArray(items)) throw bad(run, '"items" precisa ser uma lista', '"items" must be a list');
    const deadline = deadlineOf(run, { timeout: config.timeout ?? null }, 'timeout');
    deadlineOf(run, { itemTimeout: config.itemTimeout ?? null }, 'itemTimeout'); // refused here, before a round begins
    const bytes = valueBytes(run, items);
    takeRoom(run, bytes);
    if (items.length > SHOWN_ITEMS) visit.input = { ...config, items: { length: items.length } };
    Object.assign(visit, { items, next: 0, results: {}, frames: [], itemTimers: {}, bytes });
    if (deadline !== undefined) {
      visit.timer = run.timer('timeout', at.frame.id, at.node.index, deadline, at.node.plan.label);
    }
    pump(run, at, visit);
  },
  timer(run, at, visit, timer) {
    const { id } = at.node.plan;
    if (timer.kind === 'timeout') {
      const end: FrameEnd = collects(visit) ? { cause: 'timeout' } : { cause: 'failed', error: timedOut(run, id) };
      finishEarly(run, at, visit, end);
      return;
    }
    const frame = run.frame(timer.round ?? 0);
    if (frame) endFrame(run, frame, { cause: 'timeout', error: timedOut(run, id) });
  },
  cancel(run, _at, visit) {
    dropTimers(run, visit);
    if (!visit.frames?.length) {
      free(run, visit);
      return false;
    }
    for (const id of visit.frames) endFrame(run, run.frame(id) as Frame, { cause: 'cancelled' });
    return true;
  },
  breakOff(run, at, visit) {
    finishEarly(run, at, visit, { cause: 'break' });
  },
  frameDone(run, at, visit, frame, result) {
    visit.frames = (visit.frames ?? []).filter((id) => id !== frame.id);
    run.dropTimer(visit.itemTimers?.[frame.id]);
    delete visit.itemTimers?.[frame.id];
    if (isEnding(at)) {
      if (visit.frames.length > 0) return;
      free(run, visit);
      cancelled(run, at, visit);
      return;
    }
    take(run, at, visit, frame, result);
    pump(run, at, visit);
  },
};

const collects = (visit: Visit): boolean => (visit.input as JsonObject).onItemError === 'collect';

const timedOut = (run: Run, node: string): RunError => ({
  code: 'timeout',
  message: run.locale === 'en' ? 'It took too long' : 'Demorou demais',
  node,
  attempts: 1,
});

function take(run: Run, at: Place, visit: Visit, frame: Frame, result: FrameResult): void {
  if (visit.end && visit.end.cause !== 'break') return;
  const collect = collects(visit);
  const index = frame.index ?? 0;
  if (result.cause === 'done' || result.cause === 'continue' || result.cause === 'break') {
    const value = result.value ?? null;
    keep(run, at, visit, index, collect ? { ok: true, value } : value);
  } else if (result.cause === 'failed' || result.cause === 'timeout') {
    const error = result.error ?? timedOut(run, at.node.plan.id);
    if (collect) keep(run, at, visit, index, { ok: false, index, error: error as unknown as Json });
    else finishEarly(run, at, visit, { cause: 'failed', error });
  }
}

/** A list of results that grows past what a value or the run may hold is the loop's failure, not its rounds'. */
function keep(run: Run, at: Place, visit: Visit, index: number, result: Json): void {
  try {
    const bytes = valueBytes(run, result);
    takeRoom(run, bytes);
    visit.bytes = (visit.bytes ?? 0) + bytes;
    if (visit.results) visit.results[index] = result;
  } catch (thrown) {
    finishEarly(run, at, visit, { cause: 'failed', error: nodeError(at.node.plan.id, thrown) });
  }
}

/** Begins rounds while there is room, and finishes when the last has ended. */
function pump(run: Run, at: Place, visit: Visit): void {
  const { items = [], frames = [] } = visit;
  const config = at.node.plan.config;
  const most = typeof config.concurrency === 'number' ? config.concurrency : 1;
  while (!visit.end && frames.length < most && (visit.next ?? 0) < items.length) {
    const index = visit.next ?? 0;
    visit.next = index + 1;
    const frame = openFrame(run, at.node.plan.inner, at.frame.id, at.node.index, { index, item: items[index] ?? null });
    frames.push(frame.id);
    armItem(run, at, visit, frame);
  }
  visit.frames = frames;
  if (frames.length === 0) conclude(run, at, visit);
}

function armItem(run: Run, at: Place, visit: Visit, frame: Frame): void {
  const { itemTimeout = null } = visit.input as JsonObject;
  const deadline = deadlineOf(run, { itemTimeout }, 'itemTimeout');
  if (deadline === undefined || !visit.itemTimers) return;
  visit.itemTimers[frame.id] = run.timer('item', at.frame.id, at.node.index, deadline, at.node.plan.label, frame.id);
}

/** No further round begins, those under way are cancelled. */
function finishEarly(run: Run, at: Place, visit: Visit, end: FrameEnd): void {
  if (visit.end && (visit.end.cause !== 'break' || end.cause !== 'failed')) return;
  visit.end = end;
  for (const id of visit.frames ?? []) endFrame(run, run.frame(id) as Frame, { cause: 'cancelled' });
  if (visit.frames?.length === 0) conclude(run, at, visit);
}

function conclude(run: Run, at: Place, visit: Visit): void {
  if (at.frame.visits[at.node.index] !== visit) return;
  dropTimers(run, visit);
  free(run, visit);
  if (visit.end?.cause === 'failed' && visit.end.error) failVisit(run, at, visit, visit.end.error);
  else succeed(run, at, visit, 'out', outputOf(run, at, visit));
}

/** In order of the items: after `break` the finished rounds alone, after `timeout` an error for each unfinished one. */
function outputOf(run: Run, at: Place, visit: Visit): Json {
  const { items = [], results = {} } = visit;
  if (visit.end?.cause === 'break') return Object.values(results);
  const late = timedOut(run, at.node.plan.id) as unknown as Json;
  return items.map((_, index) => (index in results ? (results[index] as Json) : { ok: false, index, error: late }));
}

function dropTimers(run: Run, visit: Visit): void {
  run.dropTimer(visit.timer);
  for (const timer of Object.values(visit.itemTimers ?? {})) run.dropTimer(timer);
}

function free(run: Run, visit: Visit): void {
  run.state.size -= visit.bytes ?? 0;
  visit.bytes = 0;
}
