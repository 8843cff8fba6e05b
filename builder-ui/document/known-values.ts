import type { FlowDocument, FlowNode } from '#flow/document.ts';
import { Budget } from '#flow/expressions/budget.ts';
import { compileConfig, compileExpression } from '#flow/expressions/compile.ts';
import type { EvalEnv, Scope } from '#flow/expressions/scope.ts';
import { parseConfig } from '#flow/expressions/template.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { fixedZone } from '#flow/timezone.ts';
import type { Me, Run, Step } from '../api-types.ts';
import { findNode } from './connect.ts';
import { exampleOf } from './example.ts';
import { asSchema } from './schema.ts';

/** Where a value comes from: the last run, what the author pinned, or an example of the schema. */
export type Origin = 'run' | 'pin' | 'sample';

export interface Known {
  value: Json;
  from: Origin;
}

/** All that is known about what a draft's expressions would read. */
export interface Facts {
  document: FlowDocument;
  catalogue: Catalogue;
  tenant: Me['tenant'] | undefined;
  /** The last run and its steps; null: none yet. */
  run: Run | null;
  steps: readonly Step[];
  /** What nodes give in test runs, by node. */
  pins: Readonly<Record<string, { output?: Json }>>;
  /** The event that the flow is tried with, where the author keeps one. */
  sample?: Json;
}

