import { readdirSync } from 'node:fs';
import path from 'node:path';

/** One line of a Dockerfile, its backslashes joined: `COPY`, `package.json ./`. */
interface Instruction {
  name: string;
  words: string;
}

export interface Stage {
  /** `build` of `FROM … AS build`. */
  name: string | undefined;
  instructions: Instruction[];
}

/** The stages of a Dockerfile, in order. Only what ours is made of: no heredocs, no build arguments. */
export function stagesOf(text: string): Stage[] {
  const stages: Stage[] = [];
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
    .split('\n');
  for (const line of lines.filter((one) => one.trim() !== '')) {
    const [, name = '', words = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push({ name: / AS (\S+)$/.exec(words)?.[1], instructions: [] });
    else stages.at(-1)?.instructions.push({ name, words });
  }
  return stages;
}

/** Files of `folder` that Docker would send: all but what `.dockerignore` names. Relative, sorted. */
export function contextOf(folder: string, ignore: string): string[] {
  const patterns = ignore
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(patternOf);
  const files: string[] = [];
  const walk = (at: string): void => {
    for (const entry of readdirSync(path.join(folder, at), { withFileTypes: true })) {
      const name = path.posix.join(at, entry.name);
      if (patterns.some((one) => one.test(name))) continue;
      if (entry.isDirectory()) walk(name);
      else files.push(name);
    }
  };
  walk('');
  return files.toSorted();
}

/** Docker's patterns begin at the root of the context; `**` is any number of folders. */
const patternOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/\/$/, '')
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*\*\/|\*|\?/g, (wild) => ({ '**/': '(.*/)?', '*': '[^/]*' })[wild] ?? '[^/]')}$`,
  );
