import type { Text } from '../json.ts';
import { endRun, topFrame } from './end-run.ts';
import { endFrame } from './frames.ts';
import type { Run } from './run.ts';

/** Below this, calls alone bring the machine back in time to see that the run's time is over. */
const RUN_TIMER_SLACK_MS = 3_600_000;

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
export function isOverdue({ state, nowMs }: Run, ending: boolean): boolean {
  return state.deadline !== null && state.status === 'running' && nowMs >= state.deadline && !ending;
}

/**
 * A timer for the run's own time limit, armed only where nothing else is sure to bring the machine back before it: most
 * runs end within seconds, and a timer is two events of their history.
 */
export function armDeadline(run: Run): void {
  const { state } = run;
  if (state.deadline === null || state.runTimer || state.status !== 'running') return;
  const waits =
    Object.values(state.timers).some((timer) => timer.kind !== 'grace') || Object.keys(state.waits).length > 0;
  const calls = Object.values(state.calls);
  const open = calls.some((call) => run.plan.nodes[call.node]?.plan.action === false);
  const soon = state.deadline - run.nowMs <= RUN_TIMER_SLACK_MS;
  if (!waits && !open && !soon && calls.length > 0) return;
  state.runTimer = true;
  run.timer('run', 0, -1, state.deadline, 'run_timeout');
}
