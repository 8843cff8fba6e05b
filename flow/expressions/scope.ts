import type { Json, Locale } from '../json.ts';
import type { Budget } from './budget.ts';

/** Roots whose members are nodes. They are no values themselves: only `steps.<id>` can be read. */
export type NodeRoot = 'steps' | 'port' | 'errors';

/** What surrounds an evaluation; all of it is the run's own, none is the machine's. */
export interface EvalEnv {
  /** The run's clock, epoch ms. */
  nowMs: number;
  /** IANA zone of the flow. */
  timezone: string;
  locale: Locale;
  /** The tenant's own holidays, days `YYYY-MM-DD`, beside Brazil's national ones. */
  holidays: readonly string[];
  /** In [0, 1), from the run's seed. */
  random(): number;
  /** From the run's seed. */
  uuid(): string;
  budget: Budget;
}

/** Where an expression finds its names. */
export interface Scope {
  /** `steps.<id>`, `port.<id>`, `errors.<id>`; null where there is none yet. */
  member(root: NodeRoot, id: string): Json;
  /** Any other root name; undefined where it is not known here, which is `bad_value`. */
  name(root: string): Json | undefined;
  env: EvalEnv;
}
