import type { JsonSchema } from '../json.ts';

/**
 * Pieces of JSON Schema that the core node types share. Texts of fields are `x-title` and `x-help` in both languages;
 * `examples` and `default` are shown in empty fields.
 */
const text = (pt: string, en: string): JsonSchema => ({ 'x-title': { pt, en } });

/** What a field is for, where its title does not say all of it. */
export const help = (pt: string, en: string): JsonSchema => ({ 'x-help': { pt, en } });

/** Waits behind “more options” until it is set. */
export const rare: JsonSchema = { 'x-rare': true };

export const any = (pt: string, en: string, more: JsonSchema = {}): JsonSchema => ({ ...text(pt, en), ...more });

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

export const boolean = (pt: string, en: string, more: JsonSchema = {}): JsonSchema => ({
  type: 'boolean',
  ...text(pt, en),
  ...more,
});

/** A condition: an expression that gives true, false or null. */
export const condition = (pt: string, en: string, more: JsonSchema = {}): JsonSchema => ({
  type: ['boolean', 'null'],
  'x-widget': 'condition',
  ...text(pt, en),
  ...more,
});

export const duration = (pt: string, en: string, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  format: 'duration',
  'x-widget': 'duration',
  ...text(pt, en),
  ...more,
});

export const instant = (pt: string, en: string, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  format: 'instant',
  'x-widget': 'instant',
  ...text(pt, en),
  ...more,
});

export const map = (pt: string, en: string, of: JsonSchema = {}, more: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  additionalProperties: of,
  'x-widget': 'keyvalue',
  ...text(pt, en),
  ...more,
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
export const port = {
  type: 'string',
  pattern: '^[^{}]{1,64}$',
  ...text('Saída', 'Port'),
  ...help('O nome da linha que sai daqui no desenho.', 'The name of the line that leaves here in the drawing.'),
  examples: ['pago'],
};

/** One event that a wait or an interrupt listens to. */
export const listening: JsonSchema = object(
  {
    port,
    name: string('Evento', 'Event', { minLength: 1, examples: ['pagamento.recebido'] }),
    key: {
      type: ['string', 'number', 'null'],
      ...text('Chave', 'Key'),
      ...help(
        'Só eventos com esta chave: o número do pedido, por exemplo.',
        'Only events of this key: the number of the order, for example.',
      ),
      examples: ['{{ trigger.data.id }}'],
    },
    match: condition('Só quando', 'Only when', { examples: ['event.data.status == "pago"'] }),
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
