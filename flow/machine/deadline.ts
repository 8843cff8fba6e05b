import type { Text } from '../json.ts';
import { longestMs } from './calls.ts';
import { endRun, topFrame } from './end-run.ts';
import { endFrame } from './frames.ts';
import type { Run } from './run.ts';

/** Room for workers that die, and queues that are full, before a call is thought to outlast the run. */
const SLACK_MS = 3_600_000;

const MESSAGES: Record<string, Text> = {
  run_timeout: { pt: 'A execução passou do prazo', en: 'The run took too long' },
  replaced: { pt: 'Uma execução mais nova tomou o lugar', en: 'A newer run took its place' },
};
const CANCELLED: Text = { pt: 'A execução foi cancelada', en: 'The run was cancelled' };

/** Ends the run from outside: what runs is cancelled and waited for, compensations run. */
export function endTop(run: Run, cause: 'cancelled' | 'failed', code: string): void {
  // Its end is no node that starts: a pause does not keep a run from ending.
  run.state.paused = false;
  const text = MESSAGES[code] ?? CANCELLED;
  const error = { code, message: run.locale === 'en' ? text.en : text.pt };
  const top = topFrame(run);
  if (top) endFrame(run, top, { cause, error });
  else endRun(run, cause, null, error);
}

/** True where the run's own time is over and nothing has ended it yet. */
export function isOverdue(run: Run): boolean {
  const { deadline, status } = run.state;
  return deadline !== null && status === 'running' && run.nowMs >= deadline && !topFrame(run)?.ending;
}

/**
 * A timer for the run's own time limit, armed only where nothing else is sure to bring the machine back before it: most
 * runs end within seconds, and a timer is two events of their history.
 */
export function armDeadline(run: Run): void {
  const { state } = run;
  if (state.deadline === null || state.runTimer || state.status !== 'running') return;
  if (isBroughtBack(run, state.deadline)) return;
  state.runTimer = true;
  run.timer('run', 0, -1, state.deadline, 'run_timeout');
}

/** The run is looked at before `deadline` anyway: a timer ends before it, or all that is under way are actions that do. */
function isBroughtBack({ state, nowMs, plan }: Run, deadline: number): boolean {
  if (Object.values(state.timers).some(({ at }) => at < deadline)) return true;
  const calls = Object.values(state.calls);
  if (calls.length === 0 || Object.keys(state.waits).length > 0) return false;
  return calls.every(({ node }) => {
    const called = plan.nodes[node]?.plan;
    return called?.action === true && nowMs + longestMs(called) + SLACK_MS < deadline;
  });
}
