import type { JsonSchema } from '../json.ts';

/** Pieces of JSON Schema that the core node types share. Texts of fields are `x-title` and `x-help` in both languages. */
const text = (pt: string, en: string, helpPt?: string, helpEn?: string): JsonSchema => ({
  'x-title': { pt, en },
  ...(helpPt === undefined ? {} : { 'x-help': { pt: helpPt, en: helpEn ?? helpPt } }),
});

export const any = (pt: string, en: string, helpPt?: string, helpEn?: string): JsonSchema => ({
  ...text(pt, en, helpPt, helpEn),
});

export const string = (pt: string, en: string, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  ...text(pt, en),
  ...more,
});

export const integer = (pt: string, en: string, more: JsonSchema = {}): JsonSchema => ({
  type: 'integer',
  ...text(pt, en),
  ...more,
});

export const boolean = (pt: string, en: string): JsonSchema => ({ type: 'boolean', ...text(pt, en) });

/** A condition: an expression that gives true, false or null. */
export const condition = (pt: string, en: string): JsonSchema => ({
  type: ['boolean', 'null'],
  'x-widget': 'condition',
  ...text(pt, en),
});

export const duration = (pt: string, en: string): JsonSchema => ({
  type: 'string',
  format: 'duration',
  'x-widget': 'duration',
  ...text(pt, en),
});

export const instant = (pt: string, en: string): JsonSchema => ({
  type: 'string',
  format: 'instant',
  'x-widget': 'instant',
  ...text(pt, en),
});

export const map = (pt: string, en: string, of: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  additionalProperties: of,
  'x-widget': 'keyvalue',
  ...text(pt, en),
});

export const list = (pt: string, en: string, items: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: 'array',
  items,
  ...text(pt, en),
  ...more,
});

export const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  ...(required.length > 0 ? { required } : {}),
  additionalProperties: false,
});

/** Any short text: ports are an author's own words. Braces would look like an expression, which no port is. */
export const port = { type: 'string', pattern: '^[^{}]{1,64}$', ...text('Saída', 'Port') };

/** One event that a wait or an interrupt listens to. */
export const listening: JsonSchema = object(
  {
    port,
    name: string('Evento', 'Event', { minLength: 1 }),
    key: { type: ['string', 'number', 'null'], ...text('Chave', 'Key') },
    match: condition('Só quando', 'Only when'),
  },
  ['port', 'name'],
);

/** Schema of the event that a wait gives, `flow-language` §3. */
export const eventSchema: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    key: { type: ['string', 'null'] },
    data: {},
    source: { type: 'string' },
    receivedAt: { type: 'string' },
  },
  required: ['id', 'name', 'key', 'data', 'source', 'receivedAt'],
};
