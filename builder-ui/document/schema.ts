import { inLocale, type Json, type JsonObject, type JsonSchema, type Locale, type Text } from '#flow/json.ts';

const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'pt' in value && 'en' in value;

/** A text of a schema, which may be a plain string or one in both languages. */
export const schemaText = (value: unknown, locale: Locale): string | undefined => {
  if (typeof value === 'string') return value;
  return isText(value) ? inLocale(value, locale) : undefined;
};

/** What kind of field draws a schema. `any`: JSON, written by hand. */
export type FieldKind = 'text' | 'number' | 'switch' | 'choice' | 'list' | 'object' | 'map' | 'variants' | 'any';

export const asSchema = (value: unknown): JsonSchema | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : undefined;

export const propertiesOf = (schema: JsonSchema): [string, JsonSchema][] =>
  Object.entries(asSchema(schema.properties) ?? {}).flatMap(([name, inner]) => {
    const found = asSchema(inner);
    return found ? [[name, found] as [string, JsonSchema]] : [];
  });

export const requiredOf = (schema: JsonSchema): ReadonlySet<string> =>
  new Set(Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === 'string') : []);

/** The alternatives of a schema, those that say nothing (`null`) left out. */
export const variantsOf = (schema: JsonSchema): JsonSchema[] => {
  const list: unknown[] = Array.isArray(schema.anyOf) ? schema.anyOf : Array.isArray(schema.oneOf) ? schema.oneOf : [];
  // An alternative that only says what is required draws no field of its own.
  const draws = (entry: JsonSchema): boolean => Object.keys(entry).some((key) => key !== 'required');
  const schemas = list.flatMap((entry): JsonSchema[] => (asSchema(entry) ? [entry as JsonSchema] : []));
  return schemas.filter((entry) => entry.type !== 'null' && draws(entry));
};

const ofType = (schema: JsonSchema): unknown =>
  Array.isArray(schema.type) ? (schema.type.find((type) => type !== 'null') ?? undefined) : schema.type;

export const choicesOf = (schema: JsonSchema): Json[] | undefined => {
  if (Array.isArray(schema.enum)) return schema.enum as Json[];
  const variants = variantsOf(schema);
  if (variants.length > 1 && variants.every((one) => one.const !== undefined)) {
    return variants.map((one) => one.const as Json);
  }
  return undefined;
};

const SCALARS: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'null']);

/** Alternatives that a text can stand for are not chosen among: one writes. */
const looseKind = (variants: JsonSchema[]): FieldKind | undefined => {
  const flat = variants.flatMap((one) => (variantsOf(one).length > 0 ? variantsOf(one) : [one]));
  const isPlain = (one: JsonSchema) => one.const === undefined && one.enum === undefined;
  if (!flat.some((one) => one.type === 'string' && isPlain(one))) return undefined;
  return flat.every((one) => SCALARS.has(one.type) && isPlain(one)) ? 'text' : 'any';
};

export const fieldKind = (schema: JsonSchema): FieldKind => {
  if (choicesOf(schema)) return 'choice';
  const variants = variantsOf(schema);
  if (variants.length === 1 && variants[0]) return fieldKind(variants[0]);
  if (variants.length > 1) return looseKind(variants) ?? 'variants';
  switch (ofType(schema)) {
    case 'string':
      return 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'switch';
    case 'array':
      return 'list';
    case 'object':
      return propertiesOf(schema).length > 0 ? 'object' : 'map';
    default:
      return 'any';
  }
};

/** Whether a literal value could stand in a field of this schema: picks the alternative that is shown. */
export const suits = (schema: JsonSchema, value: Json): boolean => {
  if (schema.const !== undefined) return schema.const === value;
  const choices = choicesOf(schema);
  if (choices) return choices.includes(value);
  const variants = variantsOf(schema);
  if (variants.length > 0) return variants.some((one) => suits(one, value));
  const type = ofType(schema);
  if (type === undefined) return true;
  if (Array.isArray(value)) return type === 'array';
  if (value === null) return false;
  // Of several objects, the one whose fixed fields the value has.
  if (
    typeof value === 'object' &&
    !propertiesOf(schema).every(([name, inner]) => inner.const === undefined || inner.const === value[name])
  ) {
    return false;
  }
  return type === (typeof value as string) || (type === 'integer' && Number.isInteger(value));
};

/** A value to begin with: the schema's default, else the least that has the right shape, else nothing. */
export const startValue = (schema: JsonSchema): Json | undefined => {
  if (schema.default !== undefined) return schema.default as Json;
  if (schema.const !== undefined) return schema.const as Json;
  const kind = fieldKind(schema);
  if (kind === 'choice') return choicesOf(schema)?.[0];
  if (kind === 'list') return [];
  if (kind === 'map') return {};
  if (kind === 'object') return startObject(schema);
  const first = variantsOf(schema)[0];
  return first ? startValue(first) : undefined;
};

/** The required properties of an object that have something to begin with. */
export const startObject = (schema: JsonSchema): JsonObject => {
  const required = requiredOf(schema);
  const result: JsonObject = {};
  for (const [name, inner] of propertiesOf(schema)) {
    const value = required.has(name) ? startValue(inner) : undefined;
    if (value !== undefined) result[name] = value;
  }
  return result;
};

/** How many names of an object a schema does not know. */
const strangersOf = (schema: JsonSchema, value: Json): number => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 0;
  const known = new Set(propertiesOf(schema).map(([name]) => name));
  return known.size === 0 ? 0 : Object.keys(value).filter((name) => !known.has(name)).length;
};

/** Which alternative of a schema a value is of, the one that knows most of it; the first where it is of none. */
export const variantOf = (schema: JsonSchema, value: Json | undefined): number => {
  if (value === undefined) return 0;
  const fitting = variantsOf(schema).flatMap((one, n) =>
    suits(one, value) ? [{ n, strangers: strangersOf(one, value) }] : [],
  );
  return fitting.sort((a, b) => a.strangers - b.strangers || a.n - b.n)[0]?.n ?? 0;
};
