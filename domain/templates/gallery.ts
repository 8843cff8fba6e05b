import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Kit, kitSchema, type Template, templateSchema } from './template.ts';

/** A release has the folder beside its bundle. */
const FOLDER = new URL('../../templates/', import.meta.url);

const readJson = (name: string): unknown => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));

const byTitle = <T extends { title: { pt: string } }>(list: T[]): T[] =>
  list.toSorted((a, b) => a.title.pt.localeCompare(b.title.pt, 'pt-BR'));

let held: ReadonlyMap<string, Template> | undefined;

/** All templates by id, in the order of their Portuguese titles; read once, at the first call. */
export const gallery = (): ReadonlyMap<string, Template> => {
  held ??= new Map(
    byTitle(
      readdirSync(new URL('gallery/', FOLDER))
        .filter((file) => file.endsWith('.json'))
        .map((file) => templateSchema.parse(readJson(`gallery/${file}`))),
    ).map((one) => [one.id, one]),
  );
  return held;
};

let heldKits: ReadonlyMap<string, Kit> | undefined;

/** Kits by id. */
export const kits = (): ReadonlyMap<string, Kit> => {
  heldKits ??= new Map(
    z
      .array(kitSchema)
      .parse(readJson('kits.json'))
      .map((one) => [one.id, one]),
  );
  return heldKits;
};

/** The templates of a kit, in its order. @throws where one is not there: the kit's own fault */
export const templatesOf = (kit: Kit): Template[] =>
  kit.templates.map((id) => {
    const found = gallery().get(id);
    if (!found) throw new Error(`kit ${kit.id} names ${id}, which is no template`);
    return found;
  });
