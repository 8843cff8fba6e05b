import type { Json } from '../json.ts';
import { Budget } from './budget.ts';
import { compileConfig, compileExpression } from './compile.ts';
import type { EvalEnv, NodeRoot, Scope } from './scope.ts';
import { parseConfig } from './template.ts';

/** 31 January 2026, noon in São Paulo: the clock of the examples in the catalogue. */
export const NOON = Date.UTC(2026, 0, 31, 15);

/** An environment for tests and examples, fixed in every part. */
export const fixedEnv = (changes: Partial<EvalEnv> = {}): EvalEnv => ({
  nowMs: NOON,
  timezone: 'America/Sao_Paulo',
  locale: 'pt-BR',
  holidays: [],
  random: () => 0.25,
  uuid: () => '00000000-0000-4000-8000-000000000000',
  budget: new Budget(),
  ...changes,
});

/** A scope over fixed names: `steps`, `port` and `errors` are objects by node id. */
export const fixedScope = (names: { [root: string]: Json } = {}, env: EvalEnv = fixedEnv()): Scope => ({
  env,
  name: (root) => (Object.hasOwn(names, root) ? names[root] : undefined),
  member: (root: NodeRoot, id) => {
    const nodes = names[root];
    const known = typeof nodes === 'object' && nodes !== null && !Array.isArray(nodes) && Object.hasOwn(nodes, id);
    return known ? ((nodes as { [id: string]: Json })[id] ?? null) : null;
  },
});

/** Evaluates a bare source over fixed names. */
export const evaluate = (source: string, names: { [root: string]: Json } = {}, env?: Partial<EvalEnv>): Json =>
  compileExpression(source)(fixedScope(names, fixedEnv(env)));

/** Evaluates a config of templates over fixed names. */
export const evaluateConfig = (config: Json, names: { [root: string]: Json } = {}): Json =>
  compileConfig(parseConfig(config))(fixedScope(names));
