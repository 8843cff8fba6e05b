import { at, send } from '../api-client.ts';

export interface ImportReport {
  from: { slug: string; name: string; madeAt: string };
  rows: number;
  files: number;
  counts: Record<string, number>;
  leftOut: Record<string, number>;
  invited: number;
}

export interface ImportJob {
  id: string;
  state: 'uploading' | 'waiting' | 'running' | 'done' | 'failed';
  phase: 'check' | 'files' | 'rows' | null;
  size: number;
  done: number;
  total: number | null;
  result: ImportReport | { detail: string } | null;
  error: string | null;
  createdAt: string;
  endedAt: string | null;
}

const PIECE = 8 * 1024 * 1024;

export const loadImports = async (): Promise<ImportJob[]> => (await send<{ data: ImportJob[] }>('/imports')).body.data;

export const giveImportUp = async (id: string): Promise<void> => {
  await send(`/imports/${at(id)}`, { method: 'DELETE' });
};

/**
 * Sends an archive, piece by piece, and says that it is all. `open`: an upload that stopped; the same archive goes on there.
 * `told` hears how many bytes are there.
 */
export const sendArchive = async (
  file: File,
  { open, invitePeople, told }: { open: ImportJob | undefined; invitePeople: boolean; told: (bytes: number) => void },
): Promise<void> => {
  if (open && open.size !== file.size) await giveImportUp(open.id);
  const goesOn = open?.size === file.size;
  const body = { size: file.size, invitePeople };
  const { id } = goesOn ? open : (await send<ImportJob>('/imports', { method: 'POST', body })).body;
  for (let n = 0; n * PIECE < file.size; n++) {
    const bytes = file.slice(n * PIECE, (n + 1) * PIECE);
    await send(`/imports/${at(id)}/pieces/${n}`, { method: 'PUT', bytes });
    told(Math.min(file.size, (n + 1) * PIECE));
  }
  await send(`/imports/${at(id)}/start`, { method: 'POST', body: {} });
};
