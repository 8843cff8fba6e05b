import { z } from 'zod';
import type { Json, Text } from '#flow/json.ts';

/** How the builder shows a field; none: by its schema. */
export type Widget =
  | 'expression'
  | 'text'
  | 'code'
  | 'duration'
  | 'instant'
  | 'keyvalue'
  | 'select'
  | 'json'
  | 'secret'
  | 'url'
  | 'list'
  | 'table'
  /** A column of the chosen table, by its name. */
  | 'column'
  | 'unique-column'
  /** Cells of a row of the chosen table. */
  | 'row'
  | 'new-row'
  /** A condition on a column of the chosen table. */
  | 'filter'
  /** A kept file: uploaded there, or of an earlier node. */
  | 'file'
  /** A JSON Schema, drawn as the fields that it describes. */
  | 'schema';

export interface FieldAbout {
  title: Text;
  help?: Text;
  widget?: Widget;
  examples?: Json[];
  /** What people call the values of a choice, by value. */
  labels?: Record<string, Text>;
  /** Behind “more options” (true) or never there (false); else by how many fields there are. */
  rare?: boolean;
  /** A text of several lines. */
  lines?: 'many';
  /** Asked for only where other fields of the same form have one of these values. */
  when?: Record<string, Json[]>;
  /** Half: beside another of its kind. */
  width?: 'half';
}

/** Writes on a field what people read about it. It comes out in the JSON Schema as `x-title`, `x-help`, `x-widget` and the like. */
export const field = <S extends z.ZodType>(
  schema: S,
  { title, help, widget, examples, labels, rare, lines, width, when }: FieldAbout,
): S =>
  schema.meta({
    'x-title': title,
    ...(help && { 'x-help': help }),
    ...(widget && { 'x-widget': widget }),
    ...(examples && { examples }),
    ...(labels && { 'x-labels': labels }),
    ...(rare !== undefined && { 'x-rare': rare }),
    ...(lines && { 'x-lines': lines }),
    ...(width && { 'x-width': width }),
    ...(when && { 'x-when': when }),
  });

/** Any value of the language. Erasure: zod's own `z.json()` is recursive and makes `$ref`s that form builders stumble over. */
export const anyJson = (): z.ZodType<Json> => z.unknown() as z.ZodType<Json>;
