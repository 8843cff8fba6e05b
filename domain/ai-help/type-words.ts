import type { TriggerType } from '#flow/core/triggers.ts';
import type { JsonSchema } from '#flow/json.ts';
import type { Catalogue, NodeType } from '#flow/node-type.ts';

/** Deeper, a schema is just "object". */
const DEPTH = 2;
const MOST_CHOICES = 12;

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

/** A schema as one would note it on paper: `{ method!: "GET"|"POST", url!: text, retries?: number }`. */
export const schemaWords = (schema: unknown, depth = 0): string => {
  if (!isSchema(schema)) return 'any';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) {
    const shown = schema.enum.slice(0, MOST_CHOICES).map((one) => JSON.stringify(one));
    return shown.join('|') + (schema.enum.length > MOST_CHOICES ? '|…' : '');
  }
  const variants = (schema.anyOf ?? schema.oneOf) as unknown;
  if (Array.isArray(variants) && !isSchema(schema.properties)) {
    return [...new Set(variants.map((one) => schemaWords(one, depth + 1)))].join('|');
  }
  if (isSchema(schema.properties)) {
    if (depth > DEPTH) return 'object';
    const required = new Set(Array.isArray(schema.required) ? (schema.required as string[]) : []);
    const fields = Object.entries(schema.properties).map(
      ([name, one]) => `${name}${required.has(name) ? '!' : ''}: ${schemaWords(one, depth + 1)}`,
    );
    return `{ ${fields.join(', ')} }`;
  }
  if (schema.type === 'array') return `[${schemaWords(schema.items, depth + 1)}]`;
  if (schema.type === 'string') return schema.format === 'duration' ? 'duration' : 'text';
  if (schema.type === 'object') return 'object';
  if (Array.isArray(schema.type)) return schema.type.join('|');
  return typeof schema.type === 'string' ? schema.type : 'any';
};

const lineOf = (type: NodeType): string => {
  const needs = type.connection?.required ? ` connection: ${type.connection.connectors.join('|')}` : '';
  const ports = [...type.ports, 'error'].join(' ');
  const gives = type.output ? ` -> ${schemaWords(type.output, 1)}` : '';
  return `${type.type} (${type.title.en}; ports ${ports}${needs}) ${schemaWords(type.config)}${gives}`;
};

/** The whole catalogue, a line a type: what a model may build of. */
export const catalogueWords = (catalogue: Catalogue, triggers: readonly TriggerType[]): string =>
  [
    'Triggers (type config):',
    ...triggers.map((one) => `${one.type} ${schemaWords(one.config)}`),
    'Node types (type (title; ports) config -> output). "!" is required. connection: the node needs "connection": "<name of one of that kind>".',
    ...[...catalogue.values()].map(lineOf),
  ].join('\n');
