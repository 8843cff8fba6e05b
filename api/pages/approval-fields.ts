import type { Json, JsonObject, JsonSchema } from '#flow/json.ts';
import { type Html, html } from './html.ts';

/** Field names in a form, so that no field can be taken for `decision` or `comment`. */
const PREFIX = 'f.';

const typeOf = (schema: JsonSchema): string => {
  const { type } = schema;
  const types = Array.isArray(type) ? type.filter((one) => one !== 'null') : [type];
  return types.length === 1 && typeof types[0] === 'string' ? types[0] : 'string';
};
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const choicesOf = (schema: JsonSchema): Json[] | null => (Array.isArray(schema.enum) ? (schema.enum as Json[]) : null);

const INPUT_TYPES: Record<string, string> = { date: 'date', email: 'email', uri: 'url', time: 'time' };

function control(name: string, schema: JsonSchema, value: Json | undefined): Html {
  const field = PREFIX + name;
  const choices = choicesOf(schema);
  if (choices)
    return html`<select id="${field}" name="${field}"><option value=""></option>${choices.map(
      (choice) =>
        html`<option value="${JSON.stringify(choice)}"${choice === value ? html` selected` : ''}>${choice}</option>`,
    )}</select>`;
  const type = typeOf(schema);
  if (type === 'boolean')
    return html`<input type="checkbox" id="${field}" name="${field}" value="true"${value === true ? html` checked` : ''}>`;
  if (type === 'number' || type === 'integer')
    return html`<input type="number" inputmode="decimal" step="${type === 'integer' ? '1' : 'any'}" id="${field}" name="${field}" value="${value}">`;
  if (type === 'array' || type === 'object')
    return html`<textarea id="${field}" name="${field}" rows="4" spellcheck="false">${value === undefined ? '' : JSON.stringify(value, null, 2)}</textarea>`;
  const input = INPUT_TYPES[textOf(schema.format) ?? ''];
  const long = typeof schema.maxLength !== 'number' || schema.maxLength > 200;
  if (!input && long && !schema.pattern)
    return html`<textarea id="${field}" name="${field}" rows="2">${value}</textarea>`;
  return html`<input type="${input ?? 'text'}" id="${field}" name="${field}" value="${value}">`;
}

/** One labelled control a field; `values` fill them in again after a mistake, else the schemas' defaults do. */
export const fieldControls = (fields: Record<string, JsonSchema>, values: JsonObject): Html[] =>
  Object.entries(fields).map(([name, schema]) => {
    const value = Object.hasOwn(values, name) ? values[name] : (schema.default as Json | undefined);
    const help = textOf(schema.description);
    return html`<label for="${PREFIX}${name}">${textOf(schema.title) ?? name}</label>${control(name, schema, value)}${
      help === null ? '' : html`<small>${help}</small>`
    }`;
  });

/** What was typed, as the value that the field's schema means; what does not parse stays text, and the check says so. */
function valueOf(schema: JsonSchema, typed: string): Json | undefined {
  if (choicesOf(schema)) return typed === '' ? undefined : parsed(typed);
  const type = typeOf(schema);
  if (type === 'boolean') return typed === 'true';
  if (typed === '') return undefined;
  if (type === 'number' || type === 'integer') return Number.isFinite(Number(typed)) ? Number(typed) : typed;
  if (type === 'array' || type === 'object') return parsed(typed);
  return typed;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** The fields of a sent form. An empty one is left out; an empty checkbox is false. */
export function readFields(fields: Record<string, JsonSchema>, form: URLSearchParams): JsonObject {
  const values: JsonObject = {};
  for (const [name, schema] of Object.entries(fields)) {
    const value = valueOf(schema, form.get(PREFIX + name) ?? '');
    if (value !== undefined) values[name] = value;
  }
  return values;
}
