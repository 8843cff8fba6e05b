import type { Json, JsonSchema } from '../json.ts';
import { intersect, type Work } from './intersect.ts';
import { typeOfValue } from './of-value.ts';
import { type ObjectType, type Property, type Type, t } from './type.ts';
import { nullable, union } from './union.ts';

/** A schema that spells out more than this is `unknown` in its far corners; references could otherwise multiply. */
const MAX_SCHEMAS = 3_000;
const MAX_DEPTH = 24;

interface Reading extends Work {
  root: JsonSchema;
  /** Targets of the references that are being read: one that names itself is cut off. */
  open: Set<unknown>;
}

/**
 * The type of the values that a JSON Schema (2020-12) accepts, never narrower than the schema: what the type cannot say
 * (`not`, `if`, remote references, patterns) is left out. An object is closed only by `additionalProperties: false`.
 */
export const typeOfSchema = (schema: JsonSchema): Type => typeOfSubschema(schema, schema);

/** The type of a schema that stands inside `root`, which its references are read in. */
export const typeOfSubschema = (schema: JsonSchema, root: JsonSchema): Type =>
  read(schema, { root, left: MAX_SCHEMAS, open: new Set() }, 0);

export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const read = (schema: unknown, reading: Reading, depth: number): Type => {
  if (!isSchema(schema) || depth > MAX_DEPTH || --reading.left < 0) return t.unknown;
  // A nested $id changes what the references below it mean.
  if (schema.$id !== undefined && schema !== reading.root && depth > 0) return t.unknown;

  let type = ownType(schema, reading, depth);
  if (typeof schema.$ref === 'string') type = intersect(type, readReference(schema.$ref, reading, depth), reading);
  for (const part of listOf(schema.allOf)) type = intersect(type, read(part, reading, depth + 1), reading);
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = listOf(schema[keyword]);
    if (branches.length)
      type = intersect(type, union(...branches.map((branch) => read(branch, reading, depth + 1))), reading);
  }
  return schema.nullable === true ? nullable(type) : type;
};

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const ownType = (schema: JsonSchema, reading: Reading, depth: number): Type => {
  if ('const' in schema) return typeOfValue(schema.const as Json);
  if (Array.isArray(schema.enum)) return union(...(schema.enum as Json[]).map(typeOfValue));
  const names = Array.isArray(schema.type) ? schema.type : [schema.type ?? impliedType(schema)];
  return union(...names.map((name) => namedType(name, schema, reading, depth)));
};

/** Whoever lists properties means an object, `type` or not. */
const impliedType = (schema: JsonSchema): string | undefined => {
  if (isSchema(schema.properties)) return 'object';
  return isSchema(schema.items) || Array.isArray(schema.prefixItems) ? 'array' : undefined;
};

const namedType = (name: unknown, schema: JsonSchema, reading: Reading, depth: number): Type => {
  switch (name) {
    case 'null':
      return t.null;
    case 'boolean':
      return t.boolean;
    case 'number':
    case 'integer':
      return t.number;
    case 'string':
      return schema.format === 'date-time' ? t.instant : schema.format === 'date' ? t.day : t.string;
    case 'array':
      return t.list(itemsOf(schema, reading, depth));
    case 'object':
      return objectOf(schema, reading, depth);
    default:
      return t.unknown;
  }
};

const itemsOf = (schema: JsonSchema, reading: Reading, depth: number): Type => {
  const first = listOf(schema.prefixItems).map((item) => read(item, reading, depth + 1));
  return schema.items === false ? union(...first) : union(...first, read(schema.items, reading, depth + 1));
};

const objectOf = (schema: JsonSchema, reading: Reading, depth: number): ObjectType => {
  const required = new Set(listOf(schema.required));
  const props: Record<string, Property> = {};
  for (const [name, member] of Object.entries(isSchema(schema.properties) ? schema.properties : {})) {
    const type = read(member, reading, depth + 1);
    props[name] = required.has(name) ? { type } : { type, optional: true };
  }
  const more = schema.additionalProperties;
  if (isSchema(schema.patternProperties) || more === undefined || more === true) {
    return { kind: 'object', props, rest: t.unknown };
  }
  return { kind: 'object', props, rest: more === false ? null : read(more, reading, depth + 1) };
};

const readReference = (reference: string, reading: Reading, depth: number): Type => {
  const target = resolveReference(reading.root, reference);
  if (!target || reading.open.has(target)) return t.unknown;
  reading.open.add(target);
  const type = read(target, reading, depth + 1);
  reading.open.delete(target);
  return type;
};

/** The schema that a local JSON pointer (`#/$defs/item`) names; nothing for anchors and other documents. */
export const resolveReference = (root: JsonSchema, reference: string): JsonSchema | undefined => {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  let at: unknown = root;
  for (const part of reference.slice(2).split('/')) {
    const key = decodeURIComponentSafely(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return isSchema(at) ? at : undefined;
};

const decodeURIComponentSafely = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
