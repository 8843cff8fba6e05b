import { z } from 'zod';
import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import { CATEGORIES, FIELD_KINDS, SEGMENTS } from '#flow/template-lists.ts';

const text = z.strictObject({ pt: z.string().min(1), en: z.string().min(1) });
const json = z.unknown() as unknown as z.ZodType<Json>;

/** A connection that the document names by `key`, in the place of a real one. */
const need = z.strictObject({ key: z.string(), connector: z.string(), purpose: text });

/** A place of the document that whoever uses it fills in. Templates of a kit that share a `key` are asked once. */
const field = z.strictObject({
  key: z.string(),
  title: text,
  help: text,
  /** JSON pointer into the document; what stands there is what counts where nothing is said, unless it is empty. */
  pointer: z.string().startsWith('/'),
  kind: z.enum(FIELD_KINDS),
  example: json,
  /** What each item of a `list` holds; `days`: so many before (`-P3D`) or after a day. */
  parts: z
    .array(z.strictObject({ key: z.string(), title: text, kind: z.enum(['text', 'longText', 'days']) }))
    .min(1)
    .optional(),
});

const column = z.strictObject({
  name: z.string(),
  type: z.enum(['text', 'number', 'boolean', 'date', 'dateTime', 'choice', 'json']),
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  indexed: z.boolean().optional(),
  default: json.optional(),
  choices: z.array(z.string()).optional(),
});

/** A data table that the document works with; it is made on use where it is missing. */
const table = z.strictObject({ name: z.string(), description: text, columns: z.array(column).min(1) });

/** A flow that somebody wrote with care, for others to use (docs/templates.md). */
export const templateSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: text,
  summary: text,
  /** What it does, in three lines. */
  story: z.array(text).length(3),
  category: z.enum(CATEGORIES),
  segments: z.array(z.enum(SEGMENTS)).min(1),
  needs: z.array(need),
  setup: z.array(field),
  tables: z.array(table),
  /** Events that it can be tried with. */
  sample: z.array(z.strictObject({ title: text, data: json })).min(1),
  /** In Portuguese. */
  document: json as unknown as z.ZodType<FlowDocument>,
  /** What stands in English in the place of a text: by JSON pointer into the document. */
  en: z.record(z.string(), z.string()),
});

export type Template = z.infer<typeof templateSchema>;
export type TemplateField = Template['setup'][number];
export type TemplateTable = Template['tables'][number];

/** Templates that together do a kind of shop's daily work. */
export const kitSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  segment: z.enum(SEGMENTS),
  title: text,
  summary: text,
  templates: z.array(z.string()).min(2),
});

export type Kit = z.infer<typeof kitSchema>;
