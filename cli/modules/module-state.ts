import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ModuleEntry, Project } from '../project/project-file.ts';
import { failure } from '../terminal/failure.ts';
import { checksumOf, type ModuleContent, sha256 } from './module-content.ts';

const hashAt = ({ root }: Project, place: string): string | null => {
  const file = path.join(root, place);
  return existsSync(file) ? sha256(readFileSync(file, 'utf8')) : null;
};

/** Files that are no longer as they came. */
export const changedFiles = (project: Project, { files }: ModuleEntry): string[] =>
  Object.entries(files).flatMap(([place, came]) => (hashAt(project, place) === came ? [] : [place]));

export interface ModulePlan {
  write: string[];
  remove: string[];
  /** Changed here, and by the module as well; or here without having come of it. */
  held: string[];
}

/** What taking a module's content in would do to the files of a project. `before`: what it came to the last time. */
export const planModule = (project: Project, content: ModuleContent, before: ModuleEntry | undefined): ModulePlan => {
  const plan: ModulePlan = { write: [], remove: [], held: [] };
  const came = (place: string): string | undefined =>
    before && Object.hasOwn(before.files, place) ? before.files[place] : undefined;
  for (const [place, text] of content.files) {
    const [here, fresh, old] = [hashAt(project, place), sha256(text), came(place)];
    // As it is to be, or changed by somebody here while the module left it as it was.
    if (here === fresh || old === fresh) continue;
    const isOurs = old === undefined ? here === null : here === old;
    plan[isOurs ? 'write' : 'held'].push(place);
  }
  for (const [place, old] of Object.entries(before?.files ?? {}))
    if (!content.files.has(place) && hashAt(project, place) === old) plan.remove.push(place);
  return plan;
};

/** Writes it as planned; what is held only where `force` says so. @returns what `trama.json` keeps of it */
export const takeIn = (project: Project, content: ModuleContent, plan: ModulePlan, source: string): ModuleEntry => {
  for (const place of [...plan.write, ...plan.held]) {
    const file = path.join(project.root, place);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content.files.get(place) ?? '');
  }
  for (const place of plan.remove) rmSync(path.join(project.root, place));
  return {
    ...{ source, version: content.version },
    ...(content.commit === undefined ? {} : { commit: content.commit }),
    checksum: checksumOf(content.files),
    files: Object.fromEntries([...content.files].map(([place, text]) => [place, sha256(text)])),
  };
};

/** @returns files that stay, for somebody changed them */
export const leaveOut = (project: Project, entry: ModuleEntry): string[] => {
  const changed = changedFiles(project, entry);
  for (const place of Object.keys(entry.files)) if (!changed.includes(place)) rmSync(path.join(project.root, place));
  return changed.filter((place) => existsSync(path.join(project.root, place)));
};

/** @throws Failure where a module of that name is not there */
export const entryOf = ({ data }: Project, name: string): ModuleEntry => {
  const entry = data.modules && Object.hasOwn(data.modules, name) ? data.modules[name] : undefined;
  if (entry) return entry;
  throw failure('usage', 'no_module', `O projeto não tem o módulo "${name}".`, `The project has no module "${name}".`);
};
