import type { Json, JsonObject } from '../json.ts';
import type { Run } from './run.ts';
import { sizeOf } from './size.ts';

/** Sets run variables; the state's size follows. */
export function setVars(run: Run, values: JsonObject): void {
  const vars: Record<string, Json> = { ...run.state.vars };
  for (const [name, value] of Object.entries(values)) {
    run.state.size += sizeOf(value) - (name in vars ? sizeOf(vars[name] as Json) : 0);
    vars[name] = value;
  }
  run.state.vars = vars;
}