/** Values of names at one place of a flow. */
export interface KnownValues {
  /** `trigger`, `vars`, `item`, …; nothing where there is no such name or its value cannot be known. */
  name: (root: string) => Known | undefined;
  step: (id: string) => Known | undefined;
  /** What the error of a step was. */
  error: (id: string) => Known | undefined;
  scope: Scope;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The API cuts long values of a trace: what is left of them is no value. */
export const isCut = (value: Json | undefined): boolean => isObject(value) && value.$cut === true;

const ID = '00000000-0000-4000-8000-000000000000';

/** The clock stands still while one looks. */
const envFor = ({ document, tenant }: Facts): EvalEnv => ({
  nowMs: Date.now(),
  timezone: fixedZone(document.settings?.timezone ?? tenant?.timezone ?? 'America/Sao_Paulo'),
  locale: tenant?.locale === 'en' ? 'en' : 'pt-BR',
  holidays: [],
  random: () => 0.5,
  uuid: () => ID,
  budget: new Budget(),
});

const triggerOf = ({ run, document, sample }: Facts): Known => {
  if (run) return { value: run.trigger, from: 'run' };
  const input = asSchema(document.input);
  const data = sample ?? (input ? exampleOf(input) : {});
  const more: JsonObject = document.trigger.type === 'webhook' ? { headers: {}, query: {} } : {};
  return { value: { type: document.trigger.type, data, ...more }, from: 'sample' };
};

/** Of a step that ran in rounds, the last. */
const lastOutputs = (steps: readonly Step[]): Map<string, Json> =>
  new Map(
    steps.flatMap(({ node, endedAt, error, status, output }) =>
      endedAt && !error && status !== 'skipped' && !isCut(output) ? [[node, output] as const] : [],
    ),
  );

const tried = <T>(make: () => T): T | undefined => {
  try {
    return make();
  } catch {
    // An example that cannot be made is none.
    return undefined;
  }
};

/** Remembers what was asked once; who asks for itself while it is made finds nothing. */
const once = <T>(make: (key: string) => T | undefined): ((key: string) => T | undefined) => {
  const made = new Map<string, T | undefined>();
  return (key) => {
    if (!made.has(key)) {
      made.set(key, undefined);
      made.set(key, make(key));
    }
    return made.get(key);
  };
};

/** The values that expressions of `node` (undefined: of the flow itself) would read. Nothing is computed before it is asked for. */
export const knownValues = (facts: Facts, node: string | undefined): KnownValues => {
  const { document, catalogue, steps, pins } = facts;
  const outputs = lastOutputs(steps);
  const env = envFor(facts);
  const sampleOf = (one: FlowNode, scope: Scope): Json | undefined => {
    if (one.type === 'set') return tried(() => compileConfig(parseConfig(one.config.values ?? {}))(scope));
    const type = catalogue.get(one.type);
    return type?.example ?? (type?.output ? tried(() => exampleOf(type.output ?? {})) : undefined);
  };
  const step = once<Known>((id) => {
    const pinned = pins[id]?.output;
    if (pinned !== undefined) return { value: pinned, from: 'pin' };
    const output = outputs.get(id);
    if (output !== undefined) return { value: output, from: 'run' };
    const found = findNode(document, id);
    const value = found && sampleOf(found, at(found.parent).scope);
    return value === undefined ? undefined : { value, from: 'sample' };
  });
  const failures = new Map(steps.flatMap((one) => (one.error ? [[one.node, one.error] as const] : [])));
  const error = (id: string): Known | undefined => {
    const found = failures.get(id);
    return found && { value: { node: id, attempts: 1, ...found } as JsonObject, from: 'run' };
  };
  const given = once<Known>((root) => givenValue(facts, root, env, at));
  const at = (container: string | undefined): KnownValues => {
    const loop = once<Known>((root) => loopValue(facts, container, root, at));
    const name = (root: string) => loop(root) ?? given(root);
    const values = { name, step, error };
    return { ...values, scope: scopeOf(values, env) };
  };
  return at(node === undefined ? undefined : findNode(document, node)?.parent);
};

type At = (container: string | undefined) => KnownValues;

/** The names that every place of a flow can read. */
const givenValue = (facts: Facts, root: string, env: EvalEnv, at: At): Known | undefined => {
  const { document, run, tenant } = facts;
  const from: Origin = run ? 'run' : 'sample';
  const startedAt = run?.startedAt ?? new Date(env.nowMs).toISOString();
  switch (root) {
    case 'trigger':
      return triggerOf(facts);
    case 'vars': {
      const value = tried(() => compileConfig(parseConfig(document.vars ?? {}))(at(undefined).scope));
      return value === undefined ? undefined : { value, from };
    }
    case 'run':
      return { value: { id: run?.id ?? 'run_…', startedAt, test: true }, from };
    case 'flow':
      return { value: { id: run?.flowId ?? 'flw_…', version: run?.flowVersion ?? 1, name: document.name }, from };
    case 'tenant':
      return tenant && { value: { ...tenant, settings: {} }, from: 'run' };
    default:
      return undefined;
  }
};

const scopeOf = ({ name, step, error }: Omit<KnownValues, 'scope'>, env: EvalEnv): Scope => ({
  env,
  name: (root) => name(root)?.value,
  member: (root, id) => (root === 'steps' ? step(id)?.value : root === 'errors' ? error(id)?.value : undefined) ?? null,
});

/** The round of a loop that the last run did last: its steps show their values. */
const lastRound = (steps: readonly Step[], container: string): number =>
  steps
    .findLast(({ path }) => path.some((one) => one.container === container))
    ?.path.find((one) => one.container === container)?.index ?? 0;

/** `item`, `index` and `last` of the loops around a place, the innermost first. */
const loopValue = (facts: Facts, container: string | undefined, root: string, at: At): Known | undefined => {
  const node = container === undefined ? undefined : findNode(facts.document, container);
  if (!node) return undefined;
  const index = lastRound(facts.steps, node.id);
  const from: Origin = facts.run ? 'run' : 'sample';
  if (node.type === 'forEach') {
    const as = typeof node.config.as === 'string' ? node.config.as : 'item';
    if (root === 'index' || root === `${as}Index`) return { value: index, from };
    if (root === as) {
      const list = tried(() => compileConfig(parseConfig(node.config.items ?? []))(at(node.parent).scope));
      const item = Array.isArray(list) ? (list[index] ?? list[0]) : undefined;
      return item === undefined ? undefined : { value: item, from };
    }
  }
  if (node.type === 'while' && root === 'index') return { value: index, from };
  return loopValue(facts, node.parent, root, at);
};

/** The value of a dotted or bracketed name (`steps.soma.itens[0].nome`); nothing where it cannot be known. */
export const valueAt = (values: KnownValues, path: string): Known | undefined => {
  const [, root = '', id = ''] = /^(\w+)(?:\.(\w+))?/.exec(path) ?? [];
  const isStep = root === 'steps' || root === 'errors';
  if (isStep && id === '') return undefined;
  const known = root === 'steps' ? values.step(id) : root === 'errors' ? values.error(id) : values.name(root);
  if (!known) return undefined;
  const rest = path.slice(isStep ? root.length + 1 + id.length : root.length);
  if (rest === '') return known;
  const value = tried(() => compileExpression(`x${rest}`)({ ...values.scope, name: () => known.value }));
  return value === undefined ? undefined : { value, from: known.from };
};
