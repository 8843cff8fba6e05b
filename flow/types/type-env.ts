import type { Type } from './type.ts';

/**
 * Where another node stands, seen from the place of an expression. `always`: it is done on every path to here.
 * `maybe`: only on some, so its value may be null. `never`: it exists, but lies on no path to here. `unknown`: there is
 * no such node.
 */
export interface StepInfo {
  kind: 'always' | 'maybe' | 'never' | 'unknown';
  type: Type;
}

/** What can be read at one place of a flow. Pure: two calls with one argument give the same. */
export interface TypeEnv {
  /** Type of a name (`trigger`, `vars`, `item` or its `as` name, `event` …); nothing where there is no such name. */
  name(name: string): Type | undefined;
  /** `steps.<id>`. */
  step(id: string): StepInfo;
  /** `port.<id>`: the ports' names; null is added by the reader. */
  port(id: string): StepInfo;
  /** `errors.<id>`; `always`: its port `error` lies on every path to here. */
  error(id: string): StepInfo;
  /** `error`: the one error that lies on every path to here; nothing where there is none or more than one. */
  onlyError(): Type | undefined;
  /** The names that `name` knows, for suggestions and completion; `steps`, `port`, `errors` need not be named. */
  names(): Iterable<string>;
  /** The ids that are no `unknown`, for suggestions and completion. */
  nodes(): Iterable<string>;
}

/** The names that the checker reads through methods of their own. */
export const STEP_ROOTS = ['steps', 'port', 'errors'] as const;
export type StepRoot = (typeof STEP_ROOTS)[number];
