import type { Json, JsonSchema, Locale } from '#flow/json.ts';
import { asSchema, schemaText, variantsOf } from '../document/schema.ts';
import type { Texts } from '../texts/texts.ts';
import { valueLabel } from './value-label.ts';

/** A fixed value in words: the schema's own, else the dictionary's, else as it is. */
export const choiceLabel = (schema: JsonSchema, choice: Json, t: Texts, locale: Locale): string => {
  const own = variantsOf(schema).find((one) => one.const === choice);
  const labels = asSchema(schema['x-labels']);
  return (
    (own && schemaText(own['x-title'] ?? own.title, locale)) ??
    schemaText(labels?.[String(choice)], locale) ??
    valueLabel(choice, t)
  );
};
