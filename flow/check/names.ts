import type { FlowDocument, FlowNode } from '../document.ts';
import { typeOfSchema } from '../types/from-schema.ts';
import { typeOfValue, widen } from '../types/of-value.ts';
import { type Type, t } from '../types/type.ts';
import { nullable } from '../types/union.ts';

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

const triggerType = ({ input }: FlowDocument): Type => ({
  kind: 'object',
  props: {
    type: { type: t.string },
    data: { type: input ? typeOfSchema(input) : t.unknown },
    headers: { type: t.unknown, optional: true },
    query: { type: t.unknown, optional: true },
    receivedAt: { type: t.instant, optional: true },
  },
  rest: null,
});

/** A variable keeps the type of its first value where nothing assigns to it; what assigns may give it another. */
function varsType({ vars = {}, nodes }: FlowDocument): Type {
  const assigned = new Set(nodes.filter((node) => node.type === 'assign').flatMap(assignedNames));
  return t.object(
    Object.fromEntries(
      Object.entries(vars).map(([name, first]) => [
        name,
        assigned.has(name) || typeof first === 'string' ? t.unknown : widen(typeOfValue(first)),
      ]),
    ),
  );
}

/** Variables that an `assign` sets. */
export function assignedNames(node: FlowNode): string[] {
  const { values } = node.config;
  return values !== null && typeof values === 'object' && !Array.isArray(values) ? Object.keys(values) : [];
}

/** Names that every node of a flow can read. */
export const flowNames = (document: FlowDocument): Record<string, Type> => ({
  trigger: triggerType(document),
  vars: varsType(document),
  run: t.object({ id: t.string, startedAt: t.instant, test: t.boolean }),
  flow: t.object({ id: t.string, version: t.number, name: t.string }),
  tenant: tenantType,
});

/** Names of the places that know no run yet: the key, the first values of variables, a trigger's dedupe. */
export const admissionNames = (document: FlowDocument): Record<string, Type> => {
  const { trigger, tenant } = flowNames(document);
  return { trigger: trigger as Type, tenant: tenant as Type };
};
