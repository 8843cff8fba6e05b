import { asTramaError } from '../expressions/evaluation-error.ts';
import type { Json, JsonObject } from '../json.ts';
import { zoneOf } from '../timezone.ts';
import { takeRoom, valueBytes } from './room.ts';
import type { Run } from './run.ts';
import { sizeOf } from './size.ts';
import type { Frame } from './state.ts';

/** Sets run variables, all of them or, where one is too large, none. */
export function setVars(run: Run, values: JsonObject): void {
  const { state } = run;
  let more = 0;
  for (const name of Object.keys(values)) {
    more += valueBytes(run, values[name] as Json);
    if (Object.hasOwn(state.vars, name)) more -= sizeOf(state.vars[name] as Json);
  }
  takeRoom(run, more);
  state.vars = { ...state.vars, ...values };
}

/** The zone that the flow's expression gives for this run. Throws `bad_value` where that is none. */
export function readZone(run: Run, timezone: string, top: Frame): string {
  const value = run.read(run.plan.named('timezone', timezone), top, null);
  try {
    return zoneOf(value);
  } catch (thrown) {
    throw asTramaError(thrown, run.locale);
  }
}
