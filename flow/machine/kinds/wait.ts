import { addIsoDuration } from '../../expressions/dates/durations.ts';
import { instantMs } from '../../expressions/dates/moments.ts';
import { windowEnd } from '../../expressions/dates/window.ts';
import type { Json, JsonObject } from '../../json.ts';
import { asObject, bad } from '../calls.ts';
import { succeed } from '../frames.ts';
import type { NodeKind, Run } from '../run.ts';
import { markStep } from '../trace.ts';

/** When a wait of `for` or `until` is over, epoch ms; undefined where the config has neither. */
export function deadlineOf(run: Run, config: JsonObject, forField: string): number | undefined {
  const length = config[forField] ?? null;
  const until = config.until ?? null;
  if (typeof length === 'string') return addIsoDuration(run.nowMs, length, run.env.timezone);
  if (length !== null) throw bad(run, `"${forField}" precisa ser uma duração`, `"${forField}" must be a duration`);
  return until === null ? undefined : instantMs(until, run.env);
}

function endOf(run: Run, config: JsonObject): number {
  const end = deadlineOf(run, config, 'for');
  if (end === undefined) throw bad(run, 'Falta "for" ou "until"', '"for" or "until" is missing');
  const window = (config.window ?? null) as Json;
  // What is overdue is put off like what is due now: nobody is called at night for a date that has passed.
  return window === null ? end : windowEnd(Math.max(end, run.nowMs), asObject(run, window, 'window'), run.env);
}

/** A moment that has passed is over at once, without a timer. */
export const wait: NodeKind = {
  start(run, at, visit) {
    const end = endOf(run, asObject(run, visit.input, 'config'));
    if (end <= run.nowMs) {
      succeed(run, at, visit, 'out', { firedAt: run.now });
      return;
    }
    visit.until = end;
    visit.timer = run.timer('wait', at.frame.id, at.node.index, end, at.node.plan.label);
    markStep(visit, 'waiting');
  },
  timer(run, at, visit) {
    succeed(run, at, visit, 'out', { firedAt: run.now });
  },
  cancel(run, _at, visit) {
    run.dropTimer(visit.timer);
    return false;
  },
};
