import { readdirSync } from 'node:fs';
import { commandLine } from '#scripts/embedded/processes.ts';

/** Ids of the living processes whose command line holds `text`; a zombie has none. */
export const processesWith = (text: string): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && commandLine(pid).includes(text));
