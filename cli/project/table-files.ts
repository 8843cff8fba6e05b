import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { failure } from '../terminal/failure.ts';
import type { Project } from './project-file.ts';
import { type Pulled, pulledState } from './pulled.ts';

const FOLDER = 'tables';
const ENDING = '.table.json';

const columnSchema = z.strictObject({
  name: z.string().min(1),
  type: z.enum(['text', 'number', 'boolean', 'date', 'dateTime', 'choice', 'json']),
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  indexed: z.boolean().optional(),
  default: z.unknown().optional(),
  choices: z.array(z.string()).optional(),
});

const tableSchema = z.strictObject({
  name: z.string().min(1).max(100),
  description: z.string().optional(),
  columns: z.array(columnSchema).min(1),
});

export type TableDocument = z.infer<typeof tableSchema>;
type Column = z.infer<typeof columnSchema>;

/** The name of a table as the name of a file. */
const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'table';

export const tablePlace = (name: string): string => `${FOLDER}/${plain(name)}${ENDING}`;

/** Only what was chosen: ids, revisions and what is left as it is by itself are not in files. */
const lean = ({ name, type, required, unique, indexed, default: start, choices }: Column): Column => ({
  ...{ name, type },
  ...(required ? { required } : {}),
  ...(unique ? { unique } : {}),
  ...(indexed ? { indexed } : {}),
  ...(start === undefined || start === null ? {} : { default: start }),
  ...(choices && choices.length > 0 ? { choices } : {}),
});

export const tableText = ({ name, description, columns }: TableDocument): string => {
  const lines = columns.map((column) => `    ${JSON.stringify(lean(column))}`).join(',\n');
  const about = description ? `  "description": ${JSON.stringify(description)},\n` : '';
  return `{\n  "name": ${JSON.stringify(name)},\n${about}  "columns": [\n${lines}\n  ]\n}\n`;
};

/** @throws Failure where it is no table */
export const parseTable = (text: string, place: string): TableDocument => {
  try {
    return tableSchema.parse(JSON.parse(text));
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const why = issue ? `/${issue.path.join('/')}: ${issue.message}` : error instanceof Error ? error.message : '';
    throw failure('problems', 'bad_file', `${place} não é uma tabela: ${why}`, `${place} is no table: ${why}`, error);
  }
};

export const readTables = ({ root }: Project): { place: string; table: TableDocument }[] => {
  const folder = path.join(root, FOLDER);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(ENDING));
  return files.toSorted().map((file) => {
    const place = `${FOLDER}/${file}`;
    return { place, table: parseTable(readFileSync(path.join(root, place), 'utf8'), place) };
  });
};

/** Two names may have one plain form. @throws Failure where one file would be of two tables, before any is written */
const refuseTwice = (tables: readonly TableDocument[]): void => {
  const names = new Map<string, string>();
  for (const { name } of tables) {
    const place = tablePlace(name);
    const other = names.get(place);
    names.set(place, name);
    if (other === undefined) continue;
    throw failure(
      'conflict',
      'same_file',
      `As tabelas "${other}" e "${name}" teriam o mesmo arquivo, ${place}. Nada foi escrito; traga uma delas pelo nome.`,
      `The tables "${other}" and "${name}" would have one file, ${place}. Nothing was written; fetch one of them by its name.`,
    );
  }
};

/** Writes what the environment has; a file whose changes no commit holds is kept, unless `force` says so. @throws Failure */
export const takeTables = (
  project: Project,
  tables: readonly TableDocument[],
  force: boolean,
): { table: string; place: string; state: Pulled }[] => {
  refuseTwice(tables);
  mkdirSync(path.join(project.root, FOLDER), { recursive: true });
  return tables.map((table) => {
    const place = tablePlace(table.name);
    const state = pulledState(project, place, tableText(table), force);
    if (state === 'written') writeFileSync(path.join(project.root, place), tableText(table));
    return { table: table.name, place, state };
  });
};
