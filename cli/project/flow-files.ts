import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '../../flow/json.ts';
import { isObject, textOf } from '../document/canonical.ts';
import { failure } from '../terminal/failure.ts';
import { KEY, type Project } from './project-file.ts';

const FOLDER = 'flows';
const ENDING = '.flow.json';
const MOST_BYTES = 4 * 1024 * 1024;

export interface FlowFile {
  key: string;
  /** From the root of the project, with `/`. */
  place: string;
  /** As it is written. */
  text: string;
  document: Json;
}

/** Of a flow's file. Keys come from files, and from servers, whose word names no place outside. @throws Failure for a key that is none */
export const placeOf = (key: string): string => {
  if (KEY.test(key) && key.length <= 60) return `${FOLDER}/${key}${ENDING}`;
  throw failure(
    'usage',
    'bad_key',
    `"${key}" não serve de chave: letras minúsculas, dígitos e hífens, até 60 (o nome do arquivo, sem ${ENDING}).`,
    `"${key}" is no key: small letters, digits and hyphens, at most 60 (the file's name without ${ENDING}).`,
  );
};

/** Keys of all flows of the project, sorted. */
export const flowKeys = ({ root }: Project): string[] => {
  const folder = path.join(root, FOLDER);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(ENDING));
  return files.map((file) => file.slice(0, -ENDING.length)).toSorted();
};

/** @throws Failure for a key that is none, a file that is not there, and what is no document */
export const readFlowFile = ({ root }: Project, key: string): FlowFile => {
  const place = placeOf(key);
  const file = path.join(root, place);
  if (!existsSync(file))
    throw failure(
      'usage',
      'no_file',
      `Não há ${place}. Traga o fluxo com: trama flows pull ${key}`,
      `There is no ${place}. Fetch the flow with: trama flows pull ${key}`,
    );
  const text = readFileSync(file, 'utf8');
  if (text.length > MOST_BYTES)
    throw failure('usage', 'too_large', `${place} é grande demais.`, `${place} is too large.`);
  try {
    const document = JSON.parse(text) as Json;
    if (isObject(document)) return { key, place, text, document };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw failure('problems', 'bad_file', `${place} não é JSON: ${why}`, `${place} is no JSON: ${why}`, error);
  }
  throw failure('problems', 'bad_file', `${place} não é um documento de fluxo.`, `${place} is no flow document.`);
};

export const writeFlowFile = ({ root }: Project, key: string, document: Json): void => {
  mkdirSync(path.join(root, FOLDER), { recursive: true });
  writeFileSync(path.join(root, placeOf(key)), textOf(document));
};
