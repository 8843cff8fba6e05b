import { api } from '../api-client.ts';

/** Gives the browser a file to keep. */
const keep = (name: string, content: Blob): void => {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

/** The drafts as files: one as it is, several in an archive. */
export const exportFlows = async (flows: readonly { id: string; slug: string }[]): Promise<void> => {
  const files: Record<string, string> = {};
  for (const { id, slug } of flows) {
    const { flow } = await api.flow(id);
    files[`${slug}.json`] = `${JSON.stringify(flow.draft, null, 2)}\n`;
  }
  const [[name, text] = ['', '']] = Object.entries(files);
  if (flows.length === 1) return keep(name, new Blob([text], { type: 'application/json' }));
  const { strToU8, zipSync } = await import('fflate');
  const packed = zipSync(Object.fromEntries(Object.entries(files).map(([file, json]) => [file, strToU8(json)])));
  keep('trama-flows.zip', new Blob([packed as Uint8Array<ArrayBuffer>], { type: 'application/zip' }));
};
