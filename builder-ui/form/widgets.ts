import type { JsonSchema } from '#flow/json.ts';
import { asSchema, fieldKind } from '../document/schema.ts';

/** Which control a schema asks for by name, or by the format of its texts. */
export const widgetOf = (schema: JsonSchema): string | undefined => {
  const widget = schema['x-widget'];
  if (typeof widget === 'string') return widget;
  return schema.format === 'duration' || schema.format === 'instant' ? schema.format : undefined;
};

/** Controls of texts that are chosen, not written: an expression in their place is a switch away. */
const CHOSEN: ReadonlySet<string | undefined> = new Set([
  'clock',
  'code',
  'connection',
  'date',
  'duration',
  'file',
  'flow',
  'instant',
  'schema',
  'secret',
  'table',
  'timezone',
]);

export const isCondition = (schema: JsonSchema): boolean => schema['x-widget'] === 'condition';

/** A text in which expressions are typed like any other letters. */
export const isTemplateText = (schema: JsonSchema): boolean => {
  const kind = fieldKind(schema);
  return (kind === 'text' || kind === 'any') && !isCondition(schema) && !CHOSEN.has(widgetOf(schema));
};

/** Lists and objects that one rarely writes by hand: an expression is offered first. */
export const prefersExpression = (schema: JsonSchema): boolean =>
  schema['x-widget'] === 'expression' && !isTemplateText(schema);

/** The first example of a schema as a text, to show in an empty field. */
export const exampleText = (schema: JsonSchema): string | undefined => {
  const [first] = Array.isArray(schema.examples) ? (schema.examples as unknown[]) : [];
  return first === undefined ? undefined : typeof first === 'string' ? first : JSON.stringify(first);
};

/** Whether fields of its own want a frame around them; rows and chips say without one that they belong together. */
export const needsFrame = (schema: JsonSchema): boolean => {
  if (fieldKind(schema) === 'object') return widgetOf(schema) !== 'file';
  const { items } = schema;
  return fieldKind(schema) === 'list' && asSchema(items) !== undefined && fieldKind(asSchema(items) ?? {}) === 'list';
};
