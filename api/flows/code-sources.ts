import { readFileSync } from 'node:fs';
import type { ReadSource } from '#flow/codegen/runtime-files.ts';

const ROOT = new URL('../../', import.meta.url);
const read = new Map<string, string>();

/** Our own sources, which exported projects take along as they are. A release holds them beside its bundle. */
export const readSource: ReadSource = (path) => {
  const known = read.get(path) ?? readFileSync(new URL(path, ROOT), 'utf8');
  read.set(path, known);
  return known;
};
