import { failure } from '#flow/errors.ts';
import type { Json, JsonObject, JsonSchema, Text } from '#flow/json.ts';
import { schemaFaults } from '#flow/schema-check.ts';

type FieldError = { pointer: string; code: string; message: Text };

const UNKNOWN = { pt: 'a aprovação não tem este campo', en: 'the approval has no such field' };

const checkField = (name: string, schema: JsonSchema, value: Json): FieldError[] =>
  schemaFaults(schema, value)
    .slice(0, 1)
    .map(({ pointer, text }) => ({
      pointer: `/fields/${name}${pointer}`,
      code: 'invalid',
      message: text,
    }));

/**
 * The decider's fields, held against the schemas of the approval. A field that is left out takes its `default`; one
 * without default is needed for an approval, and may be missing (null) from a rejection.
 * @throws `invalid`, pointing at each field.
 */
export const readFields = (
  schemas: Record<string, JsonSchema>,
  given: JsonObject,
  decision: 'approved' | 'rejected',
): JsonObject => {
  const errors: FieldError[] = Object.keys(given)
    .filter((name) => !Object.hasOwn(schemas, name))
    .map((name) => ({ pointer: `/fields/${name}`, code: 'unknown_field', message: UNKNOWN }));
  const fields: JsonObject = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const value = Object.hasOwn(given, name) ? given[name] : (schema.default as Json | undefined);
    if (value === undefined && decision === 'rejected') fields[name] = null;
    else {
      errors.push(...checkField(name, schema, value ?? null));
      fields[name] = value ?? null;
    }
  }
  if (errors.length > 0) throw failure('invalid', 'Alguns campos não cabem', 'Some fields do not fit', { errors });
  return fields;
};
