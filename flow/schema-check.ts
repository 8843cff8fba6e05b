import { format, type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import type { Json, JsonSchema, Text } from './json.ts';
import { patternMatcher } from './pattern-matcher.ts';

/** Where a value does not fit a schema. */
export interface SchemaFault {
  /** JSON pointer into the value; of a missing member, where it should be. */
  pointer: string;
  /** The keyword that was not met: `required`, `type`, `minimum`. */
  code: string;
  text: Text;
}

/** Patterns run on RE2: the validator asks formats by name. */
const RE2 = 're2:';

/**
 * The validator's table is never added to, only looked behind: workers freeze it once it is loaded (docs/decisions/002).
 * Every other name that it does not have is no format, not even those that any object has (`toString`).
 */
Object.setPrototypeOf(
  format,
  new Proxy(Object.create(null), {
    get: (_, name) =>
      typeof name === 'string' && name.startsWith(RE2) ? patternMatcher(name.slice(RE2.length)) : undefined,
  }),
);

/** Says early, before any text is matched, that a pattern cannot be read. */
function patternFormat(pattern: string): string {
  patternMatcher(pattern);
  return RE2 + pattern;
}

/** A group that repeats could take exponential time in the validator's own `patternProperties`. */
const repeatsGroup = (pattern: string): boolean => /\)\s*[*+{?]/.test(pattern);

/** The schema with its patterns turned into formats. Data (`const`, `enum`, `default`) stays as it is. */
function linear(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(linear);
  if (typeof schema !== 'object' || schema === null) return schema;
  const made: Record<string, unknown> = {};
  const { pattern, ...rest } = schema as Record<string, unknown>;
  for (const [keyword, value] of Object.entries(rest)) {
    if (keyword === 'const' || keyword === 'enum' || keyword === 'default' || keyword === 'examples')
      made[keyword] = value;
    else if (
      keyword === 'properties' ||
      keyword === '$defs' ||
      keyword === 'definitions' ||
      keyword === 'dependentSchemas'
    )
      made[keyword] = members(value, () => true);
    else if (keyword === 'patternProperties') made[keyword] = members(value, (name) => !repeatsGroup(name));
    // Our names for patterns are ours: to an author they are formats that nobody knows.
    else if (keyword === 'format' && typeof value === 'string' && value.startsWith(RE2)) continue;
    else made[keyword] = linear(value);
  }
  if (typeof pattern === 'string')
    made.allOf = [...(Array.isArray(made.allOf) ? made.allOf : []), { format: patternFormat(pattern) }];
  else if (pattern !== undefined) made.pattern = linear(pattern);
  return made;
}

const members = (value: unknown, keep: (name: string) => boolean): unknown =>
  typeof value !== 'object' || value === null
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .filter(([name]) => keep(name))
          .map(([name, one]) => [name, linear(one)]),
      );

/** Keywords that only say that something inside them failed. */
const OUTER = new Set([
  'properties',
  'items',
  'prefixItems',
  'allOf',
  '$ref',
  'patternProperties',
  'then',
  'else',
  'dependentSchemas',
]);

const TEXTS: Record<string, Text> = {
  required: { pt: 'falta', en: 'is missing' },
  type: { pt: 'tem outro tipo', en: 'has another type' },
  enum: { pt: 'não é um dos valores aceitos', en: 'is none of the accepted values' },
  const: { pt: 'não é o valor aceito', en: 'is not the accepted value' },
  format: { pt: 'não tem a forma pedida', en: 'does not have the asked form' },
  minimum: { pt: 'é pequeno demais', en: 'is too small' },
  maximum: { pt: 'é grande demais', en: 'is too large' },
  minLength: { pt: 'é curto demais', en: 'is too short' },
  maxLength: { pt: 'é longo demais', en: 'is too long' },
  minItems: { pt: 'tem itens de menos', en: 'has too few items' },
  maxItems: { pt: 'tem itens demais', en: 'has too many items' },
  additionalProperties: { pt: 'tem um campo que não é aceito', en: 'has a field that is not accepted' },
};
const OTHER: Text = { pt: 'não cabe no esquema', en: 'does not fit the schema' };

function faultOf({ keyword, instanceLocation, error }: OutputUnit): SchemaFault {
  const at = instanceLocation.replace(/^#/, '');
  const missing = keyword === 'required' ? /property "(.*)"/s.exec(error)?.[1] : undefined;
  const pointer = missing === undefined ? at : `${at}/${missing.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const text = TEXTS[keyword] ?? OTHER;
  const where = pointer === '' ? '' : `${pointer} `;
  return { pointer, code: keyword, text: { pt: `${where}${text.pt}`, en: `${where}${text.en}` } };
}

/** Every way (at most 50) in which a value does not fit a JSON Schema 2020-12; none: it fits. Never throws. */
export function schemaFaults(schema: JsonSchema, value: Json): SchemaFault[] {
  try {
    const { valid, errors } = new Validator(linear(schema) as Schema, '2020-12', false).validate(value);
    if (valid) return [];
    const inner = errors.filter((one) => !OUTER.has(one.keyword));
    return (inner.length > 0 ? inner : errors).slice(0, 50).map(faultOf);
  } catch {
    // A schema that refers to nothing, or to itself without end: nothing fits it.
    return [
      { pointer: '', code: 'schema', text: { pt: 'o esquema não pôde ser lido', en: 'the schema could not be read' } },
    ];
  }
}
