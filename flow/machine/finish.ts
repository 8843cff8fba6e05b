import type { Json } from '../json.ts';
import { beginUndo, handUp } from './compensate.ts';
import { endRun } from './end-run.ts';
import { closeFrame } from './frames.ts';
import { valueBytes } from './room.ts';
import { type FrameResult, nodeError, type Run } from './run.ts';
import type { Frame } from './state.ts';

/** A frame whose nodes are all decided and none runs: its result is read, its compensations run, its container hears. */
export function finishFrame(run: Run, frame: Frame): void {
  if (frame.undoing) return;
  const result = resultOf(run, frame);
  if (beginUndo(run, frame)) return;
  if (!frame.ending) handUp(run, frame);
  if (frame.parent === 0) {
    finishRun(run, frame, result);
    return;
  }
  const found = run.place(frame.parent, frame.owner);
  closeFrame(run, frame);
  if (!found) return;
  run.guard(found.at, found.visit, () =>
    run.kind(found.at.node).frameDone?.(run, found.at, found.visit, frame, result),
  );
}

/** What a frame gives. A result that cannot be read is a failure of the scope like any other. */
function resultOf(run: Run, frame: Frame): FrameResult {
  const { ending } = frame;
  if (ending && ending.cause !== 'break' && ending.cause !== 'continue') return ending;
  try {
    const value = valueOf(run, frame);
    return ending ? { ...ending, value } : { cause: 'done', value };
  } catch (thrown) {
    const error = nodeError(run.plan.nodes[frame.owner]?.plan.id ?? '', thrown);
    if (frame.owner < 0) delete error.node;
    frame.ending = { cause: 'failed', error };
    return frame.ending;
  }
}

/** `result` or `output` where there is one, else the output of the only end node, else null. */
function valueOf(run: Run, frame: Frame): Json {
  const owner = run.plan.nodes[frame.owner];
  const { output } = run.plan.plan;
  const read = owner
    ? run.plan.later(owner, 'result')
    : output === undefined
      ? undefined
      : run.plan.named('output', output);
  if (read) {
    const value = run.read(read, frame, owner ?? null);
    valueBytes(run, value);
    return value;
  }
  const { onlyEnd } = run.scopeOf(frame);
  return onlyEnd < 0 ? null : (frame.out[onlyEnd] ?? null);
}

function finishRun(run: Run, frame: Frame, result: FrameResult): void {
  closeFrame(run, frame);
  switch (result.cause) {
    case 'done':
      endRun(run, 'succeeded', result.value, null);
      return;
    case 'cancelled':
      endRun(run, 'cancelled', null, result.error ?? null);
      return;
    default:
      endRun(run, 'failed', null, result.error ?? { code: 'failed', message: '' });
  }
}
