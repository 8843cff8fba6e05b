import type { Json } from '../json.ts';
import { endFrame } from './frames.ts';
import type { RunError } from './protocol.ts';
import type { Run } from './run.ts';
import { closeStep } from './trace.ts';

/** The run is over: the driver hears it once, and nothing is heard after it. */
export function endRun(
  run: Run,
  status: 'succeeded' | 'failed' | 'cancelled',
  output: Json,
  error: RunError | null,
): void {
  const { state } = run;
  if (state.status === 'ended') return;
  state.status = 'ended';
  state.end = { status, output, error };
  state.ready = [];
  state.queued = [];
  run.command({ kind: 'end', status, output, error });
}

/** `stop`: the run ends at once, succeeded; what runs is cancelled and not waited for. */
export function stopRun(run: Run, output: Json): void {
  const { state } = run;
  if (state.status === 'ended') return;
  const top = topFrame(run);
  if (top) endFrame(run, top, { cause: 'cancelled' });
  endRun(run, 'succeeded', output, null);
  for (const frame of Object.values(state.frames))
    for (const visit of Object.values(frame.visits)) closeStep(run, visit, 'cancelled');
}

export const topFrame = (run: Run) => Object.values(run.state.frames).find((frame) => frame.parent === 0);
