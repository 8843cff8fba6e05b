import { at, query, send } from '../api-client.ts';

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
  phase: 'check' | 'files' | 'rows' | 'cancel' | null;
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

/** Also where workers have it; fails where it has ended. */
export const cancelImport = async (id: string): Promise<void> => {
  await send(`/imports/${at(id)}${query({ open: 'true' })}`, { method: 'DELETE' });
};

interface Sending {
  /** An upload that stopped: it is given up, for it may have been of another archive, or of other wishes. */
  open: ImportJob | undefined;
  invitePeople: boolean;
  /** The import is there, and waits for its bytes. */
  begun: () => void;
  /** Hears how many bytes are there. */
  told: (bytes: number) => void;
}

/** Sends an archive, piece by piece, and says that it is all. */
export const sendArchive = async (file: File, { open, invitePeople, begun, told }: Sending): Promise<void> => {
  if (open) await giveImportUp(open.id);
  const { id } = (await send<ImportJob>('/imports', { method: 'POST', body: { size: file.size, invitePeople } })).body;
  begun();
  for (let n = 0; n * PIECE < file.size; n++) {
    const bytes = file.slice(n * PIECE, (n + 1) * PIECE);
    await send(`/imports/${at(id)}/pieces/${n}`, { method: 'PUT', bytes });
    told(Math.min(file.size, (n + 1) * PIECE));
  }
  await send(`/imports/${at(id)}/start`, { method: 'POST', body: {} });
};
