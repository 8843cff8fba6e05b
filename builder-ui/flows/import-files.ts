import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import { readDocument } from '../document/read-document.ts';
import { importPasted, workflowIn } from './import-workflow.ts';

interface Given {
  name: string;
  text: string;
}

/** Texts of files; of archives those that they hold. */
const textsOf = async (files: readonly File[]): Promise<Given[]> => {
  const texts: Given[] = [];
  for (const file of files) {
    if (!file.name.endsWith('.zip')) {
      texts.push({ name: file.name, text: await file.text() });
      continue;
    }
    const { strFromU8, unzipSync } = await import('fflate');
    const held = unzipSync(new Uint8Array(await file.arrayBuffer()));
    for (const [name, bytes] of Object.entries(held))
      if (name.endsWith('.json')) texts.push({ name, text: strFromU8(bytes) });
  }
  return texts;
};

/** Makes a flow of each file that holds one, ours or another system's. Names those of which none was made. */
export const importFiles = async (
  files: readonly File[],
  world: { catalogue: Catalogue; locale: Locale },
): Promise<{ made: number; failed: string[] }> => {
  const failed: string[] = [];
  let made = 0;
  for (const { name, text } of await textsOf(files)) {
    const workflow = workflowIn(text);
    const read = workflow === undefined ? readDocument(text) : await importPasted(workflow, world);
    if (!read || !('document' in read)) {
      failed.push(name);
      continue;
    }
    await api.createFlow(read.document);
    made++;
  }
  return { made, failed };
};
