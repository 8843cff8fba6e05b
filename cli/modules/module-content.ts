import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Json, Text } from '../../flow/json.ts';
import { isObject, textOf } from '../document/canonical.ts';
import { placeOf } from '../project/flow-files.ts';
import { KEY } from '../project/project-file.ts';
import { parseTable, tablePlace, tableText } from '../project/table-files.ts';
import { failure } from '../terminal/failure.ts';

const key = z.string().max(60).regex(KEY);

/** `module.json`: what a folder has to say to be a module. */
const manifestSchema = z.strictObject({
  name: key,
  version: z.string().regex(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/),
  description: z.string().max(2_000).optional(),
  flows: z.array(key).max(200).default([]),
  tables: z.array(key).max(200).default([]),
  /** Of the form of the gallery (docs/templates.md): each becomes a flow, and its tables. */
  templates: z.array(key).max(200).default([]),
});

/** A place of a flow that whoever adds it fills in, or a connection that it names. */
export interface ToDo {
  flow: string;
  kind: 'connection' | 'value';
  /** The name of the connection, or a pointer into the document. */
  at: string;
  what: Text;
}

export interface ModuleContent {
  name: string;
  version: string;
  commit?: string;
  /** By their place in the project. */
  files: Map<string, string>;
  toDo: ToDo[];
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Of all files: any byte or name that is another makes another. */
export const checksumOf = (files: ReadonlyMap<string, string>): string =>
  sha256(
    [...files]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([place, text]) => `${place}\0${sha256(text)}\n`)
      .join(''),
  );

const broken = (place: string, why: string): ReturnType<typeof failure> =>
  failure(
    'problems',
    'bad_module',
    `O módulo está errado em ${place}: ${why}`,
    `The module is wrong in ${place}: ${why}`,
  );

const parsed = (text: string, place: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw broken(place, error instanceof Error ? error.message : String(error));
  }
};

const flowText = (document: Json, place: string): string => {
  if (isObject(document) && document.language === 'trama/1') return textOf(document);
  throw broken(place, '"language": "trama/1"');
};

const text = z.object({ pt: z.string(), en: z.string() });
const templateSchema = z.object({
  needs: z.array(z.object({ key: z.string(), connector: z.string(), purpose: text })),
  setup: z.array(z.object({ pointer: z.string().startsWith('/'), title: text })),
  tables: z.array(z.object({ name: z.string(), description: text, columns: z.array(z.unknown()) })),
  document: z.record(z.string(), z.unknown()),
  en: z.record(z.string(), z.string()),
});

/** Puts a text in a place that is there. */
const put = (document: Json, pointer: string, value: string): void => {
  const parts = pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = parts.pop();
  let holder: Json | undefined = document;
  for (const part of parts) {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, part)) return;
    holder = (holder as Record<string, Json>)[part];
  }
  if (last !== undefined && typeof holder === 'object' && holder !== null && Object.hasOwn(holder, last))
    (holder as Record<string, Json>)[last] = value;
};

const addTemplate = (content: ModuleContent, id: string, source: string, locale: 'pt' | 'en'): void => {
  const place = `templates/${id}.json`;
  const read = templateSchema.safeParse(parsed(source, place));
  if (!read.success) throw broken(place, `/${read.error.issues[0]?.path.join('/') ?? ''}`);
  const { needs, setup, tables, en } = read.data;
  const document = read.data.document as Json;
  if (locale === 'en') for (const [pointer, value] of Object.entries(en)) put(document, pointer, value);
  content.files.set(placeOf(id), flowText(document, place));
  for (const { name, description, columns } of tables) {
    const table = parseTable(JSON.stringify({ name, description: description[locale], columns }), place);
    content.files.set(tablePlace(name), tableText(table));
  }
  for (const { key: at, connector, purpose } of needs)
    content.toDo.push({
      flow: id,
      kind: 'connection',
      at,
      what: { pt: `${connector}: ${purpose.pt}`, en: `${connector}: ${purpose.en}` },
    });
  for (const { pointer, title } of setup) content.toDo.push({ flow: id, kind: 'value', at: pointer, what: title });
};

/** What a folder that holds a module comes to. `read`: the text of a file of it, null where it is not there. @throws Failure */
export const readModule = (read: (place: string) => string | null, locale: 'pt' | 'en'): ModuleContent => {
  const needed = (place: string): string => {
    const found = read(place);
    if (found !== null) return found;
    throw broken(place, 'ENOENT');
  };
  const manifest = manifestSchema.safeParse(parsed(needed('module.json'), 'module.json'));
  if (!manifest.success) {
    const [issue] = manifest.error.issues;
    throw broken('module.json', `/${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { name, version, flows, tables, templates } = manifest.data;
  const content: ModuleContent = { name, version, files: new Map(), toDo: [] };
  for (const flow of flows)
    content.files.set(placeOf(flow), flowText(parsed(needed(placeOf(flow)), placeOf(flow)), placeOf(flow)));
  for (const table of tables) {
    const place = `tables/${table}.table.json`;
    const document = parseTable(needed(place), place);
    content.files.set(tablePlace(document.name), tableText(document));
  }
  for (const id of templates) addTemplate(content, id, needed(`templates/${id}.json`), locale);
  if (content.files.size === 0) throw broken('module.json', 'flows, tables, templates');
  return content;
};
