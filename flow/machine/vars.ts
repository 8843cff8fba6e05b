import type { Json, JsonObject } from '../json.ts';
import { takeRoom, valueBytes } from './room.ts';
import type { Run } from './run.ts';
import { sizeOf } from './size.ts';

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
