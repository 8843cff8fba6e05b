import { apiDocument } from './api-document.ts';
import { type Api, readApi } from './operation.ts';
import * as python from './python/write-resources.ts';
import * as pythonTypes from './python/write-types.ts';
import * as typescript from './typescript/write-resources.ts';
import * as typescriptTypes from './typescript/write-types.ts';

const TYPESCRIPT = 'sdks/typescript/src/generated';
const PYTHON = 'sdks/python/src/trama_sdk/_generated';

/** Folders whose every file is generated. */
export const GENERATED_FOLDERS = [TYPESCRIPT, PYTHON];

const within = (folder: string, files: readonly [string, string][]): [string, string][] =>
  files.map(([name, text]) => [`${folder}/${name}`, text]);

const typescriptFiles = (api: Api): [string, string][] => [
  ['types.ts', typescriptTypes.typesFile(api)],
  ['known-codes.ts', typescriptTypes.codesFile(api)],
  ['resources.ts', typescript.resourcesFile(api)],
  ['all-types.ts', typescript.exportsFile(api)],
  ...typescript.resourceFiles(api),
];

const pythonFiles = (api: Api): [string, string][] => [
  ['__init__.py', pythonTypes.GENERATED],
  ['types.py', pythonTypes.typesFile(api)],
  ['known_codes.py', pythonTypes.codesFile(api)],
  ['resources.py', python.resourcesFile(api)],
  ...python.resourceFiles(api),
];

/** Every generated file of both SDKs, by its path from the root of the project. */
export function sdkFiles(): Map<string, string> {
  const api = readApi(apiDocument());
  return new Map([...within(TYPESCRIPT, typescriptFiles(api)), ...within(PYTHON, pythonFiles(api))]);
}
