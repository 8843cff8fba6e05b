import { z } from 'zod';
import type { Json, Text } from '#flow/json.ts';

/** How the builder shows a field; none: by its schema. */
export type Widget =
  | 'expression'
  | 'text'
  | 'code'
  | 'duration'
  | 'keyvalue'
  | 'select'
  | 'json'
  | 'secret'
  | 'url'
  | 'list'
  | 'table';

export interface FieldAbout {
  title: Text;
  help?: Text;
  widget?: Widget;
  examples?: Json[];
}

/** Writes on a field what people read about it. It comes out in the JSON Schema as `x-title`, `x-help`, `x-widget`. */
export const field = <S extends z.ZodType>(schema: S, { title, help, widget, examples }: FieldAbout): S =>
  schema.meta({
    'x-title': title,
    ...(help && { 'x-help': help }),
    ...(widget && { 'x-widget': widget }),
    ...(examples && { examples }),
  });

/** Any value of the language. Erasure: zod's own `z.json()` is recursive and makes `$ref`s that form builders stumble over. */
export const anyJson = (): z.ZodType<Json> => z.unknown() as z.ZodType<Json>;
