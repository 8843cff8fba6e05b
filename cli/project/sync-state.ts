import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Project } from './project-file.ts';

/** Not in git: revisions are of this folder and of an environment. */
export const STATE_FILE = '.trama-sync.json';

/** By environment and key: the revision of the draft that this folder last saw or wrote. */
const stateSchema = z.record(z.string(), z.record(z.string(), z.int()));
type State = z.infer<typeof stateSchema>;

const read = ({ root }: Project): State => {
  const file = path.join(root, STATE_FILE);
  if (!existsSync(file)) return {};
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // A broken note is as none: what it would have told is asked for otherwise.
    return {};
  }
};

/** Of one tenant at one address: the name of an environment may come to mean another. */
export const placeOfState = ({ url, tenant }: { url: string; tenant: string }): string => `${url} ${tenant}`;

export const seenRevision = (project: Project, where: string, key: string): number | null =>
  read(project)[where]?.[key] ?? null;

export const rememberRevision = (project: Project, where: string, key: string, revision: number): void => {
  const state = read(project);
  state[where] = { ...state[where], [key]: revision };
  writeFileSync(path.join(project.root, STATE_FILE), `${JSON.stringify(state, null, 2)}\n`);
};
