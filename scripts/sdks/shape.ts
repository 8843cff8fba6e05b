import type { Schema } from './api-document.ts';

export interface Field {
  name: string;
  shape: Shape;
  optional: boolean;
  description: string | undefined;
}

export type Value = string | number | boolean | null;

/** What a language can say of a value: JSON Schema without what only checks. */
export type Shape =
  | { kind: 'text' | 'integer' | 'number' | 'boolean' | 'null' | 'unknown' }
  | { kind: 'values'; values: Value[] }
  | { kind: 'list' | 'map'; of: Shape }
  | { kind: 'object'; fields: Field[]; title?: string }
  | { kind: 'union'; of: Shape[] }
  | { kind: 'named'; name: string };

export const UNKNOWN: Shape = { kind: 'unknown' };

const BY_TYPE: Record<string, Shape> = {
  string: { kind: 'text' },
  integer: { kind: 'integer' },
  number: { kind: 'number' },
  boolean: { kind: 'boolean' },
  null: { kind: 'null' },
};

/** The same shape once; a union of one is that one; what may be anything is anything. */
export function unionOf(shapes: readonly Shape[]): Shape {
  const flat = shapes.flatMap((shape) => (shape.kind === 'union' ? shape.of : [shape]));
  if (flat.some(({ kind }) => kind === 'unknown')) return UNKNOWN;
  const once = [...new Map(flat.map((shape) => [JSON.stringify(shape), shape])).values()];
  return once.length === 1 && once[0] ? once[0] : { kind: 'union', of: once };
}

function objectOf(schema: Schema): Shape {
  const properties = Object.entries(schema.properties ?? {});
  const more = schema.additionalProperties;
  if (properties.length === 0)
    return { kind: 'map', of: typeof more === 'object' && Object.keys(more).length > 0 ? shapeOf(more) : UNKNOWN };
  const required = new Set(schema.required);
  return {
    kind: 'object',
    ...(schema.title !== undefined && { title: schema.title }),
    fields: properties.map(([name, property]) => ({
      name,
      shape: shapeOf(property),
      optional: !required.has(name),
      description: property.description,
    })),
  };
}

/** Objects that have to be all at once are one object with the fields of all; anything else is too much to say. */
function allOf(schemas: readonly Schema[]): Shape {
  const shapes = schemas.map(shapeOf);
  const fields = shapes.flatMap((shape) => (shape.kind === 'object' ? shape.fields : []));
  return shapes.every(({ kind }) => kind === 'object') ? { kind: 'object', fields } : UNKNOWN;
}

export function shapeOf(schema: Schema): Shape {
  if (schema.const !== undefined) return { kind: 'values', values: [schema.const] };
  if (schema.enum) return { kind: 'values', values: schema.enum };
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return unionOf(either.map(shapeOf));
  if (schema.allOf) return allOf(schema.allOf);
  if (Array.isArray(schema.type)) return unionOf(schema.type.map((type) => shapeOf({ ...schema, type })));
  if (schema.type === 'array') return { kind: 'list', of: schema.items ? shapeOf(schema.items) : UNKNOWN };
  if (schema.type === 'object' || schema.properties) return objectOf(schema);
  return BY_TYPE[schema.type ?? ''] ?? UNKNOWN;
}
