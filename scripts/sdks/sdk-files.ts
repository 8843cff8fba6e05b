import { apiDocument } from './api-document.ts';
import { readApi } from './operation.ts';
import { exportsFile, resourceFiles, resourcesFile } from './typescript/write-resources.ts';
import { codesFile, typesFile } from './typescript/write-types.ts';

/** Folders whose every file is generated. */
export const GENERATED_FOLDERS = ['sdks/typescript/src/generated'];

/** Every generated file of both SDKs, by its path from the root of the project. */
export function sdkFiles(): Map<string, string> {
  const api = readApi(apiDocument());
  const typescript: [string, string][] = [
    ['types.ts', typesFile(api)],
    ['known-codes.ts', codesFile(api)],
    ['resources.ts', resourcesFile(api)],
    ['all-types.ts', exportsFile(api)],
    ...resourceFiles(api),
  ];
  return new Map(typescript.map(([name, text]) => [`sdks/typescript/src/generated/${name}`, text]));
}
