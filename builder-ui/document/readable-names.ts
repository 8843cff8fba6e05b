import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { Json, JsonSchema, Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { describe } from '#flow/types/describe.ts';
import { typeOfSchema } from '#flow/types/from-schema.ts';
import { memberNames, memberOf } from '#flow/types/members.ts';
import { type Type, t } from '#flow/types/type.ts';
import { nodesBefore } from './connect.ts';

/** A name that an expression can read at some place of a flow. */
export interface ReadableName {
  /** `steps.soma.total` */
  path: string;
  /** Its type in words. */
  type: string;
  /** The label of the step that it comes from. */
  of?: string;
}

const DEPTH = 3;
const text = t.string;

const object = (props: Record<string, Type>): Type => ({
  kind: 'object',
  props: Object.fromEntries(Object.entries(props).map(([name, type]) => [name, { type }])),
  rest: null,
});

const RUN: Record<string, Type> = {
  run: object({ id: text, startedAt: text, test: t.boolean }),
  flow: object({ id: text, version: t.number, name: text }),
  tenant: object({ id: text, slug: text, plan: text, timezone: text, locale: text, settings: t.unknown }),
};

const ofSchema = (schema: JsonSchema | undefined): Type => (schema ? typeOfSchema(schema) : t.unknown);

/** What a JSON value looks like, for `vars` and for `set`; an expression may give anything. */
const ofValue = (value: Json | undefined): Type => {
  if (typeof value === 'number') return t.number;
  if (typeof value === 'boolean') return t.boolean;
  if (typeof value === 'string') return value.includes('{{') ? t.unknown : text;
  if (value === null || value === undefined || Array.isArray(value)) return t.unknown;
  return object(Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, ofValue(inner)])));
};

const outputOf = (node: FlowNode, catalogue: Catalogue): Type => {
  if (node.outputSchema) return ofSchema(node.outputSchema);
  if (node.type === 'set' || node.type === 'assign') return ofValue(node.config.values ?? {});
  return ofSchema(catalogue.get(node.type)?.output);
};

const expand = (path: string, type: Type, locale: Locale, depth: number, of?: string): ReadableName[] => {
  const here: ReadableName = { path, type: describe(type, locale), ...(of === undefined ? {} : { of }) };
  const deeper = depth > 0 && type.kind === 'object' ? memberNames(type) : [];
  return [
    here,
    ...deeper.flatMap((name) =>
      /^[A-Za-z_$][\w$]*$/.test(name)
        ? expand(`${path}.${name}`, memberOf(type, name) ?? t.unknown, locale, depth - 1, of)
        : [],
    ),
  ];
};

/** The names of the loops around a node: `item` (or its `as` name), `index`, `last`. */
const loopNames = (document: FlowDocument, id: string | undefined): Record<string, Type> => {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const names: Record<string, Type> = {};
  for (let at = byId.get(id ?? ''), n = 0; at && n < 20; at = byId.get(at.parent ?? ''), n++) {
    const own = at.id === id;
    if (at.type === 'forEach' && !own) {
      const item = typeof at.config.as === 'string' && at.config.as ? at.config.as : 'item';
      names[item] = t.unknown;
      names[`${item}Index`] = t.number;
      names.index ??= t.number;
    }
    if (at.type === 'while') Object.assign(names, { last: t.unknown, index: t.number, ...names });
  }
  return names;
};

/**
 * What can be read at a node's config (`undefined`: at the flow's own fields), nearest first: loops, steps before it,
 * trigger, variables, the run. A guide for writing; what is true is for the checker to say.
 */
export const readableNames = (
  document: FlowDocument,
  catalogue: Catalogue,
  id: string | undefined,
  locale: Locale,
): ReadableName[] => {
  const before = id === undefined ? new Set(document.nodes.map((node) => node.id)) : nodesBefore(document, id);
  const steps = document.nodes.filter((node) => before.has(node.id)).reverse();
  const inside = id === undefined ? [] : document.nodes.filter((node) => node.parent === id);
  const failing = document.edges.filter((edge) => edge.from.endsWith('.error') && before.has(edge.from.slice(0, -6)));
  const from = (name: string, type: Type, of?: string) => expand(name, type, locale, DEPTH, of);
  return [
    ...Object.entries(loopNames(document, id)).flatMap(([name, type]) => from(name, type)),
    ...[...steps, ...inside].flatMap((node) => from(`steps.${node.id}`, outputOf(node, catalogue), node.label)),
    ...failing.flatMap((edge) => from(`errors.${edge.from.slice(0, -6)}`, object({ code: text, message: text }))),
    ...from(
      'trigger',
      object({ data: ofSchema(document.input), type: text, headers: t.unknown, query: t.unknown, receivedAt: text }),
    ),
    ...Object.entries(document.vars ?? {}).flatMap(([name, value]) => from(`vars.${name}`, ofValue(value))),
    ...Object.entries(RUN).flatMap(([name, type]) => from(name, type)),
  ];
};
