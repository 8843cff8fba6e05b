import type { Json, JsonObject, JsonSchema } from '#flow/json.ts';
import { asSchema, choicesOf, fieldKind, propertiesOf, variantsOf } from './schema.ts';

/** A value that fits a schema, to begin a test with: its own example where it brings one. */
export const exampleOf = (schema: JsonSchema, depth = 6): Json => {
  if (Array.isArray(schema.examples) && schema.examples[0] !== undefined) return schema.examples[0] as Json;
  if (schema.default !== undefined) return schema.default as Json;
  if (schema.const !== undefined) return schema.const as Json;
  if (depth === 0) return null;
  const first = variantsOf(schema)[0];
  switch (fieldKind(schema)) {
    case 'text':
      return '';
    case 'number':
      return typeof schema.minimum === 'number' ? schema.minimum : 0;
    case 'switch':
      return false;
    case 'choice':
      return choicesOf(schema)?.[0] ?? null;
    case 'list':
      return [exampleOf(asSchema(schema.items) ?? {}, depth - 1)];
    case 'object':
      return Object.fromEntries(
        propertiesOf(schema).map(([name, inner]) => [name, exampleOf(inner, depth - 1)]),
      ) as JsonObject;
    case 'map':
      return {};
    case 'variants':
      return first ? exampleOf(first, depth - 1) : null;
    case 'any':
      return null;
  }
};
