import type { FlowDocument, FlowNode } from '../document.ts';
import { parseConfig } from '../expressions/template.ts';
import type { JsonObject } from '../json.ts';
import type { Structure } from '../plan/structure.ts';
import { envOf } from '../types/env-of.ts';
import { typeOfSchema } from '../types/from-schema.ts';
import { inferConfig } from '../types/infer-config.ts';
import { widen } from '../types/of-value.ts';
import { propertyOf, type Type, t } from '../types/type.ts';
import type { TypeEnv } from '../types/type-env.ts';
import { nullable } from '../types/union.ts';
import { sameFor } from './same-for.ts';

/** The error of a node as expressions read it. */
export const errorType: Type = {
  kind: 'object',
  props: {
    code: { type: t.string },
    message: { type: t.string },
    node: { type: t.string },
    attempts: { type: t.number },
    details: { type: t.unknown, optional: true },
  },
  rest: null,
};

export const eventType: Type = t.object({
  id: t.string,
  name: t.string,
  key: nullable(t.string),
  data: t.unknown,
  source: t.string,
  receivedAt: t.instant,
});

const tenantType: Type = t.object({
  id: t.string,
  slug: t.string,
  plan: t.string,
  timezone: t.string,
  locale: t.string,
  settings: t.open(),
});

const runType: Type = t.object({ id: t.string, startedAt: t.instant, test: t.boolean });
const flowType: Type = t.object({ id: t.string, version: t.number, name: t.string });

const triggerOf = (data: Type, hasSubject: boolean): Type => ({
  kind: 'object',
  props: {
    type: { type: t.string },
    ...(hasSubject && { subject: { type: nullable(t.string), optional: true } }),
    data: { type: data },
    headers: { type: t.unknown, optional: true },
    query: { type: t.unknown, optional: true },
    receivedAt: { type: t.instant, optional: true },
  },
  rest: null,
});
const anyTrigger = triggerOf(t.unknown, false);
const anyOfSubject = triggerOf(t.unknown, true);
const triggers = sameFor();
const variables = sameFor();

/** Whom a run is about is read where something works for them: in the product's own flows. */
const triggerType = ({ document: { input }, types }: Structure): Type => {
  const hasSubject = [...types.values()].some(({ subject }) => subject);
  if (!input) return hasSubject ? anyOfSubject : anyTrigger;
  return triggers(input, [hasSubject], () => triggerOf(typeOfSchema(input), hasSubject));
};

/** A variable keeps the type of its first value where nothing assigns to it; what assigns may give it another. */
function varsType({ vars = NO_VARS, nodes }: FlowDocument, env: TypeEnv): Type {
  const assigns = nodes.filter((node) => node.type === 'assign');
  // Names that an expression makes are not known here: any variable may be among them.
  if (assigns.some(assignsAny)) return t.object(Object.fromEntries(Object.keys(vars).map((name) => [name, t.unknown])));
  const assigned = [...new Set(assigns.flatMap(assignedNames))].sort();
  return variables(vars, [env.name('trigger'), assigned.join()], () => {
    const { type } = inferConfig(parseConfig(vars), env);
    const first = (name: string): Type =>
      (type.kind === 'object' ? propertyOf(type, name)?.type : undefined) ?? t.unknown;
    const types = Object.keys(vars).map((name) => [name, assigned.includes(name) ? t.unknown : widen(first(name))]);
    return t.object(Object.fromEntries(types));
  });
}

const NO_VARS: JsonObject = {};

const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const assignsAny = ({ config }: FlowNode): boolean => !isObject(config.values);

/** Variables that an `assign` sets, where they are written out. */
export const assignedNames = ({ config }: FlowNode): string[] =>
  isObject(config.values) ? Object.keys(config.values) : [];

/** Names that every node of a flow can read. */
export const flowNames = (structure: Structure): Record<string, Type> => {
  const admission = admissionNames(structure);
  return {
    ...admission,
    vars: varsType(structure.document, envOf({ names: admission })),
    run: runType,
    flow: flowType,
  };
};

/** Names of the places that know no run yet: the key, the first values of variables, a trigger's dedupe. */
export const admissionNames = (structure: Structure): { trigger: Type; tenant: Type } => ({
  trigger: triggerType(structure),
  tenant: tenantType,
});
