import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { failure } from '../terminal/failure.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { gitKnows } from './git.ts';
import type { Project } from './project-file.ts';

/** What a pull made of a file. */
export type Pulled = 'kept' | 'same' | 'written';

/** What a pull is to make of a file: one that differs and that no commit holds is work that would be lost. `force`: all the same. */
export const pulledState = ({ root }: Project, place: string, fresh: string, force: boolean): Pulled => {
  const file = path.join(root, place);
  if (!existsSync(file)) return 'written';
  const text = readFileSync(file, 'utf8');
  if (text === fresh) return 'same';
  return force || gitKnows(root, place, text) ? 'written' : 'kept';
};

export const tellPulled = (terminal: Terminal, state: Pulled, place: string): void => {
  const words = {
    kept: terminal.say('mantido', 'kept'),
    same: terminal.say('igual', 'same'),
    written: terminal.say('trazido', 'fetched'),
  };
  terminal.out(`${words[state].padEnd(8)} ${place}`);
};

/** @throws Failure where files were kept */
export const refuseKept = (states: readonly Pulled[]): void => {
  const kept = states.filter((state) => state === 'kept').length;
  if (kept === 0) return;
  throw failure(
    'conflict',
    'would_lose',
    `${kept} arquivo(s) têm mudanças que nenhum commit guarda: faça um commit, ou repita com --force.`,
    `${kept} file(s) have changes that no commit holds: commit them, or repeat with --force.`,
  );
};
