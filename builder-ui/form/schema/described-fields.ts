import type { Json, JsonSchema } from '#flow/json.ts';
import { asSchema } from '../../document/schema.ts';

/** What a field of a schema can be said to be; `other`: more than can be chosen here. */
export const FIELD_TYPES = [
  'text',
  'number',
  'integer',
  'boolean',
  'date',
  'dateTime',
  'choice',
  'list',
  'object',
  'other',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface DescribedField {
  name: string;
  schema: JsonSchema;
  required: boolean;
}

/** What makes a schema's type. All else that it says stays as it is, whatever is chosen. */
const OF_TYPE = ['type', 'format', 'enum', 'const', 'items', 'properties', 'required', 'additionalProperties'];
const COMBINED = ['anyOf', 'oneOf', 'allOf', 'not', 'if', '$ref', 'const', 'prefixItems'];
/** What the rows of fields show; `additionalProperties` where it only closes. */
const SHOWN = new Set(['type', 'format', 'enum', 'items', 'properties', 'required', 'description', '$schema']);

const typesOf = ({ type }: JsonSchema): unknown[] => (Array.isArray(type) ? type : type === undefined ? [] : [type]);

const has = (schema: JsonSchema, names: readonly string[]): boolean => names.some((name) => schema[name] !== undefined);

/** The fields of an object's schema, in its order; null where the schema is none of an object with fields. */
export const fieldsOf = (schema: JsonSchema): DescribedField[] | null => {
  const isEmpty = Object.keys(schema).every((name) => name === '$schema' || name === 'description');
  const properties = schema.properties === undefined ? {} : asSchema(schema.properties);
  const isObject = schema.type === 'object' || (schema.type === undefined && (isEmpty || schema.properties));
  if (!isObject || !properties || has(schema, COMBINED)) return null;
  const fields = Object.entries(properties).map(([name, inner]) => ({ name, inner: asSchema(inner) }));
  const required: unknown[] = Array.isArray(schema.required) ? schema.required : [];
  const read: DescribedField[] = [];
  for (const { name, inner } of fields) {
    // `true` and `false` are schemas, too: such a one is written by hand.
    if (!inner) return null;
    read.push({ name, schema: inner, required: required.includes(name) });
  }
  return read;
};

/** The schema with other fields; what else it says, and wants of names that are no fields of it, stays. */
export const withFields = (schema: JsonSchema, fields: readonly DescribedField[]): JsonSchema => {
  const before = asSchema(schema.properties) ?? {};
  const beside = (Array.isArray(schema.required) ? (schema.required as unknown[]) : []).filter(
    (name) => typeof name !== 'string' || !Object.hasOwn(before, name),
  );
  const { required: _required, properties: _properties, type, ...rest } = schema;
  const required = [...fields.filter((one) => one.required).map(({ name }) => name), ...beside];
  return {
    ...rest,
    type: type ?? 'object',
    properties: Object.fromEntries(fields.map((one) => [one.name, one.schema])),
    ...(required.length > 0 ? { required } : {}),
  };
};

export const mayBeNull = (schema: JsonSchema): boolean =>
  typesOf(schema).includes('null') || (Array.isArray(schema.enum) && schema.enum.includes(null));

export const typeOfField = (schema: JsonSchema): FieldType => {
  if (has(schema, COMBINED)) return 'other';
  const types = typesOf(schema).filter((one) => one !== 'null');
  if (types.length > 1) return 'other';
  if (Array.isArray(schema.enum)) {
    return schema.enum.every((one) => one === null || typeof one === 'string') ? 'choice' : 'other';
  }
  switch (types[0]) {
    case 'string':
      return schema.format === 'date' ? 'date' : schema.format === 'date-time' ? 'dateTime' : 'text';
    case 'number':
    case 'integer':
    case 'boolean':
      return types[0];
    case 'array':
      return schema.items === undefined || asSchema(schema.items) ? 'list' : 'other';
    case 'object':
      return fieldsOf({ ...schema, type: 'object' }) ? 'object' : 'other';
    default:
      return 'other';
  }
};

const MADE: Record<Exclude<FieldType, 'other'>, JsonSchema> = {
  text: { type: 'string' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  dateTime: { type: 'string', format: 'date-time' },
  choice: { type: 'string', enum: [] },
  list: { type: 'array', items: { type: 'string' } },
  object: { type: 'object', properties: {} },
};

/** The same field as another type: its description and what else it says stays. */
export const withType = (schema: JsonSchema, type: FieldType): JsonSchema => {
  if (type === 'other' || type === typeOfField(schema)) return schema;
  const gone = new Set([...OF_TYPE, ...COMBINED, 'default']);
  const rest = Object.fromEntries(Object.entries(schema).filter(([name]) => !gone.has(name)));
  const made = { ...MADE[type], ...rest };
  return mayBeNull(schema) ? withNull(made, true) : made;
};

/** Whether null is a value of the field, too. */
export const withNull = (schema: JsonSchema, on: boolean): JsonSchema => {
  if (mayBeNull(schema) === on) return schema;
  const types = typesOf(schema).filter((one) => one !== 'null');
  const choices = Array.isArray(schema.enum) ? (schema.enum as Json[]).filter((one) => one !== null) : undefined;
  return {
    ...schema,
    ...(types.length === 0 ? {} : { type: on ? [...types, 'null'] : types.length === 1 ? types[0] : types }),
    ...(choices ? { enum: on ? [...choices, null] : choices } : {}),
  };
};

/** Whether the schema says what its rows do not show. */
export const saysMore = (schema: JsonSchema): boolean => {
  const beyond = Object.keys(schema).some(
    (name) => !SHOWN.has(name) && !(name === 'additionalProperties' && schema[name] === false),
  );
  if (beyond || (schema.format !== undefined && !['date', 'date-time'].includes(String(schema.format)))) return true;
  const items = asSchema(schema.items);
  const inner = Object.values(asSchema(schema.properties) ?? {});
  return [...(items ? [items] : []), ...inner].some((one) => saysMore(asSchema(one) ?? {}));
};
