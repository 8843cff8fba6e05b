import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { failure } from '../terminal/failure.ts';

export const FILE = 'trama.json';

const NAME = /^[a-z][a-z0-9-]{0,30}$/;
/** A flow's key: its slug in each environment, and the name of its file. */
export const KEY = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** A file that a module brings. `trama.json` may be somebody else's: what it names is taken away with the module, so it names nothing else. */
const MODULE_FILE = /^(?:flows\/[a-z0-9-]+\.flow|tables\/[a-z0-9-]+\.table)\.json$/;

const renames = z.record(z.string(), z.string().min(1));

const environment = z.strictObject({
  /** Address of the installation. */
  url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  /** Slug of the tenant: a key of another is refused. */
  tenant: z.string().min(1),
  /** It is written by `trama promote` alone. */
  promoteOnly: z.boolean().optional(),
  /** What has another name there: from the name in the files to the name there. */
  connections: renames.optional(),
  tables: renames.optional(),
  flows: renames.optional(),
});

const sha = z.string().regex(/^[0-9a-f]{64}$/);

const moduleEntry = z.strictObject({
  source: z.string(),
  version: z.string(),
  /** Of a repository. */
  commit: z.string().optional(),
  /** Of all files as they came. */
  checksum: sha,
  /** Each file that came of it, with the hash of what came. */
  files: z.record(z.string().regex(MODULE_FILE), sha),
});

const projectSchema = z.strictObject({
  /** The environment that is meant where none is named. */
  default: z.string().optional(),
  environments: z.record(z.string().regex(NAME), environment),
  modules: z.record(z.string(), moduleEntry).optional(),
});

export type Environment = z.infer<typeof environment>;
export type ModuleEntry = z.infer<typeof moduleEntry>;
export type ProjectData = z.infer<typeof projectSchema>;

export interface Project {
  /** The folder of `trama.json`. */
  root: string;
  data: ProjectData;
}

const locate = (from: string): string | null => {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, FILE))) return folder;
    if (path.dirname(folder) === folder) return null;
  }
};

const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw failure('usage', 'bad_project', `${file} não é JSON: ${why}`, `${file} is no JSON: ${why}`, error);
  }
};

/** The project that a folder stands in; null where it stands in none. @throws Failure where `trama.json` is wrong */
export const findProject = (from: string): Project | null => {
  const root = locate(from);
  if (root === null) return null;
  const file = path.join(root, FILE);
  const read = projectSchema.safeParse(readJson(file));
  if (!read.success) {
    const where = read.error.issues.map(({ path: at, message }) => `/${at.join('/')}: ${message}`).join('; ');
    throw failure('usage', 'bad_project', `${file} está errado: ${where}`, `${file} is wrong: ${where}`);
  }
  return { root, data: read.data };
};

/** @throws Failure outside of a project */
export const needProject = (from: string): Project => {
  const found = findProject(from);
  if (found) return found;
  throw failure(
    'usage',
    'no_project',
    `Não há ${FILE} aqui nem acima. Comece um projeto com: trama init`,
    `There is no ${FILE} here or above. Begin a project with: trama init`,
  );
};

export const writeProject = ({ root, data }: Project): void =>
  writeFileSync(path.join(root, FILE), `${JSON.stringify(data, null, 2)}\n`);
