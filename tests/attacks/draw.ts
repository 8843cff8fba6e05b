import type { Chance } from './chance.ts';
import type { Schema } from './operations.ts';

/** A value for a text of a schema, or undefined: the drawing goes on by itself. */
export type Plant = (schema: Schema, name: string) => string | undefined;

const DEEPEST = 6;

/** Texts that answer most patterns of ours. */
const WORDS = [
  'abc',
  'tinta-azul',
  'a.b',
  '2025-06-01',
  '2025-06',
  '12:30',
  'ana@example.com',
  'https://example.com/x',
];
const WORDS_MORE = [
  '#0b6bcb',
  'example.com',
  '203.0.113.0/24',
  'America/Sao_Paulo',
  'pt-BR',
  'PT1H',
  'text/plain',
  '1',
  'A1',
];

/** Draws what a schema allows, mostly; what a parser refuses is an attempt too, but one that reaches less. */
export function drawer(chance: Chance, plant: Plant, optional = 0.5) {
  const text = (schema: Schema, name: string): string => {
    const planted = plant(schema, name);
    if (planted !== undefined) return planted;
    const { pattern, format, minLength = 0 } = schema;
    if (format === 'date-time') return '2025-06-01T12:00:00Z';
    const prefix = /^\^([a-z]{3})_\[0-9a-f\]\{32\}\$$/.exec(pattern ?? '')?.[1];
    if (prefix) return `${prefix}_${chance.hex(32)}`;
    if (pattern === '^[0-9a-f]{64}$') return chance.hex(64);
    if (pattern) {
      const fits = [...WORDS, ...WORDS_MORE].find((word) => new RegExp(pattern, 'u').test(word));
      if (fits !== undefined) return fits;
    }
    if (format === 'email') return `p${chance.hex(6)}@example.com`;
    if (format === 'uri' || format === 'url') return 'https://example.com/x';
    return `t${chance.hex(8)}`.padEnd(minLength, 'x');
  };

  const draw = (schema: Schema, name: string, depth: number, root: Schema): unknown => {
    if (depth > DEEPEST) return null;
    const inner = (next: Schema, of = name) => draw(next, of, depth + 1, root);
    if (schema.$ref) return inner(root.$defs?.[schema.$ref.split('/').at(-1) ?? ''] ?? {});
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return chance.of(schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return inner(chance.of(choices));
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => inner(part)));
    const type = Array.isArray(schema.type) ? chance.of(schema.type) : schema.type;
    switch (type) {
      case 'string':
        return text(schema, name);
      case 'integer':
      case 'number': {
        const { minimum = 0, maximum = minimum + 100 } = schema;
        return Math.max(minimum, Math.min(maximum, Math.floor(minimum + chance() * 10)));
      }
      case 'boolean':
        return chance.happens(0.5);
      case 'null':
        return null;
      case 'array':
        return Array.from({ length: Math.max(schema.minItems ?? 0, 1) }, () => inner(schema.items ?? {}));
      case 'object':
        return object(schema, depth, root);
      default:
        // Anything goes here: flow documents, data of events.
        return { note: text({}, name), list: [text({}, name)] };
    }
  };

  const object = (schema: Schema, depth: number, root: Schema): Record<string, unknown> => {
    const made: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(schema.properties ?? {}))
      if (schema.required?.includes(key) || chance.happens(optional)) made[key] = draw(value, key, depth + 1, root);
    const { additionalProperties: more } = schema;
    if (typeof more === 'object') made[text({}, 'key')] = draw(more, 'value', depth + 1, root);
    return made;
  };

  return (schema: Schema): unknown => draw(schema, '', 0, schema);
}
