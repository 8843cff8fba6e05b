import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { GENERATED_FOLDERS, sdkFiles } from './sdks/sdk-files.ts';

for (const folder of GENERATED_FOLDERS) rmSync(folder, { recursive: true, force: true });
for (const [file, text] of sdkFiles()) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
